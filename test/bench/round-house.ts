/** A vantage in a process of its own, for `round.ts`: makes a round whenever it is told to. */

import { pid } from 'node:process';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { pack } from '../../adapters/aws/pack.ts';
import { netFor } from '../../adapters/azure/account.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import type { Dial } from '../../adapters/local/dial.ts';
import { eventLoopLag } from '../../adapters/local/lag.ts';
import { probeKinds } from '../../config/kinds.ts';
import type { Instant } from '../../core/names.ts';
import type { Look } from '../../core/observation.ts';
import { labAccount } from '../../lab/world/lab-logins.ts';
import { labSecrets } from '../../lab/world/layout.ts';
import { probe } from '../../lambdas/probe/probe.ts';
import { example } from './example.ts';

/** What came of one round. */
export interface Round {
  readonly tookMs: number;
  readonly cpuMs: number;
  readonly passes: readonly number[];
  /** Longest of its passes. */
  readonly lagMs: number;
  readonly notUp: readonly string[];
  /** As it is kept: packed, with its keys. */
  readonly lookBytes: number;
}

/** From `round.ts`: where the lab is, then where each dial leads, and when to begin. */
export type ToHouse = Readonly<
  | { is: 'lab'; ca: string; nameServers: readonly string[] }
  | { is: 'dialled'; n: number; host: string; port: number }
  | { is: 'round' }
>;

export type FromHouse = Readonly<
  | { is: 'ready'; pid: number }
  | { is: 'dial'; n: number; host: string; port: number }
  | { is: 'over'; round: Round }
>;

const { estate, watch } = example();
const say = (message: FromHouse) => void process.send?.(message);
const dials = new Map<number, (to: { host: string; port: number }) => void>();
let dialled = 0;
const dial: Dial = (host, port) =>
  new Promise((resolve) => {
    dialled += 1;
    dials.set(dialled, resolve);
    say({ is: 'dial', n: dialled, host, port });
  });
const lagMs = eventLoopLag();
let net: ReturnType<typeof netFor> | undefined;

async function round(): Promise<Round> {
  const [vantage] = watch.vantages;
  if (net === undefined || vantage === undefined) throw new Error('there is no lab yet');
  const looks: Look[] = [];
  const sightings = {
    record: async (_: unknown, look: Look) => void looks.push(look),
    since: async () => [],
  };
  const here = { clock: wallClock, net: await net, sightings, vantage, kinds: probeKinds, lagMs };
  const [began, busy] = [performance.now(), process.cpuUsage()];
  await probe(watch, {}, Date.now() as Instant, here);
  const tookMs = performance.now() - began;
  const { user, system } = process.cpuUsage(busy);
  return {
    tookMs,
    cpuMs: (user + system) / 1_000,
    passes: looks.map(({ pass }) => pass),
    lagMs: Math.max(...looks.map((look) => look.lagMs)),
    notUp: looks
      .flatMap(({ observations }) => observations)
      .filter(({ finding }) => finding.is !== 'up')
      .map((seen) => `${seen.probe} ${seen.finding.is}`),
    lookBytes: looks.reduce((sum, look) => sum + pack(JSON.stringify(look)).length, 0),
  };
}

process.on('message', (message: ToHouse) => {
  switch (message.is) {
    case 'lab': {
      const { ca, nameServers } = message;
      // AMQP asks Node's own list whom to trust.
      setDefaultCACertificates([...getCACertificates('bundled'), ca]);
      const values = labSecrets(estate);
      const secrets = async (reference: string) => values[reference] ?? '';
      net = netFor(labAccount(estate.azure), secrets, { dial, ca, nameServers });
      return say({ is: 'ready', pid });
    }
    case 'dialled': {
      dials.get(message.n)?.(message);
      return void dials.delete(message.n);
    }
    case 'round':
      return void round().then((told) => say({ is: 'over', round: told }));
  }
});
