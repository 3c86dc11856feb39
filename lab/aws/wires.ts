/** The two tongues of AWS that our clients speak: JSON with a target, and Query with XML answers. */

import { randomUUID } from 'node:crypto';
import { AwsRefusal, type Wire } from './door.ts';

/** `version` 1.1 for SSM and KMS, 1.0 for SQS and DynamoDB (each client's `runtimeConfig`). */
export function jsonWire(version: '1.0' | '1.1'): Wire {
  const headers = () => ({
    'content-type': `application/x-amz-json-${version}`,
    'x-amzn-requestid': randomUUID(),
  });
  return {
    read: ({ headers: asked, body }) => {
      const operation = (asked['x-amz-target'] ?? '').split('.').at(-1) ?? '';
      return { operation, input: objectIn(body), headers: asked, body };
    },
    answer: (_call, output) => ({
      status: 200,
      headers: headers(),
      body: JSON.stringify(output ?? {}),
    }),
    refuse: ({ type, message, status }) => ({
      status,
      headers: headers(),
      body: JSON.stringify({ __type: type, message }),
    }),
  };
}

/** STS and SNS: a form comes in, XML goes out; lists come as `Audience.member.1`. */
export function queryWire(namespace: string): Wire {
  const headers = { 'content-type': 'text/xml' };
  const metadata = () =>
    `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  return {
    read: ({ headers: asked, body }) => {
      const input = Object.fromEntries(new URLSearchParams(body));
      return { operation: input['Action'] ?? '', input, headers: asked, body };
    },
    answer: ({ operation }, output) => ({
      status: 200,
      headers,
      body: `<${operation}Response xmlns="${namespace}"><${operation}Result>${xmlOf(output)}</${operation}Result>${metadata()}</${operation}Response>`,
    }),
    refuse: ({ type, message, status }) => ({
      status,
      headers,
      body: `<ErrorResponse xmlns="${namespace}"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${type}</Code><Message>${escaped(message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
    }),
  };
}

export function objectIn(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  if (isObject(value)) return value;
  throw new AwsRefusal('SerializationException', 'the body is no object');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text of the input, or the refusal that AWS would give. */
export function textOf(input: Readonly<Record<string, unknown>>, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new AwsRefusal(
    'ValidationException',
    `Value null at '${name}' failed to satisfy constraint`,
  );
}

export function textsOf(input: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const value = input[name];
  if (!Array.isArray(value)) throw new AwsRefusal('ValidationException', `${name} is no list`);
  return value.map(String);
}

function xmlOf(output: unknown): string {
  if (!isObject(output)) return '';
  return Object.entries(output)
    .map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`)
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
