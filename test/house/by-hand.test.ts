/** A plan that was changed by hand, whole: written down, one workflow left out, approved, made, proven. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadEstate } from '../../config/load.ts';
import { loadPlan } from '../../config/plan-file.ts';
import { planText } from '../../config/plan-text.ts';
import { planOf } from '../../core/draft.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import type { MoveMode } from '../../core/plan.ts';
import { allUp } from '../../core/ways.ts';
import { digestOf } from '../../lab/play/stage.ts';
import type { Theatre } from '../../lab/play/theatre.ts';
import { openVirtual } from '../../lab/play/virtual.ts';
import { minute } from '../build.ts';

const file = 'examples/orders.yaml';
const stays = 'edi-receive-invoices';

function stage() {
  const loaded = loadEstate(readFileSync(file, 'utf8'), file);
  const [watch] = loaded.ok ? loaded.estate.watches : [];
  if (!loaded.ok || watch === undefined) throw new Error(`${file} is refused`);
  return { watch, theatre: openVirtual(loaded.estate, watch, { seed: 'by hand' }) };
}

/** As a person does it: `plan --out`, an editor, `run`. */
function brought({ watch }: ReturnType<typeof stage>, mode: MoveMode) {
  const services = watch.services.map(({ name }) => name);
  const because = { side: 'primary', services } as const;
  const how = { move: 'failover', mode } as const;
  const plan = planOf(watch, because, services, how, { digest: digestOf, planes: allUp });
  const text = planText(plan, watch, file);
  const edited = text.replaceAll(new RegExp(`^ *- ${stays}\n`, 'gm'), '');
  const loaded = loadPlan(edited, 'plan.yaml', [watch]);
  if (!loaded.ok) throw new Error(loaded.faults.map(({ message }) => message).join('\n'));
  const { move, services: moved, ...byHand } = loaded.made;
  return { move, services: moved, byHand };
}

async function until(theatre: Theatre, kind: Fact['kind']): Promise<void> {
  for (let n = 0; n < 6_000 && !theatre.facts().some((fact) => fact.kind === kind); n += 1) {
    await theatre.clock.sleep(100);
  }
}

function last<K extends Fact['kind']>(theatre: Theatre, kind: K): FactOf<K> {
  const found = theatre.facts().findLast((fact): fact is FactOf<K> => fact.kind === kind);
  if (found === undefined) throw new Error(`there is no ${kind}`);
  return found;
}

/** Which workflows run on a side, by their names. */
function running({ world }: Theatre, side: 'primary' | 'secondary'): readonly string[] {
  return world.layout.workflows
    .filter((workflow) => workflow.side === side)
    .filter(({ id }) => world.arm.workflow(id).state === 'Enabled')
    .map(({ id }) => id.slice(id.lastIndexOf('/') + 1));
}

async function wish(at: ReturnType<typeof stage>, mode: MoveMode): Promise<string> {
  const { watch, theatre } = at;
  const why = `${stays} stays`;
  const door = { via: 'lab', user: 'ana', name: 'ana', watch: watch.name, nonce: 'by hand' };
  return theatre.house.answer({ ...door, kind: 'wish', why, ...brought(at, mode) });
}

async function approve({ watch, theatre }: ReturnType<typeof stage>): Promise<string> {
  const { offer } = last(theatre, 'offered');
  const plan = offer.plans.find(({ byHand }) => byHand !== undefined);
  if (plan === undefined) throw new Error('no plan on offer was changed by hand');
  const { number: incident } = await theatre.incident();
  const door = { via: 'lab', user: 'ben', name: 'ben', watch: watch.name, nonce: 'yes' };
  const answer = { kind: 'answer', yes: true, offer: offer.number, digest: plan.digest } as const;
  return theatre.house.answer({ ...door, ...answer, incident });
}

const changes = [
  { is: 'changed', step: 'edi-receivers/disable-primary', says: `workflows without ${stays}` },
  { is: 'changed', step: 'edi-receivers/enable-secondary', says: `workflows without ${stays}` },
];

describe('a plan that was changed by hand', () => {
  it('is approved under its own digest, carried out as it was changed, and proven', async () => {
    const at = stage();
    const { theatre } = at;
    await theatre.perform(async () => {
      await theatre.clock.sleep(7 * minute);
      expect(await wish(at, 'planned')).toMatch(/^Taken: /);
      expect(last(theatre, 'offered').offer.plans).toMatchObject([{ byHand: { changes } }]);
      expect(await approve(at)).toMatch(/^Taken: .*\(planned, changed by hand\)/);
      await until(theatre, 'over');
    });
    expect(last(theatre, 'over')).toMatchObject({ outcome: 'moved' });
    expect(Object.keys(last(theatre, 'proven').active)).toHaveLength(3);
    expect(running(theatre, 'primary')).toEqual([stays]);
    expect(running(theatre, 'secondary')).not.toContain(stays);
    expect(running(theatre, 'secondary')).toContain('edi-receive-orders');
    expect(theatre.troubles).toEqual([]);
  });

  it('is put beside what was drafted for an outage, and made in its place', async () => {
    const at = stage();
    const { theatre, watch } = at;
    await theatre.perform(async () => {
      await theatre.clock.sleep(minute);
      theatre.world.faults.set(watch.regions.primary, { is: 'dark' });
      await until(theatre, 'asked');
      expect(await wish(at, 'forced')).toMatch(/^Taken: it is put to the approvers/);
      const { plans } = last(theatre, 'offered').offer;
      expect(plans.map(({ byHand }) => byHand?.changes)).toEqual([undefined, changes]);
      expect(await approve(at)).toMatch(/^Taken: /);
      await until(theatre, 'proven');
      theatre.world.faults.clear(watch.regions.primary);
      await until(theatre, 'over');
    });
    expect(last(theatre, 'stepSettled').step).toBe('edi-receivers/disable-primary');
    expect(running(theatre, 'primary')).toEqual([stays]);
    expect(theatre.troubles).toEqual([]);
  });
});
