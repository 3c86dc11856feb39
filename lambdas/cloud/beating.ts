/** The pulse where it is deployed: says "alive" outside, and fails aloud over what is silent. */

import { ping } from '../../adapters/page/ping.ts';
import { Trouble } from '../../core/trouble.ts';
import { pulse } from '../pulse/pulse.ts';
import { secretsOf } from './azure.ts';
import type { Deployed } from './deployed.ts';
import { told } from './environment.ts';
import type { RunBy } from './estate.ts';

/**
 * Rejects with `silent`: its alarm is the one that is left when nobody listens outside. Then also
 * with what is wrong with the published file, which keeps nobody from being alive.
 */
export function beatingOf(here: Deployed): (file: RunBy) => Promise<void> {
  const { env, clock, memory, stores } = here;
  const address = `ssm:${told(env, 'FARWATCH_PULSE')}`;
  const secrets = secretsOf(env);
  const sightings = stores.sightings();
  return async ({ estate: { watches }, trouble }) => {
    const world = { clock, memory, sightings, ping: async () => ping(await secrets(address)) };
    const silent = await pulse(watches, world);
    if (silent.length === 0 && trouble !== undefined) throw trouble;
    if (silent.length === 0) return;
    throw new Trouble('silent', {
      message: `Cannot say that all is alive: ${silent.join('; ')}`,
      next: 'See the alarms and the log of whoever is silent.',
    });
  };
}
