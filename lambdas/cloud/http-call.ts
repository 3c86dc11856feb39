/** A call as API Gateway hands it over (HTTP API, payload 2.0). */

import { fieldOf } from './event.ts';

export interface Call {
  /** `POST /answer` */
  readonly route: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes as they were sent. */
  readonly body: Buffer;
  /** Whom IAM vouches for, where the route asks it to. */
  readonly caller: string | undefined;
}

export function callIn(event: unknown): Call | undefined {
  const route = fieldOf(event, 'routeKey');
  if (typeof route !== 'string') return undefined;
  const told = fieldOf(event, 'body');
  const text = typeof told === 'string' ? told : '';
  const encoding = fieldOf(event, 'isBase64Encoded') === true ? 'base64' : 'utf8';
  const authorizer = fieldOf(fieldOf(event, 'requestContext'), 'authorizer');
  const arn = fieldOf(fieldOf(authorizer, 'iam'), 'userArn');
  return {
    route,
    headers: headersIn(fieldOf(event, 'headers')),
    body: Buffer.from(text, encoding),
    caller: typeof arn === 'string' && arn !== '' ? arn : undefined,
  };
}

function headersIn(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  const all = Object.entries(value).flatMap(([name, text]: [string, unknown]) =>
    typeof text === 'string' ? [[name.toLowerCase(), text] as const] : [],
  );
  return Object.fromEntries(all);
}
