/** Switches that are turned there and back through the lab, whatever of Azure does not answer. */

import { describe, expect, it } from '@jest/globals';
import { checkKinds, probeKinds, stepKinds } from '../../config/kinds.ts';
import type { CheckFinding } from '../../core/kinds.ts';
import type { Instant, Side, Vantage } from '../../core/names.ts';
import type { Move, MoveMode, Step } from '../../core/plan.ts';
import { virtualClock } from '../../lab/world/clock.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { labSecrets, layoutOf } from '../../lab/world/layout.ts';
import { worldOf } from '../../lab/world/ports/elsewhere.ts';
import { netOf } from '../../lab/world/ports/net.ts';
import { groundOf } from '../checks/grounds.ts';
import { switchesEstate } from '../switches-estate.ts';

const estate = switchesEstate();
const never = new AbortController().signal;

function stage(name: string) {
  const [watch] = estate.watches;
  const service = watch?.services.find((one) => one.name === name);
  if (watch === undefined || service === undefined) throw new Error(`there is no ${name}`);
  const clock = virtualClock(Date.UTC(2026, 0, 6, 2) as Instant);
  const dice = diceOf(name);
  const world = createAzure(layoutOf(estate), { clock, dice, pace: { flowing: false } });
  const secrets = labSecrets(estate);
  const azure = worldOf(world, 'switch', { clock, dice, secrets });
  const net = netOf(world, 'eu-north-1' as Vantage, { clock, dice, secrets });
  const kindOf = ({ kind }: Step) => {
    const found = stepKinds[kind];
    if (found === undefined) throw new Error(`there is no ${kind}`);
    return found;
  };
  return {
    world,
    stepsOf: (move: Move, mode: MoveMode, from: Side): readonly Step[] =>
      service.steps.find((m) => m.move === move && m.mode === mode && m.from === from)?.steps ?? [],
    inspect: (step: Step) => clock.play(kindOf(step).inspect(azure, step.settings, never)),
    apply: (step: Step) => clock.play(kindOf(step).apply(azure, step.settings, never)),
    pass: (ms: number) => clock.play(clock.sleep(ms)),
    async points() {
      const asked = service.pointers.map(({ kind, settings }) =>
        probeKinds[kind]?.ask(net, settings, never),
      );
      const answers = await clock.play(Promise.all(asked));
      return answers.map((answer) => answer?.points);
    },
    async checks() {
      const { regions } = watch;
      const asked = (service.checks ?? []).map(({ kind, settings }) =>
        checkKinds[kind]?.check(groundOf(net, regions), settings, never),
      );
      return (await clock.play(Promise.all(asked))).map((one: CheckFinding | undefined) => one?.is);
    },
  };
}

type Staged = ReturnType<typeof stage>;

async function carry({ inspect, apply, pass }: Staged, steps: readonly Step[]): Promise<void> {
  expect(steps.length).toBeGreaterThan(0);
  for (const step of steps) {
    expect(await inspect(step)).toEqual({ is: 'todo' });
    await apply(step);
    await pass(10_000);
    expect(await inspect(step)).toEqual({ is: 'done' });
  }
}

const services = ['portal', 'publishers', 'catalog'] as const;

describe.each(services)('%s', (name) => {
  it('leads to the primary, goes away by force and comes home as planned', async () => {
    const it = stage(name);
    expect(await it.points()).toEqual(['primary']);
    await carry(it, it.stepsOf('failover', 'forced', 'primary'));
    expect(await it.points()).toEqual(['secondary']);
    await carry(it, it.stepsOf('failback', 'planned', 'secondary'));
    expect(await it.points()).toEqual(['primary']);
  });

  it('is in order before a move and after it', async () => {
    const it = stage(name);
    const before = await it.checks();
    expect(new Set(before)).toEqual(new Set(['fine']));
    await carry(it, it.stepsOf('failover', 'planned', 'primary'));
    // Resolvers follow when what they remember has run out.
    await it.pass(30_000);
    expect(await it.checks()).toEqual(before);
  });

  it('has no way home from home, and nothing to repair', () => {
    const { stepsOf } = stage(name);
    expect(stepsOf('failback', 'planned', 'primary')).toEqual([]);
    expect(stepsOf('repair', 'planned', 'secondary')).toEqual([]);
  });
});

describe.each(['portal', 'publishers'] as const)('%s, when Entra and ARM are dark', (name) => {
  it('is turned all the same: nothing of Azure is asked', async () => {
    const it = stage(name);
    for (const place of ['entra', 'arm', 'westeurope']) it.world.faults.set(place, { is: 'dark' });
    const steps = it.stepsOf('failover', 'forced', 'primary');
    expect(steps.flatMap(({ requires }) => requires)).toEqual([]);
    await carry(it, steps);
    expect(await it.points()).toEqual(['secondary']);
  });
});

it('an answer that is lost is known to have been sent, and the deed is found done', async () => {
  for (const [name, place] of [
    ['portal', 'route53'],
    ['publishers', 'switch'],
  ] as const) {
    const { world, stepsOf, apply, inspect } = stage(name);
    const [step] = stepsOf('failover', 'forced', 'primary');
    if (step === undefined) throw new Error('there is no step');
    world.faults.set(place, { is: 'lostAnswer' });
    await expect(apply(step)).rejects.toMatchObject({ name: 'Refusal', sent: 'maybe' });
    world.faults.clearAll();
    expect(await inspect(step)).toEqual({ is: 'done' });
    expect(world.writes).toHaveLength(1);
  }
});

describe('what each lookout is given', () => {
  it('is the key to read, never the one to turn', () => {
    const service = estate.watches[0]?.services.find(({ name }) => name === 'publishers');
    const { probes, pointers, checks } = service ?? {};
    const told = JSON.stringify({ probes, pointers, checks });
    expect(told).toContain('SETTINGS_READ_KEY');
    expect(told).not.toContain('SETTINGS_WRITE_KEY');
  });
});
