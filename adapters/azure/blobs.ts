/** Blobs, asked of the Blob service itself by our identity at Entra: ARM knows containers, and no blob. */

import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  RestError,
} from '@azure/core-rest-pipeline';
import type { AzureReader } from '../../core/azure.ts';
import { Between } from '../../core/kinds.ts';
import type { Instant } from '../../core/names.ts';
import { direct } from '../local/dial.ts';
import { armAgentOf } from './arm-agent.ts';
import type { ArmMeans } from './clients.ts';
import { ask, tokenInHand } from './exchange.ts';

/** Whatever the account: one audience for all of them. */
export const storageScope = 'https://storage.azure.com/.default';
/** The first with which a token of Entra is taken is 2017-11-09. */
const version = '2021-12-02';
const whom = 'the Blob service';

/** `Get Blob Properties`: a HEAD, so that nothing of what a blob holds comes to us. */
export function blobsOf(means: ArmMeans): Pick<AzureReader, 'blob'> {
  const { credential, dial = direct, ca, timeoutMs } = means;
  const client = createDefaultHttpClient();
  const pipeline = createPipelineFromOptions({
    agent: armAgentOf(dial, ca),
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
  });
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: storageScope }), {
    phase: 'Sign',
  });
  pipeline.addPolicy(tokenInHand, { afterPhase: 'Sign' });

  async function head(url: string, abortSignal: AbortSignal): Promise<string | undefined> {
    const headers = createHttpHeaders({ 'x-ms-version': version });
    const request = createPipelineRequest({ url, method: 'HEAD', headers, abortSignal });
    const response = await pipeline.sendRequest(client, request);
    if (response.status === 200) return response.headers.get('last-modified');
    // A HEAD has no body: why it was refused stands in a header.
    const code = response.headers.get('x-ms-error-code') ?? 'for no reason that it tells';
    throw new RestError('', { statusCode: response.status, code, request, response });
  }

  return {
    async blob(url, signal) {
      const { host, pathname } = new URL(url);
      const what = `look for ${pathname.slice(1)} in ${host}`;
      const told = await ask({ what, whom, does: 'read', timeoutMs, signal }, (bounded) =>
        head(url, bounded),
      );
      const modifiedAt = Date.parse(told ?? '');
      if (modifiedAt > 0) return { modifiedAt: modifiedAt as Instant };
      throw new Between(`${what}: it did not tell when it was last written`);
    },
  };
}
