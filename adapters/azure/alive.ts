/** Whether ARM itself answers: its public metadata, asked without a token. */

import type { AzureReader } from '../../core/azure.ts';
import { Refusal, Unreachable } from '../../core/kinds.ts';
import { type ArmMeans, armEndpoint } from './clients.ts';
import { httpOf } from './http.ts';

const path = '/metadata/endpoints?api-version=2022-09-01';

export function aliveOf(means: Omit<ArmMeans, 'credential'>): AzureReader['alive'] {
  const { dial, ca, endpoint = armEndpoint, timeoutMs } = means;
  const http = httpOf({ ...(dial && { dial }), ...(ca !== undefined && { ca }) });
  const url = new URL(path, endpoint).href;
  return async (signal) => {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const { status, phases } = await http.fetch({ url, method: 'GET', signal: bounded });
    if (status === 200) return { phases };
    const why = `ARM answered ${status} to its metadata`;
    // A 4xx says that our question is wrong, or comes too often; it says nothing against ARM.
    if (status < 500) throw new Refusal({ message: why, sent: 'no', status });
    throw new Unreachable('answer', why, phases);
  };
}
