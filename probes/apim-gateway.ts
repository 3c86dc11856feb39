/** Asks an API Management gateway whether it runs, and whether it can serve one cheap operation. */

import * as z from 'zod';
import type { ProbeKind } from '../core/kinds.ts';
import type { HttpAnswer, Net } from '../core/net.ts';
import type { Answer } from '../core/observation.ts';
import { secretRef } from './secret.ts';
import { answerOf, findingOf } from './status.ts';

const path = z.string().regex(/^\/[^?#]*$/, 'must start with / and have no query');

const settings = z.strictObject({
  /** The regional host; the public name leads to whichever side is active. */
  host: z.hostname(),
  /** The Consumption tier may answer on `/internal-status-0123456789abcdef` instead. */
  statusPath: path.default('/status-0123456789abcdef'),
  /** What it answers there while it is disabled, where that is in order; nothing else is asked then. */
  disabledStatuses: z.array(z.int().min(100).max(599)).min(1).optional(),
  operation: z
    .strictObject({
      path,
      key: secretRef,
      header: z.string().min(1).default('Ocp-Apim-Subscription-Key'),
      statuses: z.array(z.int().min(100).max(599)).min(1).default([200]),
    })
    .optional(),
});

type Settings = z.infer<typeof settings>;
type Operation = NonNullable<Settings['operation']>;

export const apimGateway: ProbeKind<Settings> = {
  settings,
  example: {
    host: 'orders-we.azure-api.net',
    statusPath: '/status-0123456789abcdef',
    operation: {
      path: '/orders/ping',
      key: 'env:ORDERS_PING_KEY',
      header: 'Ocp-Apim-Subscription-Key',
      statuses: [200],
    },
  },

  describe: ({ host, operation }) =>
    `API Management gateway ${host}${operation === undefined ? '' : ` and ${operation.path}`}`,

  async ask(net, { host, statusPath, disabledStatuses = [], operation }, signal) {
    const url = `https://${host}${statusPath}`;
    const status = await net.http.fetch({ url, method: 'GET', signal });
    const finding = findingOf(status.status, [200, ...disabledStatuses], 'gateway status');
    const serves = status.status === 200;
    if (!serves || operation === undefined) return answerOf(status, finding);
    return askOperation(net, host, operation, status, signal);
  },
};

/** Health of the gateway alone is not service: an API behind it must answer as well. */
async function askOperation(
  net: Net,
  host: string,
  { path, key, header, statuses }: Operation,
  gateway: HttpAnswer,
  signal: AbortSignal,
): Promise<Answer> {
  const headers = { [header]: await net.secret(key) };
  const url = `https://${host}${path}`;
  const answer = await net.http.fetch({ url, method: 'GET', headers, signal });
  const tookMs = Object.values(answer.phases).reduce((sum, ms) => sum + ms, 0);
  const operationMs = Math.round(tookMs * 10) / 10;
  const finding = findingOf(answer.status, statuses, `operation ${path}`);
  return answerOf(gateway, finding, { measures: { operationMs } });
}
