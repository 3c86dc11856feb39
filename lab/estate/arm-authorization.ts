/** Microsoft.Authorization/permissions, api-version 2022-04-01: what the caller may do on a scope. */

import { type ArmCall, type ArmState, json, type Operation } from './arm-route.ts';

/** Small, so that whoever was given more than a few roles has to turn over. */
const pageSize = 3;

export const authorizationOperations: readonly Operation[] = [
  {
    provider: 'authorization',
    apiVersion: '2022-04-01',
    method: 'GET',
    path: '{+scope}/providers/Microsoft.Authorization/permissions',
    // ARM itself adds them up, whatever happens to the region of the resource.
    regions: () => [],
    answer: list,
  },
];

function list(arm: ArmState, { by, params, id, host, query }: ArmCall) {
  const all = arm.permissions(by, decodeURIComponent(params['scope'] ?? ''));
  const from = Number(query.get('$skiptoken') ?? 0);
  const to = from + pageSize;
  const value = all.slice(from, to).map((one) => ({ dataActions: [], notDataActions: [], ...one }));
  if (to >= all.length) return json(200, { value });
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(to));
  return json(200, { value, nextLink: `https://${host}${id}?${next}` });
}
