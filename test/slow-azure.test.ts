/** An Azure that takes its time is not one that fails: the move waits, and nobody is called. */

import { expect, it } from '@jest/globals';
import type { Click } from '../core/click.ts';
import type { Fact } from '../core/fact.ts';
import { openVirtual } from '../lab/play/virtual.ts';
import { example } from './bench/example.ts';
import { ana, minute } from './build.ts';

const { estate, watch } = example();

it('moves through an alias of two minutes and workflows of twenty seconds', async () => {
  const pace = {
    aliasMs: [120_000, 120_000],
    workflowMs: [20_000, 20_000],
    flowing: false,
  } as const;
  const theatre = openVirtual(estate, watch, { seed: 'slow', pace });
  const { clock, world, house, facts } = theatre;

  const until = async (kind: Fact['kind']) => {
    while (!facts().some((fact) => fact.kind === kind || fact.kind === 'held')) {
      await clock.sleep(500);
    }
    return facts().find((fact) => fact.kind === kind);
  };

  const proven = await theatre.perform(async () => {
    await clock.sleep(minute);
    world.faults.set(watch.regions.primary, { is: 'dark' });
    const offered = await until('offered');
    if (offered?.kind !== 'offered') throw new Error('nothing was offered');
    const [plan] = offered.offer.plans;
    if (plan === undefined) throw new Error('the offer has no plan');
    const yes: Click = {
      ...{ kind: 'answer', via: 'lab', user: ana, name: ana, watch: watch.name, incident: 1 },
      ...{ nonce: 'yes', yes: true, digest: plan.digest, offer: offered.offer.number },
    };
    await house.answer(yes);
    return until('proven');
  });

  expect(facts().filter((fact) => fact.kind === 'held')).toEqual([]);
  expect(proven).toBeDefined();
});
