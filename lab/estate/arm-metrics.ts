/** Microsoft.Insights/metrics, api-version 2018-01-01: what is counted of a resource, told where it is served. */

import { json, type Operation, regionsOf } from './arm-route.ts';

export const metricOperations: readonly Operation[] = [
  {
    provider: 'insights',
    apiVersion: '2018-01-01',
    method: 'GET',
    path: '{+resource}/providers/Microsoft.Insights/metrics',
    regions: regionsOf,
    answer: (arm, { id, query }) => json(200, arm.resource(`${id}?${query}`)),
  },
];
