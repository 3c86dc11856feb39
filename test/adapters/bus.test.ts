/** The Service Bus adapter against peers that never get as far as AMQP. */

import { describe, expect, it } from '@jest/globals';
import { busOf } from '../../adapters/azure/bus.ts';
import { busFailure } from '../../adapters/azure/bus-failure.ts';
import type { Dial } from '../../adapters/local/dial.ts';
import { secretsOf } from '../../adapters/local/secrets.ts';
import { Between, Refusal, Unreachable } from '../../core/kinds.ts';
import type { BusAddress } from '../../core/net.ts';
import { Trouble } from '../../core/trouble.ts';
import { authority, ending, graceMs, met, patientMs, silentMs, tcpPeer, tlsPeer } from './peers.ts';

const host = 'orders-we.servicebus.windows.net';
const sas: BusAddress = {
  host,
  queue: 'farwatch-probe',
  auth: { kind: 'sas', keyName: 'probe', key: 'env:BUS_KEY' },
};
const secrets = secretsOf({ BUS_KEY: 'canary-key' });

const towards = (port: number): Dial => {
  return async () => ({ host: 'localhost', port });
};

async function failure(dial: Dial, { address = sas, timeoutMs = patientMs } = {}): Promise<string> {
  const message = { id: 'farwatch-1', ttlMs: 30_000 };
  const signal = AbortSignal.timeout(timeoutMs);
  const work = busOf({ dial, secrets }).roundTrip(address, message, signal);
  const { error, lateMs } = await ending(work, timeoutMs);
  expect(lateMs).toBeLessThan(graceMs);
  expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('canary');
  return toldOf(error);
}

function toldOf(error: unknown): string {
  if (error instanceof Unreachable) return `${error.phase}: ${error.message}`;
  if (error instanceof Between) return `between: ${error.message}`;
  if (error instanceof Refusal) return `${error.status}: ${error.message}`;
  return error instanceof Error ? `ours: ${error.message}` : 'no failure';
}

describe('a namespace that fails is told with the phase it failed in', () => {
  it('nobody listens', async () => {
    expect(await failure(towards(1))).toBe('connect: refused');
  });

  it('accepts, and says nothing', async () => {
    const peer = await met(tcpPeer(() => {}));
    const told = await failure(towards(peer.port), { timeoutMs: silentMs });
    expect(told).toBe('request: timed out');
  });

  it('reset at accept', async () => {
    const peer = await met(tcpPeer((socket) => socket.resetAndDestroy()));
    expect(await failure(towards(peer.port))).toMatch(
      /^(connect|request|secure): connection reset$/,
    );
  });

  it('closed at accept', async () => {
    const peer = await met(tcpPeer((socket) => socket.end()));
    expect(await failure(towards(peer.port))).toMatch(/^(connect|secure): connection reset$/);
  });

  it('shows a certificate that nobody trusts', async () => {
    const peer = await met(tlsPeer(() => {}, authority.untrustedFor('localhost')));
    expect(await failure(towards(peer.port))).toMatch(/^secure: certificate not trusted \(/);
  });

  it('speaks no TLS', async () => {
    const peer = await met(tcpPeer((socket) => socket.end('HTTP/1.1 400 no\r\n\r\n')));
    expect(await failure(towards(peer.port))).toMatch(/^secure: TLS handshake failed/);
  });

  it('does not exist', async () => {
    const dial: Dial = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    };
    expect(await failure(dial)).toBe('resolve: no such name');
  });
});

describe('what is not the namespace is never called the namespace', () => {
  it('our resolver', async () => {
    const dial: Dial = async () => {
      throw Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN' });
    };
    expect(await failure(dial)).toMatch(/^between: /);
  });

  it('a key that cannot be fetched', async () => {
    const auth = { kind: 'sas', keyName: 'probe', key: 'env:MISSING' } as const;
    expect(await failure(towards(1), { address: { ...sas, auth } })).toMatch(
      /^ours: .*env:MISSING/,
    );
  });

  it('an identity that was never given', async () => {
    const work = busOf({ secrets }).roundTrip(
      { ...sas, auth: { kind: 'entra' } },
      { id: '1', ttlMs: 1_000 },
      AbortSignal.timeout(patientMs),
    );
    await expect(work).rejects.toBeInstanceOf(Trouble);
  });
});

describe('the words of the client', () => {
  const coded = (code: string) => Object.assign(new Error('long-winded'), { code });
  const rows: readonly (readonly [Error, string])[] = [
    [
      coded('UnauthorizedAccess'),
      '401: Service Bus refuses our key or identity (UnauthorizedAccess)',
    ],
    [
      coded('MessagingEntityNotFound'),
      '404: Service Bus knows no such queue (MessagingEntityNotFound)',
    ],
    [coded('MessagingEntityDisabled'), '403: the queue is disabled (MessagingEntityDisabled)'],
    [coded('ServiceBusy'), '429: Service Bus throttles us (ServiceBusy)'],
    [coded('QuotaExceeded'), '403: the queue is full (QuotaExceeded)'],
    [coded('ServiceTimeout'), 'answer: timed out'],
    [coded('ServiceCommunicationProblem'), 'answer: connection reset'],
    [coded('GeneralError'), 'answer: the conversation broke off'],
    [coded('SessionLockLost'), 'ours: the exchange failed on our side: Error'],
    [new Between('Entra gave no token: timed out'), 'between: Entra gave no token: timed out'],
    [new TypeError('a bug'), 'ours: the exchange failed on our side: TypeError'],
  ];

  it.each(rows)('%p', (error, told) => {
    expect(toldOf(busFailure(error, 'answer', {}))).toBe(told);
  });
});
