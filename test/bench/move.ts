/**
 * What we add to a move: from the approval until every step is done, against what the lab's Azure
 * itself takes on the critical path. In virtual time. Prints tables; never fails.
 *
 *   npm run bench:move [-- <moves> <seed>]
 */

import { argv } from 'node:process';
import type { Click } from '../../core/click.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import type { Person } from '../../core/names.ts';
import type { Theatre } from '../../lab/play/theatre.ts';
import { openVirtual } from '../../lab/play/virtual.ts';
import { type Dice, diceOf } from '../../lab/world/dice.ts';
import { type Pace, type Span, usualPace } from '../../lab/world/pace.ts';
import { example } from './example.ts';
import { round, sayWhere, spread } from './numbers.ts';

const { estate, watch } = example();
const [moves, seed] = [Number(argv[2] ?? 50), argv[3] ?? 'move'];

type Effects = Pick<Pace, 'aliasMs' | 'workflowMs' | 'recordMs'>;

/** What Azure is known to need: documents and people speak of a minute or two for an alias. */
const realistic: Effects = {
  aliasMs: [60_000, 120_000],
  workflowMs: [5_000, 20_000],
  recordMs: [2_000, 2_000],
};

interface Moved {
  /** From the approval to the last step done. */
  readonly tookMs: number;
  /** Alias and workflows, one after the other: a phase waits for the one before it. */
  readonly azureMs: number;
  readonly provenMs: number;
  /** Why it stood still, if it did. */
  readonly heldFor: string | undefined;
}

/** Every effect takes what the dice say here, so that it is known to us as it is to the world. */
function drawn(pace: Effects, dice: Dice): Effects {
  const one = (span: Span): Span => {
    const ms = Math.round(dice.between(...span));
    return [ms, ms];
  };
  return {
    aliasMs: one(pace.aliasMs),
    workflowMs: one(pace.workflowMs),
    recordMs: one(pace.recordMs),
  };
}

async function move(pace: Effects, name: string): Promise<Moved> {
  const theatre = openVirtual(estate, watch, { seed: name, pace: { ...pace, flowing: false } });
  return theatre.perform(async () => {
    const { clock, world, house } = theatre;
    await clock.sleep(3 * watch.policy.roundMs);
    world.faults.set(watch.regions.primary, { is: 'dark' });
    const offered = await fact('offered', theatre);
    if (offered?.kind === 'offered') await house.answer(yesTo(offered));
    const approved = await fact('approved', theatre);
    const moved = await fact('moved', theatre);
    const proven = await fact('proven', theatre);
    const since = (end: Fact | undefined) =>
      end === undefined || approved === undefined ? Number.NaN : end.at - approved.at;
    return {
      tookMs: since(moved),
      azureMs: pace.aliasMs[0] + pace.workflowMs[0],
      provenMs: since(proven),
      heldFor: theatre.facts().flatMap((one) => (one.kind === 'held' ? [one.why] : []))[0],
    };
  });
}

function yesTo({ offer }: FactOf<'offered'>): Click {
  const [plan] = offer.plans;
  if (plan === undefined) throw new Error('an offer has a plan');
  const [approver = 'nobody' as Person] = offer.approvers;
  return {
    ...{ kind: 'answer', via: 'lab', user: approver, name: approver, watch: watch.name },
    ...{ incident: 1, nonce: 'yes', yes: true, digest: plan.digest, offer: offer.number },
  };
}

const patienceMs = 30 * 60_000;

async function fact(kind: Fact['kind'], { clock, facts }: Theatre): Promise<Fact | undefined> {
  for (const deadline = clock.now() + patienceMs; clock.now() < deadline; ) {
    const found = facts().find((one) => one.kind === kind || one.kind === 'held');
    if (found !== undefined) return found.kind === kind ? found : undefined;
    // As finely as the figures are told.
    await clock.sleep(10);
  }
  return undefined;
}

async function measure(title: string, pace: Effects): Promise<void> {
  const dice = diceOf(`${seed}/${title}`);
  const all: Moved[] = [];
  for (let nth = 0; nth < moves; nth += 1) {
    all.push(await move(drawn(pace, dice), `${seed}/${title}/${nth}`));
  }
  const proven = all.filter((one) => one.heldFor === undefined);
  console.log(`${title}: ${moves} moves, ${proven.length} of them proven`);
  for (const { heldFor } of all) if (heldFor !== undefined) console.log(`  held: ${heldFor}`);
  const over = proven.map((one) => one.tookMs - one.azureMs);
  console.table({
    'approval → moved': spread(
      proven.map((one) => one.tookMs),
      'ms',
    ),
    '  of it Azure': spread(
      proven.map((one) => one.azureMs),
      'ms',
    ),
    '  of it we': spread(over, 'ms'),
    'moved → proven': spread(
      proven.map((one) => one.provenMs - one.tookMs),
      'ms',
    ),
  });
  const shares = proven.map((one) => (one.tookMs - one.azureMs) / one.azureMs);
  console.table({ 'we, on top of Azure': spread(shares, '%') });
}

async function main(): Promise<void> {
  sayWhere();
  const began = performance.now();
  await measure('At the pace of the lab', usualPace);
  await measure('At a realistic pace', realistic);
  console.log(`took ${round((performance.now() - began) / 1000)} s`);
}

await main();
