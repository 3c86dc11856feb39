/** Where the hosts that functions call lead to, and what a call to each of them is called. */

import type { ArmRefusal, ArmRights } from './arm-rights.ts';
import { textAt } from './data.ts';

export interface Request {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Named {
  readonly service: string;
  readonly operation: string;
}

export type Site = Readonly<
  | {
      /** Plain HTTP on the loopback: the lab's AWS, Slack, and the dead man's switch. */
      is: 'plain';
      /** `http://127.0.0.1:PORT`; what comes before the path of a request. */
      origin: string;
      named(request: Request): Named;
    }
  /** The lab's Azure: dialled and spoken to as by any client. */
  | { is: 'azure'; named(request: Request): Named }
>;

export interface Places {
  /** `http://127.0.0.1:PORT` of each service of AWS that the lab has. */
  readonly aws: Readonly<Record<string, string>>;
  readonly slack: { readonly apiUrl: string; readonly hooks: string };
  readonly deadMan: string;
  /** Whether the lab's Azure has this host. */
  isAzure(host: string): boolean;
}

/** The address that the pulse is told to ping: kept as a secret, like any. */
export const deadManHost = 'dead-man.example';

/** Undefined for a host that nobody in the lab answers for. */
export function siteOf(host: string, places: Places): Site | undefined {
  const aws = /^([a-z0-9]+)\.[a-z]{2}-[a-z]+-\d\.amazonaws\.com$/.exec(host)?.[1] ?? '';
  const endpoint = places.aws[aws];
  if (endpoint !== undefined) return plain(endpoint, (request) => awsCall(aws, request));
  switch (host) {
    case 'slack.com':
      return plain(new URL(places.slack.apiUrl).origin, slackCall);
    case 'hooks.slack.com':
      return plain(places.slack.hooks.replace(/\/$/, ''), () => named('slack', 'respond'));
    case deadManHost:
      return plain(places.deadMan, () => named('https', `GET ${host}`));
    default:
      return places.isAzure(host) ? { is: 'azure', named: azureCall(host) } : undefined;
  }
}

function plain(origin: string, naming: (request: Request) => Named): Site {
  return { is: 'plain', origin, named: naming };
}

function named(service: string, operation: string): Named {
  return { service, operation };
}

function awsCall(service: string, { method, headers, body }: Request): Named {
  if (service === 's3') return named(service, method);
  const target = headers['x-amz-target']?.split('.').at(-1);
  return named(service, target ?? new URLSearchParams(body.toString()).get('Action') ?? 'unknown');
}

function slackCall({ path }: Request): Named {
  return named('slack', path.replace(/^\/api\//, ''));
}

function azureCall(host: string): (request: Request) => Named {
  switch (host) {
    case 'management.azure.com':
      return ({ method, path }) => named('arm', `${method} ${typeOf(path)}`);
    case 'login.microsoftonline.com':
      return ({ path }) => named('entra', path.endsWith('/token') ? 'token' : 'metadata');
    default:
      return ({ method }) => named('https', `${method} ${host}`);
  }
}

/** The types and verbs of an ARM path, without the names: `Microsoft.Logic/workflows/disable`. */
function typeOf(path: string): string {
  const [plainPath = ''] = path.split('?');
  const [, provider, rest] = /^.*\/providers\/([^/]+)\/(.+)$/.exec(plainPath) ?? [];
  if (provider === undefined || rest === undefined) return 'resourceGroups';
  return [provider, ...rest.split('/').filter((_, at) => at % 2 === 0)].join('/');
}

/** What ARM answers to somebody without the right, in its own words; undefined where it has it. */
export function armRefusal(
  host: string,
  { method, path, headers }: Request,
  { rights, onRefusal }: { rights: ArmRights; onRefusal: (refusal: ArmRefusal) => void },
): string | undefined {
  if (host !== 'management.azure.com') return undefined;
  const authorization = textAt(headers, 'authorization');
  const refusal = rights.refusalOf({ method, path, authorization });
  if (refusal === undefined) return undefined;
  const { by, action, resource } = refusal;
  onRefusal(refusal);
  const message = `The client '${by}' does not have authorization to perform action '${action}' over scope '${resource}' or the scope is invalid.`;
  return JSON.stringify({ error: { code: 'AuthorizationFailed', message } });
}
