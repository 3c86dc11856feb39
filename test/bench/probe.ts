/**
 * What an HTTPS probe costs beside bare `node:https`, how 200 at once do on one thread, by how much a
 * hung peer outlasts its deadline, and what it costs to begin. Prints tables; never fails.
 *
 *   npm run bench:probe                     npm run bench:probe -- imports
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:https';
import { createServer as createTcpServer, type Server } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { argv, cpuUsage } from 'node:process';
import { connect, type SecureContext } from 'node:tls';
import { httpOf } from '../../adapters/azure/http.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import { trustOf } from '../../adapters/local/trust.ts';
import { look } from '../../core/look.ts';
import type { Http } from '../../core/net.ts';
import type { Answer } from '../../core/observation.ts';
import { openAuthority } from '../../lab/estate/authority.ts';
import { http as probe } from '../../probes/http.ts';
import { netWith } from '../probes/nets.ts';
import { compareImports } from './imports.ts';
import { quantile, round, sayWhere, spread } from './numbers.ts';

const handlerMs = 5;
const probesPerTurn = 150;
const turns = 4;
const timeoutMs = 10_000;
const hungMs = 400;

/** The peers run in a process of their own, so that their work is not counted as ours. */
async function serve(): Promise<void> {
  const authority = openAuthority(Date.now());
  const secureContext = authority.contextFor('localhost');
  const answering = createServer(
    { SNICallback: (_name, done) => done(null, secureContext) },
    (_request, response) => setTimeout(() => response.end('ok'), handlerMs),
  );
  const hung = createTcpServer((socket) => socket.on('error', () => socket.destroy()));
  const ports = { port: await listen(answering), hungPort: await listen(hung) };
  process.send?.({ ...ports, ca: authority.ca });
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

interface Peers {
  readonly child: ChildProcess;
  readonly port: number;
  /** Accepts every connection and never says a word. */
  readonly hungPort: number;
  readonly ca: string;
}

async function openPeers(): Promise<Peers> {
  const child = fork(import.meta.filename, ['serve']);
  const [told] = await once(child, 'message');
  return { child, ...told };
}

/** As little as Node can do for one exchange on a new connection. */
function bare(port: number, secureContext: SecureContext): Promise<void> {
  return new Promise((resolve, reject) => {
    const place = { host: 'localhost', port, servername: 'localhost', secureContext };
    const asked = request({ path: '/', createConnection: () => connect(place) }, (answer) => {
      answer.resume();
      answer.once('end', resolve);
    });
    asked.once('error', reject);
    asked.end();
  });
}

/** Runs `ask` so many times, so many of them at once. */
async function crowd<T>(many: number, atOnce: number, ask: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let begun = 0;
  const worker = async () => {
    while (begun < many) {
      begun += 1;
      results.push(await ask());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

async function cpuMsOf(ask: () => Promise<unknown>): Promise<number> {
  const before = cpuUsage();
  await crowd(probesPerTurn, 10, ask);
  const { user, system } = cpuUsage(before);
  return (user + system) / 1_000 / probesPerTurn;
}

/** Turn about, so that neither profits from a quieter moment of the machine. */
async function compareCost(ways: Readonly<Record<string, () => Promise<unknown>>>) {
  const costs = new Map(Object.keys(ways).map((way) => [way, [] as number[]]));
  for (const ask of Object.values(ways)) await crowd(50, 10, ask);
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [way, ask] of Object.entries(ways)) costs.get(way)?.push(await cpuMsOf(ask));
  }
  console.log(`CPU per HTTPS probe on a new TLS connection, ${turns} turns of ${probesPerTurn}:`);
  const row = (way: string, all: readonly number[]) => [
    way,
    { 'best ms': round(Math.min(...all)), 'median ms': round(quantile(all, 0.5)) },
  ];
  console.table(Object.fromEntries([...costs].map(([way, all]) => row(way, all))));
}

async function timedLook(ask: () => Promise<Answer>) {
  const began = performance.now();
  const { finding } = await ask();
  return { is: finding.is, tookMs: performance.now() - began };
}

async function compareCrowds(ask: () => Promise<Answer>) {
  console.log('Probes through look(), by how many are asked at once:');
  const rows = [];
  for (const atOnce of [1, 10, 50, 200]) {
    const lag = monitorEventLoopDelay({ resolution: 5 });
    lag.enable();
    const looks = await crowd(Math.max(atOnce, 50), atOnce, () => timedLook(ask));
    lag.disable();
    const took = looks.map(({ tookMs }) => tookMs);
    const count = (is: string) => looks.filter((one) => one.is === is).length;
    rows.push({
      'at once': atOnce,
      'p50 ms': round(quantile(took, 0.5)),
      'p95 ms': round(quantile(took, 0.95)),
      'lag ms': round(lag.max / 1e6),
      up: count('up'),
      down: count('down'),
      unsure: count('unsure'),
    });
  }
  console.table(rows);
}

/** A probe of a hung peer ends at its deadline; by how much later is ours. */
async function compareHung(http: Http, port: number): Promise<void> {
  console.log(
    'Hung peers: how long after its deadline a probe ends, by how many are asked at once:',
  );
  const settings = { ...probe.example, url: `https://localhost:${port}/` };
  const rows: Record<string, object> = {};
  for (const atOnce of [1, 50, 200]) {
    const looks = await crowd(Math.max(atOnce, 10), atOnce, () =>
      timedLook(() =>
        look(probe, settings, netWith({ http }), { clock: wallClock, timeoutMs: hungMs }),
      ),
    );
    rows[`${atOnce} at once`] = spread(
      looks.map(({ tookMs }) => tookMs - hungMs),
      'ms',
    );
  }
  console.table(rows);
}

async function main(): Promise<void> {
  sayWhere();
  const { child, port, hungPort, ca } = await openPeers();
  const url = `https://localhost:${port}/`;
  const http = httpOf({ ca });
  const net = netWith({ http });
  const settings = { ...probe.example, url };
  const ask = () => look(probe, settings, net, { clock: wallClock, timeoutMs });
  const signal = AbortSignal.timeout(600_000);
  await compareCost({
    'node:https, shared secure context': () => bare(port, trustOf(ca)),
    'http adapter': () => http.fetch({ url, method: 'GET', signal }),
    'http probe through look()': ask,
  });
  await compareCrowds(ask);
  await compareHung(http, hungPort);
  child.kill();
  await compareImports();
}

const parts: Readonly<Record<string, () => Promise<void>>> = { serve, imports: compareImports };
await (parts[argv[2] ?? ''] ?? main)();
