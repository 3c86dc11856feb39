/** The HTTPS adapter against peers that answer, lie, break off or say nothing at all. */

import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { httpOf } from '../../adapters/azure/http.ts';
import type { Dial } from '../../adapters/local/dial.ts';
import { Between, Unreachable } from '../../core/kinds.ts';
import type { HttpRequest } from '../../core/net.ts';
import {
  authority,
  ending,
  graceMs,
  httpPeer,
  met,
  patientMs,
  silentMs,
  tcpPeer,
  tlsPeer,
} from './peers.ts';

const ok = 'HTTP/1.1 200 OK\r\nX-Region: we\r\nContent-Length: 5\r\n\r\nhello';

const http = httpOf({ ca: authority.ca });

function get(url: string, also: Partial<HttpRequest> = {}): HttpRequest {
  return { url, method: 'GET', signal: AbortSignal.timeout(patientMs), ...also };
}

/** In which phase a silence was noticed, and that it was in time. */
function silence(url: string, there = http): Promise<string> {
  const work = there.fetch(get(url, { signal: AbortSignal.timeout(silentMs) }));
  return failure(work, silentMs);
}

/** At which phase it failed, in which words, and that it was in time. */
async function failure(work: Promise<unknown>, timeoutMs = patientMs): Promise<string> {
  const { error, lateMs } = await ending(work, timeoutMs);
  expect(lateMs).toBeLessThan(graceMs);
  if (error instanceof Unreachable) return `${error.phase}: ${error.message}`;
  if (error instanceof Between) return `between: ${error.message}`;
  return error instanceof Error ? `ours: ${error.message}` : 'no failure';
}

describe('an exchange', () => {
  it('dials another host than it names, which must be trusted by that name', async () => {
    const ours = await met(httpPeer(ok));
    const other = authority.contextFor('other.contoso.com');
    const theirs = await met(tlsPeer((socket) => socket.end(ok), other));
    const dialled: string[] = [];
    const dial = (port: number): Dial => {
      return async (host) => {
        dialled.push(host);
        return { host: '127.0.0.1', port };
      };
    };
    const asked = get('https://localhost/', { via: 'gateway.example' });
    const fetch = (port: number) => httpOf({ ca: authority.ca, dial: dial(port) }).fetch(asked);
    const { certificateHash } = await fetch(ours.port);
    expect(certificateHash).toMatch(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(await failure(fetch(theirs.port))).toBe(
      'secure: certificate not trusted (ERR_TLS_CERT_ALTNAME_INVALID)',
    );
    expect(dialled).toEqual(['gateway.example', 'gateway.example']);
  });

  it('brings home status, headers in lower case, text, phases and the days of the certificate', async () => {
    const peer = await met(httpPeer(ok));
    const answer = await http.fetch(get(peer.url));
    expect(answer).toMatchObject({ status: 200, text: 'hello' });
    expect(answer.headers['x-region']).toBe('we');
    expect(Object.keys(answer.phases)).toEqual([
      'resolve',
      'connect',
      'secure',
      'request',
      'answer',
    ]);
    expect(answer.certificateDaysLeft).toBeGreaterThan(80);
    expect(answer.certificateDaysLeft).toBeLessThanOrEqual(90);
  });

  it('opens a new connection each time', async () => {
    const peer = await met(httpPeer(ok));
    await http.fetch(get(peer.url));
    await http.fetch(get(peer.url));
    expect(peer.met()).toBe(2);
  });

  it('does not follow a redirect', async () => {
    const peer = await met(
      httpPeer('HTTP/1.1 302 Found\r\nLocation: https://localhost:1/\r\nContent-Length: 0\r\n\r\n'),
    );
    const answer = await http.fetch(get(peer.url));
    expect(answer.status).toBe(302);
    expect(peer.met()).toBe(1);
  });

  it('sends method, headers and body as they were given', async () => {
    const said: string[] = [];
    const peer = await met(
      tlsPeer((socket) => {
        socket.on('data', (bytes) => {
          said.push(String(bytes));
          if (said.join('').endsWith('{"a": 1}')) socket.end(ok);
        });
      }),
    );
    const headers = { 'content-type': 'application/json', 'X-Key': 'k' };
    await http.fetch(get(peer.url, { method: 'POST', headers, body: '{"a": 1}' }));
    const request = said.join('');
    expect(request).toMatch(/^POST \/ HTTP\/1\.1\r\n/);
    expect(request).toMatch(new RegExp(`\r\nHost: localhost:${peer.port}\r\n`, 'i'));
    expect(request).toMatch(/\r\nx-key: k\r\n/i);
  });

  it('keeps the first 64 KiB of an endless body, and hangs up', async () => {
    let hungUp = () => {};
    const gone = new Promise<void>((resolve) => {
      hungUp = resolve;
    });
    const chunk = 'x'.repeat(16 * 1024);
    const peer = await met(
      httpPeer('HTTP/1.1 200 OK\r\n\r\n', (socket) => {
        const pour = () => {
          while (!socket.destroyed && socket.write(chunk));
        };
        socket.on('drain', pour);
        socket.once('close', () => hungUp());
        pour();
      }),
    );
    const answer = await http.fetch(get(peer.url));
    expect(answer.text).toHaveLength(64 * 1024);
    await gone;
  });

  it('is dialled elsewhere, and still demands the certificate of the name that was asked', async () => {
    const contexts = authority.contextFor('orders.example');
    const peer = await met(tlsPeer((s) => s.once('data', () => s.end(ok)), contexts));
    const dial: Dial = async () => ({ host: '127.0.0.1', port: peer.port });
    const there = httpOf({ ca: authority.ca, dial });
    expect((await there.fetch(get('https://orders.example/'))).status).toBe(200);
    expect(await failure(there.fetch(get('https://other.example/')))).toBe(
      'secure: certificate not trusted (ERR_TLS_CERT_ALTNAME_INVALID)',
    );
  });

  it('refuses an address that is not https', async () => {
    await expect(http.fetch(get('http://localhost/'))).rejects.toMatchObject({
      code: 'http-not-secure',
    });
  });
});

describe('a peer that fails is told with the phase it failed in', () => {
  it('nobody listens', async () => {
    expect(await failure(http.fetch(get('https://localhost:1/')))).toBe('connect: refused');
  });

  it('hung at accept: no handshake', async () => {
    const peer = await met(tcpPeer(() => {}));
    expect(await silence(peer.url)).toBe('secure: timed out');
  });

  it('reset at accept', async () => {
    const peer = await met(tcpPeer((socket) => socket.resetAndDestroy()));
    expect(await failure(http.fetch(get(peer.url)))).toMatch(
      /^(connect|secure): connection reset$/,
    );
  });

  it('closed in the middle of the handshake', async () => {
    const peer = await met(tcpPeer((socket) => socket.once('data', () => socket.end())));
    expect(await failure(http.fetch(get(peer.url)))).toBe('secure: connection reset');
  });

  it('speaks no TLS', async () => {
    const peer = await met(tcpPeer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n')));
    expect(await failure(http.fetch(get(peer.url)))).toMatch(/^secure: TLS handshake failed/);
  });

  it('shows a certificate that nobody trusts', async () => {
    const peer = await met(tlsPeer(() => {}, authority.untrustedFor('localhost')));
    expect(await failure(http.fetch(get(peer.url)))).toMatch(/^secure: certificate not trusted \(/);
  });

  it('hung after the handshake', async () => {
    const peer = await met(tlsPeer(() => {}));
    expect(await silence(peer.url)).toBe('request: timed out');
  });

  it('sends half a header', async () => {
    const peer = await met(httpPeer('HTTP/1.1 200 OK\r\nContent-Le'));
    expect(await silence(peer.url)).toBe('request: timed out');
  });

  it('sends headers, then silence', async () => {
    const peer = await met(httpPeer('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'));
    expect(await silence(peer.url)).toBe('answer: timed out');
  });

  it('dribbles its body', async () => {
    const peer = await met(
      httpPeer('HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n', (socket) => {
        const drip = setInterval(() => socket.write('x'), 20);
        socket.once('close', () => clearInterval(drip));
      }),
    );
    expect(await silence(peer.url)).toBe('answer: timed out');
  });

  it('breaks off in the middle of its body', async () => {
    const peer = await met(
      httpPeer('HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nhalf', (socket) => socket.end()),
    );
    expect(await failure(http.fetch(get(peer.url)))).toBe('answer: connection reset');
  });

  it('answers in something that is not HTTP', async () => {
    const peer = await met(httpPeer('220 mail ready\r\n'));
    expect(await failure(http.fetch(get(peer.url)))).toMatch(/^answer: not HTTP/);
  });
});

describe('what is not the target is never called the target', () => {
  const failing = (code: string): Dial => {
    return async () => {
      throw Object.assign(new Error(code), { code });
    };
  };
  const cases: readonly (readonly [code: string, expected: RegExp])[] = [
    ['ENOTFOUND', /^resolve: no such name$/],
    ['EAI_AGAIN', /^between: our resolver/],
    ['ECONNREFUSED', /^between: our resolver/],
    ['ENETUNREACH', /^between: our/],
  ];

  it.each(cases)('%s while resolving', async (code, expected) => {
    const there = httpOf({ dial: failing(code) });
    expect(await failure(there.fetch(get('https://orders.example/')))).toMatch(expected);
  });

  it('a resolver that says nothing', async () => {
    const there = httpOf({ dial: () => new Promise(() => {}) });
    expect(await silence('https://orders.example/', there)).toMatch(/^between: /);
  });
});

it('no failure repeats the query of the address, nor a header', async () => {
  const silent = await met(tlsPeer(() => {}));
  const broken = await met(tcpPeer((socket) => socket.resetAndDestroy()));
  for (const url of [silent.url, broken.url, 'https://localhost:1/']) {
    const signal = AbortSignal.timeout(silentMs);
    const headers = { 'x-key': 'canary-header' };
    const request = get(`${url}?sig=canary-query`, { headers, signal });
    const { error } = await ending(http.fetch(request), silentMs);
    expect(error).toBeInstanceOf(Unreachable);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary');
  }
});
