/** ARM's small questions that no client of ours knows: one bounded GET, its version from a table. */

import type { Agent } from 'node:https';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type PipelineResponse,
  RestError,
} from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { tokenInHand } from './exchange.ts';

/** The api-version of every type that is asked about this way. */
const apiVersions = {
  'Microsoft.Authorization/permissions': '2022-04-01',
  'Microsoft.Resources/resourceGroups': '2021-04-01',
} as const;

export type RawType = keyof typeof apiVersions;

export interface RawArm {
  /** What ARM says of `id`, as it was sent. Rejects with `RestError`, as the clients do. */
  get(type: RawType, id: string, signal: AbortSignal): Promise<unknown>;
  /** As `get`, of a type that the caller knows the version of. `id` may end in a query. */
  read(id: string, apiVersion: string, signal: AbortSignal): Promise<unknown>;
  /** POSTs to the id of an action; accepted is enough. */
  post(id: string, apiVersion: string, body: unknown, signal: AbortSignal): Promise<void>;
  /** PATCHes the resource itself. */
  patch(id: string, apiVersion: string, body: unknown, signal: AbortSignal): Promise<void>;
  /** PUTs the resource as a whole. */
  put(id: string, apiVersion: string, body: unknown, signal: AbortSignal): Promise<void>;
  /** The page that a list of ARM called its `nextLink`. */
  follow(link: string, signal: AbortSignal): Promise<unknown>;
}

export interface RawMeans {
  readonly credential: TokenCredential;
  readonly agent: Agent;
  readonly endpoint: string;
  readonly scope: string;
}

export function rawArmOf({ credential, agent, endpoint, scope }: RawMeans): RawArm {
  const client = createDefaultHttpClient();
  const pipeline = createPipelineFromOptions({
    agent,
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
  });
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: scope }), {
    phase: 'Sign',
  });
  pipeline.addPolicy(tokenInHand, { afterPhase: 'Sign' });
  async function put({ href: url }: URL, abortSignal: AbortSignal): Promise<unknown> {
    const request = createPipelineRequest({ url, abortSignal });
    const response = await pipeline.sendRequest(client, request);
    if (response.status !== 200) throw refused(response);
    return bodyOf(response);
  }

  async function send(
    method: 'POST' | 'PATCH',
    { href: url }: URL,
    told: unknown,
    abortSignal: AbortSignal,
  ): Promise<void> {
    const body = told === undefined ? {} : { body: JSON.stringify(told) };
    const headers = createHttpHeaders(
      told === undefined ? {} : { 'content-type': 'application/json' },
    );
    const request = createPipelineRequest({ url, method, headers, abortSignal, ...body });
    const response = await pipeline.sendRequest(client, request);
    if (response.status !== 200 && response.status !== 202) throw refused(response);
  }

  function at(id: string, apiVersion: string): URL {
    const url = new URL(id, endpoint);
    url.searchParams.set('api-version', apiVersion);
    return url;
  }

  return {
    get(type, id, signal) {
      return put(at(id, apiVersions[type]), signal);
    },
    read: (id, apiVersion, signal) => put(at(id, apiVersion), signal),
    post: (id, apiVersion, body, signal) => send('POST', at(id, apiVersion), body, signal),
    patch: (id, apiVersion, body, signal) => send('PATCH', at(id, apiVersion), body, signal),
    async put(id, apiVersion, told, abortSignal) {
      const { href: url } = at(id, apiVersion);
      const headers = createHttpHeaders({ 'content-type': 'application/json' });
      const body = JSON.stringify(told);
      const request = createPipelineRequest({ url, method: 'PUT', headers, abortSignal, body });
      const response = await pipeline.sendRequest(client, request);
      if (response.status !== 200 && response.status !== 201) throw refused(response);
    },
    async follow(link, signal) {
      const url = new URL(link, endpoint);
      if (url.origin === new URL(endpoint).origin) return put(url, signal);
      // Our token goes with every request, and to nobody but ARM.
      throw new RestError(`a list went on at another host: ${url.host}`);
    },
  };
}

/** As the clients word it, so that a refusal is read in one place. */
function refused(response: PipelineResponse): RestError {
  const { request, status } = response;
  const told = errorIn(bodyOf(response));
  const message = told.message ?? `status ${status}`;
  const code = told.code === undefined ? {} : { code: told.code };
  return new RestError(message, { ...code, statusCode: status, request, response });
}

function bodyOf(response: PipelineResponse): unknown {
  const { bodyAsText, request, status } = response;
  if (!bodyAsText) return undefined;
  try {
    return JSON.parse(bodyAsText);
  } catch {
    // The text itself stays here: nobody knows what an intermediary has put into it.
    throw new RestError('the answer is not JSON', { statusCode: status, request, response });
  }
}

function errorIn(body: unknown): { readonly code?: string; readonly message?: string } {
  const { error } = Object(body);
  const { code, message } = Object(error);
  return {
    ...(typeof code === 'string' && { code }),
    ...(typeof message === 'string' && { message }),
  };
}
