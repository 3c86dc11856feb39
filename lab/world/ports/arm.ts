/** One question put to the lab's ARM: what becomes of it, told as the real adapter tells it. */

import { Between, Refusal } from '../../../core/kinds.ts';
import { type AzureWorld, Denied, type Layout, type Place, type Treatment } from '../azure.ts';
import { fewMs, type Means } from './means.ts';
import { silence, type Tokens } from './tokens.ts';

export interface ArmMeans extends Means {
  readonly tokens: Tokens;
  /** How long one question may take. */
  readonly timeoutMs: number;
}

export interface Question {
  /** For people: `disable workflow receive-edi`. */
  readonly what: string;
  readonly does: 'read' | 'write';
  readonly resource: string;
  readonly signal: AbortSignal;
}

/** Where a question passes: ARM's part for it, and every region that must tell what it has. */
function placesOf({ arm, layout }: AzureWorld, resource: string): readonly Place[] {
  // The last one answers: what is counted of a gateway is told by another than the gateway's own.
  const provider = /^.*\/providers\/microsoft\.(\w+)/i.exec(resource)?.[1]?.toLowerCase();
  // A resource group is asked for what Logic Apps it holds, and for nothing else.
  const place = `arm/${provider === 'network' ? 'dns' : (provider ?? 'logic')}`;
  const region = arm.regionOf(resource);
  const regions = region === undefined ? regionsIn(layout, resource) : [region];
  return [place, ...regions.map((one) => `${one}/arm`)];
}

/** Of the workflows in a resource group, which may lie in both. */
function regionsIn({ workflows, regions }: Layout, group: string): readonly string[] {
  const inside = workflows.filter(({ id }) =>
    id.toLowerCase().startsWith(`${group}/`.toLowerCase()),
  );
  return [...new Set(inside.map(({ side }) => regions[side]))];
}

/** Settles as `effect` does. Rejects with `Refusal`, or with `Between` when a read got no answer. */
export async function ask<T>(means: ArmMeans, question: Question, effect: () => T): Promise<T> {
  const { world, clock, dice, tokens, network } = means;
  const { signal } = question;
  if (signal.aborted) throw unanswered(question, 'cut short while waiting for ARM', 'no');
  const noToken = await tokens.get(signal, 'entra');
  if (noToken !== undefined) throw unanswered(question, noToken, 'no');
  await enter(means, question);
  const treatment = world.faults.treat([...placesOf(world, question.resource), network]);
  await clock.sleep(fewMs(dice), signal);
  if (signal.aborted) throw unanswered(question, 'cut short while waiting for ARM', 'no');
  return answer(means, question, treatment, () => tell(question, effect));
}

/** ARM's own door, before which nothing was sent: all regions lie behind the same one. */
async function enter(means: ArmMeans, question: Question): Promise<void> {
  const { world, clock, timeoutMs, network } = means;
  const door = world.faults.treat(['arm', network]);
  if (door.is === 'served' || door.is === 'status') return;
  if (door.is !== 'silent') throw unanswered(question, `ARM did not answer: ${door.is}`, 'no');
  if (door.afterHeaders) return;
  throw unanswered(question, await silence(clock, timeoutMs, question.signal, 'ARM'), 'no');
}

/** It has left us: what we do not hear of it may have happened. */
async function answer<T>(
  means: ArmMeans,
  question: Question,
  treatment: Treatment,
  effect: () => T,
): Promise<T> {
  const { clock, timeoutMs } = means;
  const { signal, does } = question;
  switch (treatment.is) {
    case 'served': {
      const { delayMs, loseAnswer } = treatment;
      const value = delayMs > 0 ? await slowly(means, question, delayMs, effect) : effect();
      if (!loseAnswer || does === 'read') return value;
      throw unanswered(question, 'ARM did not answer: connection reset', 'maybe');
    }
    case 'silent':
      // With headers sent it was served, and only the rest of the answer stays away.
      if (treatment.afterHeaders) effect();
      throw unanswered(question, await silence(clock, timeoutMs, signal, 'ARM'), 'maybe');
    case 'status':
      throw statusOf(question, treatment.status, treatment.retryAfterMs);
    case 'refused':
    case 'reset':
    case 'badTls':
      throw unanswered(question, `ARM did not answer: ${treatment.is}`, 'maybe');
  }
}

/** What has left us happens in its time, whether we still wait for the answer or not. */
async function slowly<T>(
  { clock, timeoutMs }: ArmMeans,
  question: Question,
  delayMs: number,
  effect: () => T,
): Promise<T> {
  const late = clock.sleep(delayMs).then(effect);
  const { signal } = question;
  const patience = new AbortController();
  const gaveUp = clock.sleep(timeoutMs, AbortSignal.any([signal, patience.signal])).then(() => {
    const why = signal.aborted
      ? 'cut short while waiting for ARM'
      : `ARM did not answer within ${timeoutMs} ms`;
    throw unanswered(question, why, 'maybe');
  });
  // Whichever comes second comes to nobody.
  late.catch(() => {});
  gaveUp.catch(() => {});
  return Promise.race([late, gaveUp]).finally(() => patience.abort());
}

function tell<T>({ what }: Question, effect: () => T): T {
  try {
    return effect();
  } catch (error) {
    if (!(error instanceof Denied)) throw error;
    const { status, code, retryAfterMs } = error;
    const message = `ARM answered ${status} to ${what}: ${code} ${error.message}`;
    throw new Refusal({ message, sent: 'no', status, code, retryAfterMs });
  }
}

function statusOf(
  { what, does }: Question,
  status: number,
  retryAfterMs: number | undefined,
): Refusal {
  const code = `Lab${status}`;
  const message = `ARM answered ${status} to ${what}: ${code} This place is made to answer ${status}.`;
  const sent = does === 'write' && status >= 500 ? 'maybe' : 'no';
  return new Refusal({ message, sent, status, code, retryAfterMs });
}

function unanswered({ what, does }: Question, why: string, sent: 'no' | 'maybe'): Error {
  const message = `${what}: ${why}`;
  return does === 'read' ? new Between(message) : new Refusal({ message, sent });
}
