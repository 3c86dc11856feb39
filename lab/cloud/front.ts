/** The HTTP API in front of the answer function: routes and authorisation as the template has them. */

import { randomUUID } from 'node:crypto';
import { type Heard, type Loopback, openLoopback, type Said } from '../estate/loopback.ts';
import { numberAt, textAt } from './data.ts';
import type { Deployed } from './deployed.ts';
import type { Fleet } from './fleet.ts';

export interface FrontMeans {
  readonly deployed: Deployed;
  readonly fleet: Fleet;
  /** The AWS identity behind a signature, where a route asks for one; undefined: nobody is known. */
  personOf(headers: Heard['headers']): string | undefined;
  readonly port: number;
}

export function openFront(means: FrontMeans): Promise<Loopback> {
  return openLoopback((heard) => answer(heard, means), means.port);
}

async function answer(heard: Heard, { deployed, fleet, personOf }: FrontMeans): Promise<Said> {
  const key = `${heard.method} ${heard.path}`;
  const route = deployed.routes.find((one) => one.key === key);
  if (route === undefined) return said(404, 'Not Found');
  const person = route.authorization === 'AWS_IAM' ? personOf(heard.headers) : undefined;
  if (route.authorization === 'AWS_IAM' && person === undefined) return said(403, 'Forbidden');
  const mayInvoke = deployed.invokers.some(
    ({ fn, path }) => fn === route.target && heard.path === path,
  );
  if (!mayInvoke) return said(500, 'Internal Server Error');
  const end = await fleet.invoke(route.target, 'api', eventOf(heard, key, person));
  if (end === 'throttled') return said(503, 'Service Unavailable');
  if (end.is !== 'returned') return said(500, 'Internal Server Error');
  const value: unknown = JSON.parse(end.value);
  return { status: numberAt(value, 'statusCode') ?? 200, body: textAt(value, 'body') ?? '' };
}

/** Payload format 2.0. A body that is not plain text comes in base64; a form is plain text. */
function eventOf({ method, path, headers, body }: Heard, routeKey: string, person?: string) {
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.77', userAgent: 'lab' };
  const iam = person === undefined ? {} : { authorizer: { iam: { userArn: person } } };
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers,
    requestContext: { http, routeKey, requestId: randomUUID(), stage: '$default', ...iam },
    body: body.toString('utf8'),
    isBase64Encoded: false,
  };
}

function said(status: number, message: string): Said {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, body: JSON.stringify({ message }) };
}
