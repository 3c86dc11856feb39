/** What an HTTPS probe costs, and how 200 at once do on one thread. Prints tables; never fails. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:https';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { argv, cpuUsage } from 'node:process';
import { connect, type SecureContext } from 'node:tls';
import { httpOf } from '../../adapters/azure/http.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import { trustOf } from '../../adapters/local/trust.ts';
import { look } from '../../core/look.ts';
import type { Answer } from '../../core/observation.ts';
import { openAuthority } from '../../lab/estate/authority.ts';
import { http as probe } from '../../probes/http.ts';
import { netWith } from '../probes/nets.ts';

const handlerMs = 5;
const probesPerTurn = 150;
const turns = 4;
const timeoutMs = 10_000;

/** The peer runs in a process of its own, so that its work is not counted as ours. */
async function serve(): Promise<void> {
  const authority = openAuthority(Date.now());
  const secureContext = authority.contextFor('localhost');
  const server = createServer(
    { SNICallback: (_name, done) => done(null, secureContext) },
    (_request, response) => setTimeout(() => response.end('ok'), handlerMs),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.send?.({ address: server.address(), ca: authority.ca });
}

async function openPeer(): Promise<{ child: ChildProcess; port: number; ca: string }> {
  const child = fork(import.meta.filename, ['serve']);
  const [{ address, ca }] = await once(child, 'message');
  return { child, port: address.port, ca };
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

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

const round = (value: number) => Math.round(value * 100) / 100;

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

async function main(): Promise<void> {
  const { child, port, ca } = await openPeer();
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
  child.kill();
}

await (argv[2] === 'serve' ? serve() : main());
