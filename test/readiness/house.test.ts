/** A house looks after readiness by itself, and what it finds holds an offer back and is on the card. */

import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../core/card.ts';
import { type Stage, stageOf } from '../../lab/play/stage.ts';
import { wire } from '../../lambdas/house/wiring.ts';
import { exampleEstate } from './stage.ts';

const minute = 60_000;
const disable = 'Microsoft.Logic/workflows/disable/action';
const scope =
  '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-edi-we/providers/Microsoft.Logic/workflows/edi-receive-orders';

/** The example's house, from its opening until `work` has ended, in virtual time. */
async function played(work: (stage: Stage, card: () => Card | undefined) => Promise<void>) {
  const estate = exampleEstate();
  const [watch] = estate.watches;
  if (watch === undefined) throw new Error('the example has no watch');
  const stage = stageOf(estate, watch, { seed: 'ready', pace: { flowing: false } });
  const house = wire(stage.rooms);
  const stop = new AbortController();
  const card = () => stage.chat.cards.at(-1)?.versions.at(-1);
  const story = work(stage, card).finally(() => stop.abort());
  await stage.clock.play(Promise.all([story, house.keep(stop.signal)]), 24 * 60 * minute);
  expect(stage.troubles).toEqual([]);
  return card();
}

async function dark({ world, clock }: Stage, ms = 3 * minute): Promise<void> {
  world.faults.set('westeurope', { is: 'dark' });
  await clock.sleep(ms);
}

describe('a house that looks after readiness', () => {
  it('says on the offer that it would work, and when that was found', async () => {
    const card = await played(async (stage) => {
      await stage.clock.sleep(12 * minute);
      await dark(stage);
    });
    expect(card?.choices).toHaveLength(1);
    expect(card?.readiness).toEqual([
      expect.stringMatching(/^Readiness checked 02:00:\d\d UTC, 1[123] min before: would work\.$/),
      expect.stringMatching(
        /^edi-receivers, as of .* never fired: enabling picks up all that lies/,
      ),
      expect.stringMatching(/^orders-bus, as of .* would stay behind in contoso-orders-we/),
    ]);
  });

  it('offers nothing while an action is missing: the card says which, and on what', async () => {
    const card = await played(async (stage) => {
      stage.world.grants.take('switch', disable, scope);
      await stage.clock.sleep(minute);
      await dark(stage);
    });
    const where = 'edi-receive-orders in contoso-edi-we';
    expect(card?.choices).toEqual([]);
    expect(card?.notes.join()).toContain('No move is offered: not ready: ');
    expect(card?.notes.join()).toContain(`the switch identity lacks ${disable} on ${where}.`);
    expect(card?.readiness?.[0]).toContain('would fail, 1 reason.');
  });

  it('offers it within minutes of the right being given back, without being asked', async () => {
    const card = await played(async (stage, now) => {
      stage.world.grants.take('switch', disable, scope);
      await stage.clock.sleep(minute);
      await dark(stage);
      expect(now()?.choices).toEqual([]);
      stage.world.grants.giveBack();
      await stage.clock.sleep(3 * minute);
    });
    expect(card?.choices).toHaveLength(1);
    expect(card?.readiness?.[0]).not.toContain('would fail');
  });

  it('offers a move of which nothing could be told, and says so', async () => {
    const card = await played(async (stage) => {
      stage.world.faults.set('arm', { is: 'dark' });
      await stage.clock.sleep(minute);
      stage.world.faults.clear('arm');
      await dark(stage);
    });
    expect(card?.choices).toHaveLength(1);
    expect(card?.readiness?.[0]).toMatch(/may work, \d+ things? could not be told\.$/);
  });

  it('says that it was never checked when nothing is remembered of it', async () => {
    const card = await played(async (stage) => {
      await stage.clock.sleep(minute);
      await stage.rooms.memory.put('readiness/orders', '', 0);
      await dark(stage);
    });
    expect(card?.readiness).toEqual(['Readiness was never checked.']);
  });

  it('tells a kill switch that is on above the choices', async () => {
    const card = await played(async (stage) => {
      stage.brake.set({ is: 'on', by: 'ana', why: 'drill' });
      await stage.clock.sleep(minute);
      await dark(stage);
    });
    expect(card?.readiness).toEqual([
      expect.stringContaining('would work, with 1 warning.'),
      'the kill switch is on: ana: drill',
      expect.stringContaining('enabling picks up'),
      expect.stringContaining('would stay behind'),
    ]);
  });
});
