import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import type { Estate } from '../../../config/estate.ts';
import { probeKinds, stepKinds } from '../../../config/kinds.ts';
import { loadEstate } from '../../../config/load.ts';
import type { ProbeSpec } from '../../../core/kinds.ts';
import { look } from '../../../core/look.ts';
import type { Region, Vantage } from '../../../core/names.ts';
import { virtualClock } from '../../../lab/world/clock.ts';
import { createAzure } from '../../../lab/world/create-azure.ts';
import { diceOf } from '../../../lab/world/dice.ts';
import { labSecrets, layoutOf } from '../../../lab/world/layout.ts';
import { worldOf } from '../../../lab/world/ports/elsewhere.ts';
import { netOf } from '../../../lab/world/ports/net.ts';
import { noon } from './build.ts';

async function ordersEstate(change: (text: string) => string = (text) => text): Promise<Estate> {
  const text = change(await readFile('examples/orders.yaml', 'utf8'));
  const loaded = loadEstate(text, 'orders.yaml');
  if (loaded.ok) return loaded.estate;
  throw new Error(JSON.stringify(loaded.faults));
}

function labOf(estate: Estate) {
  const clock = virtualClock(noon);
  const world = createAzure(layoutOf(estate), { clock, dice: diceOf(1) });
  const options = { clock, dice: diceOf(2), secrets: labSecrets(estate) };
  return {
    world,
    clock,
    net: netOf(world, 'eu-north-1' as Vantage, options),
    azure: worldOf(world, 'switch', options),
  };
}

describe('the lab of an estate', () => {
  it('answers every probe of a calm estate as healthy, and points at the primary', async () => {
    const estate = await ordersEstate();
    const { clock, net } = labOf(estate);
    const ask = async ({ kind: name, settings, ...spec }: ProbeSpec) => {
      const kind = probeKinds[name];
      if (kind === undefined) throw new Error(`no kind ${name}`);
      const { finding, points } = await clock.play(
        look(kind, settings, net, { clock, timeoutMs: 10_000 }),
      );
      return { probe: spec.name, ...finding, ...(points && { points }) };
    };
    for (const { services, controls } of estate.watches) {
      for (const { probes, pointers } of services) {
        const specs = [...probes.primary.active, ...probes.secondary.passive];
        for (const spec of specs) expect(await ask(spec)).toEqual({ probe: spec.name, is: 'up' });
        for (const spec of pointers) {
          expect(await ask(spec)).toEqual({ probe: spec.name, is: 'up', points: 'primary' });
        }
      }
      for (const { spec } of controls) {
        expect(await ask(spec)).toEqual({ probe: spec.name, is: 'up' });
      }
    }
  });

  it('has every step of a failover to do, and done once it was applied', async () => {
    const estate = await ordersEstate();
    const { clock, azure } = labOf(estate);
    const steps = (estate.watches[0]?.services ?? []).flatMap((service) =>
      service.steps.flatMap(({ move, mode, from, steps: all }) =>
        move === 'failover' && mode === 'forced' && from === 'primary' ? all : [],
      ),
    );
    expect(steps).toHaveLength(4);
    for (const { kind: name, settings } of steps) {
      const kind = stepKinds[name];
      if (kind === undefined) throw new Error(`no kind ${name}`);
      const { signal } = clock.after(120_000);
      expect(await clock.play(kind.inspect(azure, settings, signal))).toMatchObject({ is: 'todo' });
      await clock.play(kind.apply(azure, settings, signal));
      await clock.advance(10_000);
      expect(await clock.play(kind.inspect(azure, settings, signal))).toEqual({ is: 'done' });
    }
  });

  it('is found by tag as well as by name', async () => {
    const estate = await ordersEstate((text) =>
      text
        .replaceAll(/workflows: \[edi.*\]/g, 'tag: { name: farwatch, value: edi }')
        .replaceAll(/^\s*#.*$/gm, ''),
    );
    const { workflows } = layoutOf(estate);
    expect(workflows).toHaveLength(8);
    expect(workflows.every((workflow) => workflow.tags['farwatch'] === 'edi')).toBe(true);
    expect(workflows.filter((workflow) => workflow.does === 'health')).toHaveLength(2);
  });

  it('keeps to one pair of regions', async () => {
    const estate = await ordersEstate();
    const [watch] = estate.watches;
    if (watch === undefined) throw new Error('the example has no watch');
    const regions = { primary: 'uksouth' as Region, secondary: 'ukwest' as Region };
    const two = { ...estate, watches: [watch, { ...watch, regions }] };
    expect(() => layoutOf(two)).toThrow('from uksouth to ukwest');
  });

  it('has a value for every secret the file refers to, and no two alike', async () => {
    const text = await readFile('examples/orders.yaml', 'utf8');
    const referred = [...text.replaceAll(/^\s*#.*$/gm, '').matchAll(/env:[A-Z_]+/g)].map(String);
    const secrets = labSecrets(await ordersEstate());
    expect(Object.keys(secrets).toSorted()).toEqual([...new Set(referred)].toSorted());
    expect(new Set(Object.values(secrets)).size).toBe(new Set(referred).size);
  });
});
