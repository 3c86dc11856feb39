/** What a failed exchange with ARM is told as, down to the rest that was asked for. */

import { createHttpHeaders, createPipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { describe, expect, it } from '@jest/globals';
import { nameIn } from '../../adapters/azure/arm-id.ts';
import type { Question, Reached } from '../../adapters/azure/exchange.ts';
import { failureOf } from '../../adapters/azure/refusal.ts';
import { Between, Refusal } from '../../core/kinds.ts';

const write: Question = {
  what: 'disable workflow receive',
  does: 'write',
  timeoutMs: 5_000,
  signal: new AbortController().signal,
};
const read: Question = { ...write, what: 'read workflow receive', does: 'read' };

function answered(status: number, headers: Record<string, string> = {}, message = 'No.') {
  const request = createPipelineRequest({ url: 'https://management.azure.com/' });
  request.headers.set('authorization', 'Bearer canary');
  const response = { request, status, headers: createHttpHeaders(headers) };
  return new RestError(message, { statusCode: status, code: 'SomeCode', request, response });
}

function told(question: Question, error: unknown, reached: Reached = 'sent') {
  return failureOf(question, { error, reached, ended: undefined });
}

describe('what is known of an effect', () => {
  it.each([
    [400, 'no'],
    [403, 'no'],
    [404, 'no'],
    [409, 'no'],
    [412, 'no'],
    [429, 'no'],
    [408, 'maybe'],
    [500, 'maybe'],
    [503, 'maybe'],
  ])('of a write that was answered %d: %s', (status, sent) => {
    expect(told(write, answered(status))).toMatchObject({ name: 'Refusal', status, sent });
  });

  it.each<[Reached, 'no' | 'maybe']>([
    ['token', 'no'],
    ['connecting', 'no'],
    ['sent', 'maybe'],
  ])('of a write that was cut off at %s: %s', (reached, sent) => {
    const error = new Error('read ECONNRESET');
    expect(told(write, error, reached)).toMatchObject({ name: 'Refusal', sent });
    expect(told(read, error, reached)).toBeInstanceOf(Between);
  });

  it('is unclear when ARM said yes in words that nobody can read', () => {
    expect(told(write, answered(200))).toMatchObject({ name: 'Refusal', sent: 'maybe' });
    expect(told(read, answered(200))).toBeInstanceOf(Between);
  });

  it('is none when Entra did not answer, whatever the credential calls it', () => {
    const silent = new Between('Entra gave no token: timed out');
    expect(told(write, silent, 'token')).toMatchObject({ name: 'Refusal', sent: 'no' });
    expect(told(read, silent, 'token')).toBeInstanceOf(Between);
  });

  it('stays what Entra said when it refused us', () => {
    const refused = new Refusal({ message: 'AADSTS7000215', sent: 'no', status: 401 });
    expect(told(read, refused, 'token')).toBe(refused);
  });
});

describe('the rest that is asked for', () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '7', 'retry-after-ms': '6500' }, 6_500],
    [{ 'retry-after': 'Sat, 01 Jan 2000 00:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('%j', (headers, expected) => {
    expect(told(write, answered(429, headers))).toMatchObject({ retryAfterMs: expected });
  });
});

describe('the words', () => {
  it('say what was asked, and how long was waited', () => {
    const late = { error: new Error('timed out'), reached: 'sent', ended: 'deadline' } as const;
    expect(failureOf(write, late).message).toBe(
      'disable workflow receive: ARM did not answer within 5000 ms',
    );
  });

  it('leave out queries, where signatures are, and everything the SDK holds on to', () => {
    const error = answered(500, {}, 'failed at https://prod.logic.azure.com/run?sig=canary#x now');
    const failure = told(write, error);
    expect(failure.message).toBe(
      'ARM answered 500 to disable workflow receive: SomeCode failed at https://prod.logic.azure.com/run now',
    );
    expect(failure.cause).toBeUndefined();
  });
});

describe('nameIn()', () => {
  const id =
    '/subscriptions/s/resourcegroups/g/providers/Microsoft.Network/dnsZones/z.example/CNAME/o';

  it('finds a name by its type, whatever the case', () => {
    expect([nameIn(id, 'dnszones'), nameIn(id, 'cname')]).toEqual(['z.example', 'o']);
  });

  it.each(['/subscriptions/s', 'https://management.azure.com/', `${id}/more`, ''])(
    'refuses %j, and says what to do',
    (odd) => {
      expect(() => nameIn(odd, 'cname')).toThrow(
        expect.objectContaining({ code: 'arm-id-unusable', next: expect.stringMatching(/Copy/) }),
      );
    },
  );
});
