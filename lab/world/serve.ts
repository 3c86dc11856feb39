/** What gateways, callbacks and references answer to one HTTPS request. */

import type { AzureWorld, GatewayLayout, HttpServed, WorkflowLayout } from './azure.ts';
import type { Host } from './hosts.ts';
import type { Workflows } from './workflows.ts';

export type Request = Parameters<AzureWorld['serve']>[1];

const json = { 'content-type': 'application/json; charset=utf-8' } as const;

export function serveHost(host: Host | undefined, request: Request, workflows: Workflows) {
  switch (host?.is) {
    case 'gateway':
      return gateway(host.gateway, request);
    case 'callbacks':
      return callback(host.workflows, request, workflows);
    case 'reference':
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' };
    default:
      return said(404, { error: { code: 'NotFound', message: 'There is nothing here.' } });
  }
}

/** A gateway to which nothing was restored yet answers for itself, and for no API. */
export function asItKnows(host: Host | undefined, isBare: (host: string) => boolean) {
  if (host?.is !== 'gateway' || !isBare(host.gateway.host)) return host;
  const { operation: _unknown, ...known } = host.gateway;
  return { ...host, gateway: known };
}

function gateway(layout: GatewayLayout, request: Request): HttpServed {
  const answer = gatewayAnswer(layout, request);
  const { signature } = layout;
  const signed =
    signature === undefined ? {} : { [signature.header.toLowerCase()]: signature.value };
  return { ...answer, headers: { ...answer.headers, ...signed } };
}

function gatewayAnswer({ statusPath, operation }: GatewayLayout, request: Request): HttpServed {
  const path = request.path.split('?')[0];
  if (path === statusPath) return { status: 200, headers: {}, body: '' };
  if (path !== operation?.path.split('?')[0]) {
    return said(404, { statusCode: 404, message: 'Resource not found' });
  }
  // The layout does not say which header carries the key: whoever has it has it.
  if (Object.values(request.headers).includes(operation?.key ?? '')) {
    return said(200, { status: 'ok' });
  }
  const message = 'Access denied due to missing or invalid subscription key.';
  return said(401, { statusCode: 401, message });
}

function callback(
  layouts: readonly WorkflowLayout[],
  request: Request,
  workflows: Workflows,
): HttpServed {
  const asked = new URL(request.path, 'https://asked');
  const found = layouts.find((w) => urlOf(w).pathname === asked.pathname);
  if (found === undefined) {
    const message = 'The workflow could not be found.';
    return said(404, { error: { code: 'WorkflowNotFound', message } });
  }
  if (urlOf(found).searchParams.get('sig') !== asked.searchParams.get('sig')) {
    const message = 'The authorization signature is invalid.';
    return said(401, { error: { code: 'DirectApiInvalidAuthorizationScheme', message } });
  }
  const name = found.id.split('/').at(-1) ?? '';
  if (workflows.isEnabled(found)) return said(200, { workflow: name, status: 'ok' });
  const message = `Could not execute workflow '${name}' trigger 'manual' with state 'Disabled': trigger is not enabled.`;
  return said(400, { error: { code: 'WorkflowTriggerIsNotEnabled', message } });
}

function urlOf({ callback = '' }: WorkflowLayout): URL {
  return new URL(callback);
}

function said(status: number, body: object): HttpServed {
  return { status, headers: json, body: JSON.stringify(body) };
}
