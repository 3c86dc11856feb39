/** One HTTPS exchange on a connection of its own, each phase measured. */

import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request as send } from 'node:https';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { checkServerIdentity, connect, type SecureContext, type TLSSocket } from 'node:tls';
import axios, { type AxiosResponse } from 'axios';
import type { Http, HttpAnswer, HttpRequest } from '../../core/net.ts';
import { Trouble } from '../../core/trouble.ts';
import { type Dial, direct } from '../local/dial.ts';
import { trustOf } from '../local/trust.ts';
import { TimedOut, within } from '../local/within.ts';
import { failureOf } from './failure.ts';
import { type Stopwatch, stopwatch } from './stopwatch.ts';

const bodyBytesMax = 64 * 1024;
const dayMs = 86_400_000;

const client = axios.create({
  responseType: 'stream',
  maxRedirects: 0,
  proxy: false,
  decompress: false,
  validateStatus: () => true,
  transformRequest: [(body: unknown) => body],
  headers: { 'user-agent': 'farwatch', 'accept-encoding': 'identity', accept: '*/*' },
});

/** `ca`: PEM of an authority to trust besides those that Node trusts. */
export function httpOf({ dial = direct, ca }: { dial?: Dial; ca?: string } = {}): Http {
  const secureContext = trustOf(ca);
  return {
    async fetch(request) {
      const watch = stopwatch('resolve');
      try {
        return await exchange(request, { dial, secureContext, watch });
      } catch (error) {
        if (error instanceof Trouble) throw error;
        throw failureOf(rawOf(error, request.signal), watch.phase(), watch.phases());
      }
    },
  };
}

interface Means {
  readonly dial: Dial;
  readonly secureContext: SecureContext;
  readonly watch: Stopwatch;
}

async function exchange(request: HttpRequest, means: Means): Promise<HttpAnswer> {
  const { dial, watch } = means;
  const { signal } = request;
  const { url, host, port } = addressOf(request.url);
  const to = await within(signal, dial(request.via ?? host, port));
  const line = wire(host, port, to, means);
  try {
    const answer = await within(
      signal,
      client.request<Readable>({
        url: url.href,
        method: request.method,
        headers: { ...request.headers },
        ...(request.body === undefined ? {} : { data: request.body }),
        transport: line,
        signal,
      }),
    );
    const text = await within(signal, firstBytes(answer.data));
    return answerOf(answer, text, watch, line.certificate());
  } finally {
    // Whatever the peer still holds back, this connection is over.
    line.hangUp();
  }
}

function addressOf(text: string): { url: URL; host: string; port: number } {
  const url = new URL(text);
  if (url.protocol !== 'https:') {
    throw new Trouble('http-not-secure', {
      message: `Cannot ask ${url.host} because its address is not https: ${url.protocol}`,
      next: 'Use an https:// address.',
    });
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { url, host, port: url.port === '' ? 443 : Number(url.port) };
}

type Shown = Pick<HttpAnswer, 'certificateDaysLeft' | 'certificateHash'>;

/** What axios asks of a transport, with the socket in our hands. */
function wire(host: string, port: number, to: Awaited<ReturnType<Dial>>, means: Means) {
  const { watch, secureContext } = means;
  let socket: TLSSocket | undefined;
  let shown: Shown = {};

  function open(): TLSSocket {
    if (isIP(to.host) !== 0) watch.enter('connect');
    const opened = connect({
      ...to,
      secureContext,
      servername: isIP(host) === 0 ? host : '',
      ALPNProtocols: ['http/1.1'],
      checkServerIdentity: (_dialled, certificate) => checkServerIdentity(host, certificate),
    });
    opened.once('lookup', (error) => error ?? watch.enter('connect'));
    opened.once('connect', () => watch.enter('secure'));
    opened.once('secureConnect', () => {
      watch.enter('request');
      const { valid_to: end, fingerprint256: hash } = opened.getPeerCertificate();
      const daysLeft = Math.floor((Date.parse(end) - Date.now()) / dayMs);
      shown = { certificateDaysLeft: daysLeft, certificateHash: hash };
    });
    socket = opened;
    return opened;
  }

  return {
    request({ method, path, headers }: RequestOptions, onAnswer: (it: IncomingMessage) => void) {
      const sent = send({ method, path, headers, host, port, createConnection: open }, onAnswer);
      sent.prependOnceListener('response', () => watch.enter('answer'));
      return sent;
    },
    certificate: () => shown,
    hangUp: () => socket?.destroy(),
  };
}

/** What really happened: axios wraps it together with the whole request, keys and all. */
function rawOf(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return new TimedOut();
  return axios.isAxiosError(error) ? error.cause : error;
}

async function firstBytes(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= bodyBytesMax) break;
  }
  return Buffer.concat(chunks).subarray(0, bodyBytesMax).toString('utf8');
}

function answerOf(
  { status, headers }: AxiosResponse<Readable>,
  text: string,
  watch: Stopwatch,
  certificate: Shown,
): HttpAnswer {
  const lower = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : String(value),
  ]);
  return {
    status,
    headers: Object.fromEntries(lower),
    text,
    phases: watch.phases(),
    ...certificate,
  };
}
