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

type Change = (
  id: string,
  apiVersion: string,
  body: unknown,
  signal: AbortSignal,
  ifMatch?: string,
) => Promise<void>;

export interface RawArm {
  /** What ARM says of `id`, as it was sent. Rejects with `RestError`, as the clients do. */
  get(type: RawType, id: string, signal: AbortSignal): Promise<unknown>;
  /** As `get`, of a type that the caller knows the version of. `id` may end in a query. */
  read(id: string, apiVersion: string, signal: AbortSignal): Promise<unknown>;
  /** POSTs to the id of an action; accepted is enough. */
  post(id: string, apiVersion: string, body: unknown, signal: AbortSignal): Promise<void>;
  /** POSTs to the id of an action that answers. */
  ask(id: string, apiVersion: string, body: unknown, signal: AbortSignal): Promise<unknown>;
  /** PATCHes the resource itself, if its etag is still `ifMatch`. */
  patch: Change;
  /** PUTs the resource as a whole, if its etag is still `ifMatch`. */
  put: Change;
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
  async function get({ href: url }: URL, abortSignal: AbortSignal): Promise<unknown> {
    const request = createPipelineRequest({ url, abortSignal });
    const response = await pipeline.sendRequest(client, request);
    if (response.status !== 200) throw refused(response);
    return bodyOf(response);
  }

  /** Accepted is enough: how far it came, only an inspection tells. */
  async function send(
    method: 'POST' | 'PATCH' | 'PUT',
    { href: url }: URL,
    told: unknown,
    abortSignal: AbortSignal,
    ifMatch?: string,
  ): Promise<PipelineResponse> {
    const body = told === undefined ? {} : { body: JSON.stringify(told) };
    const headers = createHttpHeaders({
      ...(told !== undefined && { 'content-type': 'application/json' }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    });
    const request = createPipelineRequest({ url, method, headers, abortSignal, ...body });
    const response = await pipeline.sendRequest(client, request);
    if (![200, 201, 202, 204].includes(response.status)) throw refused(response);
    return response;
  }

  function at(id: string, apiVersion: string): URL {
    const url = new URL(id, endpoint);
    url.searchParams.set('api-version', apiVersion);
    return url;
  }

  return {
    get: (type, id, signal) => get(at(id, apiVersions[type]), signal),
    read: (id, apiVersion, signal) => get(at(id, apiVersion), signal),
    async post(id, apiVersion, body, signal) {
      await send('POST', at(id, apiVersion), body, signal);
    },
    async ask(id, apiVersion, body, signal) {
      return bodyOf(await send('POST', at(id, apiVersion), body, signal));
    },
    async patch(id, apiVersion, body, signal, ifMatch) {
      await send('PATCH', at(id, apiVersion), body, signal, ifMatch);
    },
    async put(id, apiVersion, body, signal, ifMatch) {
      await send('PUT', at(id, apiVersion), body, signal, ifMatch);
    },
    async follow(link, signal) {
      const url = new URL(link, endpoint);
      if (url.origin === new URL(endpoint).origin) return get(url, signal);
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
