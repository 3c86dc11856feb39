/** The pulse where it is deployed: says "alive" outside, and fails aloud over what is silent. */

import { log } from '../../adapters/aws/log.ts';
import { ping } from '../../adapters/page/ping.ts';
import { isAwsRegion } from '../../config/aws-regions.ts';
import { Trouble } from '../../core/trouble.ts';
import { type Pulse, pulse } from '../pulse/pulse.ts';
import { secretsOf } from './azure.ts';
import type { Deployed } from './deployed.ts';
import { told } from './environment.ts';
import type { RunBy } from './estate.ts';

/**
 * Goes by the published file, also while an incident is run by the one before: it proves that what
 * is deployed is alive, and of a journal its role may read where it ends and nothing of what it says.
 *
 * Rejects with `silent`: its alarm is the one that is left when nobody listens outside. Then also
 * with what is wrong with the published file, which keeps nobody from being alive.
 */
export function beatingOf(here: Deployed): (file: RunBy) => Promise<void> {
  const { env, clock, memory, stores } = here;
  const reference = `ssm:${told(env, 'FARWATCH_PULSE')}`;
  const secrets = secretsOf(env);
  const sightings = stores.sightings();
  const call = async () => {
    const address = await orNowhere(secrets(reference));
    if (address === undefined) return 'nowhere' as const;
    await ping(address);
    return 'told' as const;
  };
  return async ({ estate: { watches }, trouble }) => {
    const found = await pulse(watches, { clock, memory, sightings, ping: call });
    for (const line of absenceLines(found)) log(line);
    const { silent } = found;
    if (silent.length === 0 && trouble !== undefined) throw trouble;
    if (silent.length === 0) return;
    throw new Trouble('silent', {
      message: `Cannot say that all is alive: ${silent.join('; ')}`,
      next: 'See the alarms and the log of whoever is silent.',
    });
  };
}

/** An alarm counts them. A laptop may be closed; a region that we deploy to may not be silent. */
export function absenceLines({ absent }: Pick<Pulse, 'absent'>) {
  return absent
    .filter(({ vantage }) => isAwsRegion(vantage))
    .map(({ watch, vantage }) => ({ level: 'error', silent: 'vantage', watch, vantage }));
}

/** Undefined where nobody has kept an address: that was chosen, and is told by readiness. */
export async function orNowhere(address: Promise<string>): Promise<string | undefined> {
  try {
    return await address;
  } catch (error) {
    if (error instanceof Trouble && error.code === 'secret-missing') return undefined;
    throw error;
  }
}
