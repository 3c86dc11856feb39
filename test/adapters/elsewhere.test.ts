/** What is moved elsewhere: how failures are told, and what a record that is no plain CNAME is. */

import type { Route53Client } from '@aws-sdk/client-route-53';
import { describe, expect, it } from '@jest/globals';
import { addressesOf } from '../../adapters/addresses.ts';
import { hostedZonesOf } from '../../adapters/aws/hosted-zone.ts';
import { Between, Unreachable } from '../../core/kinds.ts';
import type { HttpRequest } from '../../core/net.ts';
import type { Phase } from '../../core/observation.ts';
import { answered } from '../probes/nets.ts';

const never = new AbortController().signal;
const change = {
  was: { cname: 'we.example', ttlSeconds: 30 },
  now: { cname: 'ne.example', ttlSeconds: 30 },
};

function zones(send: () => Promise<unknown>) {
  return hostedZonesOf({ send } as unknown as Route53Client);
}

describe('a hosted zone', () => {
  const listed = (set: object) =>
    zones(async () => ({ ResourceRecordSets: [{ Name: 'a.example.', Type: 'CNAME', ...set }] }));
  const read = (set: object) => listed(set).hostedRecord('Z1', 'A.example', never);
  const plain = { TTL: 30, ResourceRecords: [{ Value: 'we.example' }] };

  it('tells a plain CNAME from one that Route 53 chooses', async () => {
    expect(await read(plain)).toEqual({ cname: 'we.example', ttlSeconds: 30 });
    const weighted = { ...plain, SetIdentifier: 'one', Weight: 1 };
    expect(await read(weighted)).toMatchObject({ cname: undefined });
    expect(await read({ AliasTarget: {} })).toMatchObject({ cname: undefined });
  });

  it('takes what comes next in the list for nothing of ours', async () => {
    expect(await read({ ...plain, Name: 'b.example.' })).toBeUndefined();
    expect(await read({ ...plain, Type: 'TXT' })).toBeUndefined();
  });

  const failed = (name: string, told: object) => Object.assign(new Error('no'), { name, ...told });
  it.each([
    [failed('AccessDenied', { $metadata: { httpStatusCode: 403 } }), 'no'],
    [failed('ServiceUnavailable', { $metadata: { httpStatusCode: 503 } }), 'maybe'],
    [failed('Error', { code: 'ENOTFOUND' }), 'no'],
    [failed('Error', { code: 'ECONNRESET' }), 'maybe'],
    [failed('CredentialsProviderError', {}), 'no'],
    [failed('TimeoutError', {}), 'maybe'],
  ])('that fails by %p', async (error, sent) => {
    const zone = zones(() => Promise.reject(error));
    const changed = zone.replaceHostedRecord('Z1', 'a.example', change, never);
    await expect(changed).rejects.toMatchObject({ name: 'Refusal', sent });
    const asked = zone.hostedRecord('Z1', 'a.example', never);
    const name = '$metadata' in error ? 'Refusal' : 'Between';
    await expect(asked).rejects.toMatchObject({ name });
  });
});

describe('an address of our own', () => {
  const address = {
    url: 'https://settings.example/p?code=q-0123456789',
    headers: { 'X-Key': 'env:KEY', Accept: 'text/*' },
  };
  function asked(answer: () => ReturnType<typeof answered>) {
    const requests: HttpRequest[] = [];
    const http = {
      async fetch(request: HttpRequest) {
        requests.push(request);
        return answer();
      },
    };
    const secrets = async (reference: string) => `value of ${reference}`;
    return { requests, ...addressesOf({ http, secrets }) };
  }

  it('is sent the value behind a reference, and JSON', async () => {
    const { requests, httpSend } = asked(() => answered(204));
    await httpSend('PUT', address, '{"a":1}', never);
    expect(requests).toMatchObject([
      {
        ...{ method: 'PUT', url: address.url, body: '{"a":1}' },
        headers: {
          'content-type': 'application/json',
          'X-Key': 'value of env:KEY',
          Accept: 'text/*',
        },
      },
    ]);
  });

  it.each([
    [400, 'no'],
    [404, 'no'],
    [429, 'no'],
    [302, 'no'],
    [408, 'maybe'],
    [500, 'maybe'],
  ])('that answers %p has done it: %p', async (status, sent) => {
    const { httpSend } = asked(() => answered(status, { headers: { 'retry-after': '7' } }));
    await expect(httpSend('POST', address, '{}', never)).rejects.toMatchObject({
      ...{ name: 'Refusal', status, sent, retryAfterMs: 7_000 },
      message: `${status} to POST settings.example/p`,
    });
  });

  it.each<[Phase, string]>([
    ['resolve', 'no'],
    ['connect', 'no'],
    ['secure', 'no'],
    ['request', 'maybe'],
    ['answer', 'maybe'],
  ])('that is lost at %p has done it: %p', async (phase, sent) => {
    const { httpSend, httpGet } = asked(() => {
      throw new Unreachable(phase, 'timed out');
    });
    const told = httpSend('PUT', address, '{}', never);
    await expect(told).rejects.toMatchObject({ name: 'Refusal', sent });
    await expect(httpGet(address, never)).rejects.toBeInstanceOf(Between);
  });
});
