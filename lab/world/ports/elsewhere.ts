/** What is moved elsewhere as a port, in memory: the lab's Route 53, and its switches over HTTPS. */

import { addressesOf } from '../../../adapters/addresses.ts';
import type { AzureSelf } from '../../../core/azure.ts';
import type { Elsewhere } from '../../../core/elsewhere.ts';
import { Between, Refusal } from '../../../core/kinds.ts';
import { Trouble } from '../../../core/trouble.ts';
import type { World } from '../../../core/world.ts';
import { type AzureWorld, type Caller, Denied } from '../azure.ts';
import { type AzureOptions, azureOf } from './azure.ts';
import { httpOf } from './http.ts';
import { fewMs, type Means } from './means.ts';
import { silence } from './tokens.ts';

export interface WorldOptions extends AzureOptions {
  /** From reference to value; see `labSecrets`. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** All that steps read and change, with the rights of one identity of the layout. */
export function worldOf(
  world: AzureWorld,
  caller: Caller,
  options: WorldOptions,
): World & AzureSelf {
  return { ...azureOf(world, caller, options), ...elsewhereOf(world, caller, options) };
}

function elsewhereOf(world: AzureWorld, caller: Caller, options: WorldOptions): Elsewhere {
  const { clock, network = 'vantage/operator', timeoutMs = 10_000, secrets = {} } = options;
  const means = { world, clock, dice: options.dice.fork('elsewhere'), network };
  return {
    async hostedRecord(zone, name, signal) {
      const question: Question = { what: `read the CNAME ${name}`, does: 'read', signal };
      return ask({ ...means, timeoutMs }, question, () => world.hosted.record(zone, name));
    },
    async replaceHostedRecord(zone, name, change, signal) {
      const what = `point ${name} at ${change.now.cname}`;
      const effect = () => world.hosted.replace(caller, zone, name, change);
      await ask({ ...means, timeoutMs }, { what, does: 'write', signal }, effect);
    },
    ...addressesOf({
      http: httpOf(means),
      secrets: async (reference) => known(secrets, reference),
    }),
  };
}

function known(secrets: Readonly<Record<string, string>>, reference: string): string {
  const value = secrets[reference];
  if (value !== undefined) return value;
  throw new Trouble('secret-missing', {
    message: `Cannot read ${reference} because the lab has no such secret`,
    next: 'Give the lab the secrets of the estate it was built from.',
  });
}

interface Question {
  readonly what: string;
  readonly does: 'read' | 'write';
  readonly signal: AbortSignal;
}

/** As the real adapter tells it. */
async function ask<T>(
  { world, clock, dice, network, timeoutMs }: Means & { readonly timeoutMs: number },
  question: Question,
  effect: () => T,
): Promise<T> {
  const { what, signal } = question;
  if (signal.aborted) throw unanswered(question, 'cut short before it was sent', 'no');
  const treatment = world.faults.treat(['route53', network]);
  const delayMs = treatment.is === 'served' ? treatment.delayMs : 0;
  await clock.sleep(fewMs(dice) + delayMs, signal);
  if (signal.aborted) throw unanswered(question, 'cut short while waiting for Route 53', 'maybe');
  switch (treatment.is) {
    case 'served': {
      const value = told(what, effect);
      if (!treatment.loseAnswer || question.does === 'read') return value;
      throw unanswered(question, 'Route 53 did not answer: ECONNRESET', 'maybe');
    }
    case 'silent':
      if (treatment.afterHeaders) told(what, effect);
      throw unanswered(question, await silence(clock, timeoutMs, signal, 'Route 53'), 'maybe');
    case 'status': {
      const { status, retryAfterMs } = treatment;
      const message = `Route 53 answered ${status} to ${what}`;
      const sent = question.does === 'write' && status >= 500 ? 'maybe' : 'no';
      throw new Refusal({ message, sent, status, retryAfterMs });
    }
    case 'refused':
    case 'reset':
    case 'badTls':
      throw unanswered(question, `Route 53 did not answer: ${treatment.is}`, 'no');
  }
}

function told<T>(what: string, effect: () => T): T {
  try {
    return effect();
  } catch (error) {
    if (!(error instanceof Denied)) throw error;
    const { status, code } = error;
    const message = `Route 53 answered ${status} to ${what}: ${code}: ${error.message}`;
    throw new Refusal({ message, sent: 'no', status, code });
  }
}

function unanswered({ what, does }: Question, why: string, sent: 'no' | 'maybe'): Error {
  const message = `${what}: ${why}`;
  return does === 'read' ? new Between(message) : new Refusal({ message, sent });
}
