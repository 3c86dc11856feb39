/** The kill switch by every door: who is heard, what holds when nothing can be written, what is told. */

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { factsOf } from '../../core/chronicle.ts';
import type { Grip, Vouched } from '../../core/click.ts';
import { replay } from '../../core/evolve.ts';
import type { WatchName } from '../../core/names.ts';
import type { Journal } from '../../core/ports.ts';
import { memoryBrake } from '../../lab/world/stores/brake.ts';
import { memoryJournal } from '../../lab/world/stores/journal.ts';
import { stopOrLift } from '../../lambdas/answer/brake.ts';
import { ana, at, carla, kinds, minute, rulebook, watch } from '../build.ts';
import { memoryOf } from '../telling/stage.ts';

const { digest } = rulebook();
const other = { ...watch, name: 'payments' as WatchName };
const people = { U1: ana, U3: carla };

function scene() {
  const brake = memoryBrake();
  const journal = memoryJournal((text) => `${text.length}`);
  const broken = new Set<string>();
  const asked: string[] = [];
  let vouched: Vouched = { is: 'member' };
  const gone = (name: string) => {
    if (broken.has(name)) throw new Error(`the journal of ${name} is silent`);
  };
  const watched: Journal = {
    ...journal,
    read: async (name) => {
      gone(name);
      return await journal.read(name);
    },
    append: async (name, head, facts) => {
      // The switch must be set by the time that anybody is told so.
      asked.push(`${(await brake.read()).is} ${facts.at(-1)?.kind}`);
      gone(name);
      return await journal.append(name, head, facts);
    },
  };
  const world = {
    ...{ brake, digest, people, memory: memoryOf(), watches: [watch, other], journal: watched },
    clock: { now: () => at(minute), sleep: async () => undefined, after: never },
    vouch: async () => vouched,
  };
  const facts = async (name = watch.name) => factsOf((await journal.read(name)).entries);
  return {
    ...{ brake, broken, asked, facts },
    do: (grip: Grip) => stopOrLift(grip, world),
    vouches: (by: Vouched) => {
      vouched = by;
    },
    /** The mark that a card would carry. */
    mark: async () => replay(await facts()).stopped?.mark ?? 'none',
  };
}

function never(): never {
  throw new Error('not here');
}

function by(user: string, nonce: string = randomUUID()) {
  return { via: 'slack', user, name: user.toLowerCase(), nonce };
}

const stop = (user: string, nonce?: string): Grip => ({
  ...by(user, nonce),
  kind: 'stop',
  why: 'the partner called',
});
const lift = (user: string, more: { of?: string; why?: string; nonce?: string } = {}): Grip => {
  const { nonce, ...rest } = more;
  return { ...by(user, nonce), kind: 'lift', why: 'all clear', ...rest };
};

const stopped = 'Stopped: nothing is changed in Azure until an approver lifts it.';
const lifted = 'Lifted: a held move goes on when an approver orders it.';

describe('a stop', () => {
  it('is set first, and then written for every watch of the estate', async () => {
    const { do: hand, brake, facts, asked } = scene();
    expect(await hand(stop('U3'))).toBe(stopped);
    expect(await brake.read()).toMatchObject({ is: 'on', by: carla, why: 'the partner called' });
    for (const name of [watch.name, other.name]) {
      expect(await facts(name)).toMatchObject([{ kind: 'stopped', by: carla, via: 'slack' }]);
    }
    expect(asked).toEqual(['on stopped', 'on stopped']);
  });

  it('holds although one journal, or none, can be written; and its giver is told so', async () => {
    const { do: hand, brake, facts, broken } = scene();
    broken.add(other.name);
    expect(await hand(stop('U3'))).toBe(
      `${stopped} It holds, but it could not be written down for payments (the journal of payments is silent). Stop once more to have it told.`,
    );
    expect(kinds(await facts())).toEqual(['stopped']);
    broken.add(watch.name);
    expect(await hand(stop('U3'))).toMatch(/^Stopped: .* for orders and payments/);
    expect(await brake.read()).toMatchObject({ is: 'on' });
  });

  it('is one stop, however often the same button is pressed', async () => {
    const { do: hand, facts } = scene();
    await hand(stop('U3', 'same'));
    expect(await hand(stop('U3', 'same'))).toBe(stopped);
    expect(kinds(await facts())).toEqual(['stopped']);
  });

  it('is not set by a stranger, nor by one whom the directory refuses', async () => {
    const { do: hand, brake, facts, vouches } = scene();
    expect(await hand({ ...stop('U9', 'x'), watch: other.name })).toBe(
      'Not stopped: not one of the people of this estate.',
    );
    await hand({ ...stop('U9', 'x'), watch: other.name });
    expect(await facts(other.name)).toMatchObject([{ kind: 'refused', by: 'u9' }]);
    vouches({ is: 'refused', why: 'your account in Slack is deactivated' });
    expect(await hand(stop('U3'))).toBe('Not stopped: your account in Slack is deactivated.');
    expect(await brake.read()).toEqual({ is: 'off' });
  });

  it('is set although nobody could ask the directory, which lifting is not', async () => {
    const { do: hand, brake, vouches } = scene();
    vouches({ is: 'unsure', why: 'Slack is silent' });
    expect(await hand(stop('U3'))).toBe(stopped);
    expect(await hand(lift('U1'))).toBe(
      'Not lifted: farwatch could not check you (Slack is silent).',
    );
    expect(await brake.read()).toMatchObject({ is: 'on' });
  });

  it('rejects when the switch itself could not be set', async () => {
    const { do: hand, brake, facts } = scene();
    brake.pull = async () => {
      throw new Error('Parameter Store is silent');
    };
    await expect(hand(stop('U3'))).rejects.toThrow('Parameter Store is silent');
    expect(await facts()).toEqual([]);
  });
});

describe('a stop is lifted', () => {
  it('by an approver with a reason, for every watch', async () => {
    const { do: hand, brake, facts, mark, asked } = scene();
    await hand(stop('U3'));
    expect(await hand(lift('U1', { of: await mark() }))).toBe(lifted);
    expect(await brake.read()).toEqual({ is: 'off' });
    for (const name of [watch.name, other.name]) {
      expect(await facts(name)).toMatchObject([
        { kind: 'stopped' },
        { kind: 'lifted', by: ana, why: 'all clear', via: 'slack' },
      ]);
    }
    expect(asked.slice(2)).toEqual(['off lifted', 'off lifted']);
  });

  it('by no responder and by no approver without a reason; both are told why', async () => {
    const { do: hand, brake, mark } = scene();
    await hand(stop('U3'));
    const of = await mark();
    expect(await hand(lift('U3', { of }))).toBe(
      'Not lifted: carla may stop moves, and only an approver may lift a stop.',
    );
    expect(await hand(lift('U1', { of, why: ' ' }))).toBe(
      'Not lifted: to lift a stop takes a reason.',
    );
    expect(await brake.read()).toMatchObject({ is: 'on' });
  });

  it('only as the stop that was seen: another one, set meanwhile, stands', async () => {
    const { do: hand, brake, mark } = scene();
    await hand(stop('U3'));
    const of = await mark();
    await hand({ ...stop('U1'), why: 'I see it too' });
    expect(await hand(lift('U1', { of }))).toBe(
      'Not lifted: that is no longer the stop that stands: ana: I see it too.',
    );
    expect(await brake.read()).toMatchObject({ is: 'on', by: ana });
  });

  it('once: the same call, come again, does not lift the next stop', async () => {
    const { do: hand, brake } = scene();
    await hand(stop('U3'));
    const signed = lift('U1', { nonce: 'signed once' });
    expect(await hand(signed)).toBe(lifted);
    await hand(stop('U3'));
    expect(await hand(signed)).toBe('Already received: it is lifted.');
    expect(await brake.read()).toMatchObject({ is: 'on' });
  });

  it('not when nobody could be told who lifts it', async () => {
    const { do: hand, brake, broken } = scene();
    await hand(stop('U3'));
    broken.add(watch.name).add(other.name);
    expect(await hand(lift('U1'))).toMatch(/^Not lifted: the journal cannot be read/);
    expect(await brake.read()).toMatchObject({ is: 'on' });
  });

  it('and told again where it could not be written, and nowhere twice', async () => {
    const { do: hand, facts, broken, mark } = scene();
    await hand(stop('U3'));
    const again = lift('U1', { of: await mark() });
    broken.add(other.name);
    expect(await hand(again)).toMatch(/^Lifted: .* But it could not be written down for payments/);
    broken.clear();
    expect(await hand(again)).toBe(lifted);
    expect(kinds(await facts())).toEqual(['stopped', 'lifted']);
    expect(kinds(await facts(other.name))).toEqual(['stopped', 'lifted']);
  });

  it('also when it says nothing that can be read, but not from a card', async () => {
    const { do: hand, brake } = scene();
    brake.set({ is: 'unsure', why: 'it is no JSON' });
    expect(await hand(lift('U1', { of: 'm1' }))).toMatch(/^Not lifted: the switch cannot be read/);
    expect(await hand(lift('U1'))).toBe(lifted);
    expect(await brake.read()).toEqual({ is: 'off' });
  });

  it('not when none stands', async () => {
    expect(await scene().do(lift('U1'))).toBe('Not lifted: no stop stands.');
  });
});
