/** All that a probe leans on, over the lab's Azure in memory. */

import type { Vantage } from '../../../core/names.ts';
import type { Net } from '../../../core/net.ts';
import type { Clock } from '../../../core/ports.ts';
import { Trouble } from '../../../core/trouble.ts';
import type { AzureWorld } from '../azure.ts';
import type { Dice } from '../dice.ts';
import { type AzureOptions, azureReaderOf } from './azure.ts';
import { busOf } from './bus.ts';
import { httpOf } from './http.ts';
import { identityOf } from './identity.ts';
import { namesOf } from './names.ts';
import { tokensOf } from './tokens.ts';

export interface NetOptions extends Pick<AzureOptions, 'timeoutMs' | 'tokenMs'> {
  readonly clock: Clock;
  readonly dice: Dice;
  /** From reference to value; see `labSecrets`. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Whether this vantage holds credentials for Entra; by default it does. */
  readonly credentials?: boolean;
}

/** Places of its own network: `vantage/<name>`. Blindness is for the judge to conclude. */
export function netOf(world: AzureWorld, vantage: Vantage, options: NetOptions): Net {
  const { clock, secrets = {}, credentials = true } = options;
  const { timeoutMs = 10_000, tokenMs = 55 * 60_000 } = options;
  const network = `vantage/${vantage}`;
  const means = { world, clock, dice: options.dice.fork(network), network };
  const tokens = tokensOf(means, { timeoutMs, tokenMs });

  async function secret(reference: string): Promise<string> {
    const value = secrets[reference];
    if (value !== undefined) return value;
    throw new Trouble('secret-missing', {
      message: `Cannot read ${reference} because the lab has no such secret`,
      next: 'Give the lab the secrets of the estate it was built from.',
    });
  }

  return {
    http: httpOf(means),
    names: namesOf(means),
    bus: busOf({ ...means, tokens, secret }),
    identity: identityOf(means, credentials),
    azure: azureReaderOf(world, { clock, dice: means.dice, network, timeoutMs, tokenMs }),
    secret,
  };
}
