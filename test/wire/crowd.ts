/**
 * A round of 200 probes at once, for `crowd.test.ts`: run on one core, and told as JSON. With a
 * number of milliseconds as argument, our own event loop stands still for so long in the middle.
 */

import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import { argv } from 'node:process';
import { httpOf } from '../../adapters/azure/http.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import { eventLoopLag } from '../../adapters/local/lag.ts';
import { probeKinds } from '../../config/kinds.ts';
import type { Vantage } from '../../core/names.ts';
import type { Look } from '../../core/observation.ts';
import type { Service, Watch } from '../../core/watch.ts';
import { openAuthority } from '../../lab/estate/authority.ts';
import { probe } from '../../lambdas/probe/probe.ts';
import { watch as small } from '../build.ts';
import { netWith } from '../probes/nets.ts';

/** What came of a crowd. */
export interface Crowd {
  readonly up: number;
  readonly down: number;
  readonly unsure: number;
  readonly whys: readonly string[];
  /** Of the passes, the longest our own event loop stood still. */
  readonly lagMs: number;
  readonly tookMs: number;
}

const many = 200;
const standStillMs = Number(argv[2] ?? 0);
/** Shorter than a standstill of the test, so that every deadline is missed by it. */
const timeoutMs = standStillMs > 0 ? 2_000 : 10_000;

function serve(ca: ReturnType<typeof openAuthority>): Server {
  const secureContext = ca.contextFor('localhost');
  return createServer(
    { SNICallback: (_name, done) => done(null, secureContext) },
    (_request, response) => response.end('ok'),
  );
}

function watchOf(port: number): Watch {
  const [like] = small.services;
  if (like === undefined) throw new Error('the small watch has no service');
  const specs = Array.from({ length: many }, (_, n) => ({
    ...{ name: `door-${n}`, kind: 'http' },
    settings: { url: `https://localhost:${port}/${n}`, method: 'GET', statuses: [200] },
  }));
  const none = { active: [], passive: [] };
  const crowded: Service = {
    ...like,
    probes: { primary: { active: specs, passive: specs }, secondary: none },
    pointers: [],
  };
  return { ...small, services: [crowded], policy: { ...small.policy, timeoutMs, reaskMs: 100 } };
}

function standStill(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

const authority = openAuthority(Date.now());
const server = serve(authority);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;

const looks: Look[] = [];
if (standStillMs > 0) setTimeout(() => standStill(standStillMs), 10);
const began = performance.now();
await probe(watchOf(port), {}, wallClock.now(), {
  clock: wallClock,
  net: netWith({ http: httpOf({ ca: authority.ca }) }),
  sightings: { record: async (_watch, look) => void looks.push(look), since: async () => looks },
  vantage: 'here' as Vantage,
  kinds: probeKinds,
  lagMs: eventLoopLag(),
});
const findings = looks.flatMap((look) => look.observations.map(({ finding }) => finding));
const count = (is: string) => findings.filter((finding) => finding.is === is).length;
const crowd: Crowd = {
  ...{ up: count('up'), down: count('down'), unsure: count('unsure') },
  whys: [...new Set(findings.flatMap((finding) => (finding.is === 'up' ? [] : [finding.why])))],
  lagMs: Math.max(...looks.map((look) => look.lagMs)),
  tookMs: performance.now() - began,
};
process.stdout.write(JSON.stringify(crowd));
process.exit(0);
