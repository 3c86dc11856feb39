/** A plan on its way out to a person and in again: unchanged it is the drafted one, and no fault gets by. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Estate } from '../../config/estate.ts';
import { faultLine } from '../../config/faults.ts';
import { loadEstate } from '../../config/load.ts';
import { loadPlan } from '../../config/plan-file.ts';
import { planText } from '../../config/plan-text.ts';
import { planByHand } from '../../core/by-hand.ts';
import { mayBeOffered, planOf, stepsOf } from '../../core/draft.ts';
import { sides } from '../../core/names.ts';
import type { Plan, WishedMove } from '../../core/plan.ts';
import { trafficAlone } from '../../core/traffic-only.ts';
import type { Watch } from '../../core/watch.ts';
import { allUp } from '../../core/ways.ts';
import { ana, rulebook } from '../build.ts';
import { switchesEstate } from '../switches-estate.ts';

const bad = 'test/config/bad-plans';
const { digest } = rulebook();
const drafting = { digest, planes: allUp };

function estateOf(file: string): Estate {
  const loaded = loadEstate(readFileSync(file, 'utf8'), file);
  if (!loaded.ok) throw new Error(`${file} is refused`);
  return loaded.estate;
}

const orders = estateOf('examples/orders.yaml');

function refusals(text: string, file: string): readonly string[] {
  const loaded = loadPlan(text, file, orders.watches);
  return loaded.ok ? [] : loaded.faults.map(faultLine);
}

/** Every plan that anybody may be asked about. */
function plansOf(watch: Watch): readonly Plan[] {
  const moves: readonly WishedMove[] = ['failover', 'failback', 'repair'];
  const ways = moves.flatMap((move) =>
    (['forced', 'planned'] as const).flatMap((mode) => sides.map((from) => ({ move, mode, from }))),
  );
  return ways.filter(mayBeOffered).flatMap(({ move, mode, from }) => {
    const all = watch.services.map(({ name }) => name);
    const moved = all.filter((name) => stepsOf(watch, name, move, mode, from).length > 0);
    const because = { side: from, services: moved };
    return moved.length === 0 ? [] : [planOf(watch, because, moved, { move, mode }, drafting)];
  });
}

describe('a plan that is written down', () => {
  it.each(readdirSync('examples').filter((name) => name.endsWith('.yaml')))(
    'and read again unchanged is the drafted one, whatever moves in %s',
    (name) => {
      const { watches } = estateOf(`examples/${name}`);
      for (const watch of watches) {
        for (const plan of plansOf(watch)) {
          const text = planText(plan, watch, name);
          const loaded = loadPlan(text, 'plan.yaml', watches);
          if (!loaded.ok) throw new Error(loaded.faults.map(faultLine).join('\n'));
          const because = { side: plan.from, services: plan.services };
          const made = planByHand(watch, because, loaded.made, ana, drafting);
          expect(made.byHand).toEqual({ by: ana, changes: [] });
          expect(made.steps).toEqual(plan.steps);
        }
      }
    },
  );

  it('is of the traffic alone also when it is read again', () => {
    const { watches } = estateOf('examples/portal.yaml');
    const [watch] = watches;
    const [whole] = watch === undefined ? [] : plansOf(watch);
    if (watch === undefined || whole === undefined) throw new Error('there is no plan');
    const because = { side: whole.from, services: whole.services };
    const planes = (plane: string) => (plane === 'arm' ? 'down' : 'up');
    const alone = trafficAlone(watch, because, [whole], { digest, planes });
    if (alone === undefined) throw new Error('the traffic is not led alone');
    const loaded = loadPlan(planText(alone, watch, 'portal.yaml'), 'plan.yaml', watches);
    if (!loaded.ok) throw new Error(loaded.faults.map(faultLine).join('\n'));
    expect(loaded.made.trafficOnly).toBe(true);
    const { trafficOnly: left } = alone;
    const made = planByHand(watch, because, loaded.made, ana, {
      ...{ digest, planes },
      ...(left && { left }),
    });
    expect({ ...made, byHand: undefined, digest: '' }).toEqual({ ...alone, digest: '' });
  });

  it('says what it is, how to go on, and what each step waits for', () => {
    const [watch] = orders.watches;
    const [plan] = watch === undefined ? [] : plansOf(watch);
    if (watch === undefined || plan === undefined) throw new Error('there is no plan');
    const text = planText(plan, watch, 'farwatch.yaml');
    expect(text).toContain('failover of orders, westeurope → northeurope, forced.');
    expect(text).toContain('farwatch run THIS-FILE --file farwatch.yaml --as YOU');
    expect(text).toContain('    # Only after edi-receivers/disable-primary.\n    - name:');
    expect(text).toContain('    # Irreversible.\n    - name: orders-bus/alias-to-secondary');
    expect(planText(plan, watch, 'farwatch.yaml')).toBe(text);
  });
});

describe('a plan that was changed by hand', () => {
  it.each(readdirSync(bad))('is refused with line, column and a way out: %s', (file) => {
    const text = readFileSync(`${bad}/${file}`, 'utf8');
    const expected = [...text.matchAll(/^# expect: (.*)$/gm)].map(([, line]) => `${file}:${line}`);
    expect(expected.length).toBeGreaterThan(0);
    expect(refusals(text, file)).toEqual(expected);
  });

  it('sends no secret that the watch file does not have its steps send', () => {
    const { watches } = switchesEstate();
    const [watch] = watches;
    const [plan] = watch === undefined ? [] : plansOf(watch);
    if (watch === undefined || plan === undefined) throw new Error('there is no plan');
    const text = planText(plan, watch, 'shop.yaml');
    const told = (other: string) => {
      const loaded = loadPlan(other, 'plan.yaml', watches);
      return loaded.ok ? [] : loaded.faults.map(({ path, message }) => `${path}: ${message}`);
    };
    expect(told(text)).toEqual([]);
    expect(told(text.replace('env:SETTINGS_READ_KEY', 'env:HOME'))).toEqual([
      expect.stringMatching(/settings\.state: sends env:HOME as no step of shop does$/),
    ]);
    // Nor to anybody else.
    const elsewhere = text.replace('url: https://settings.contoso.com', 'url: https://example.com');
    expect(told(elsewhere)).toEqual([
      expect.stringMatching(
        /settings\.state: sends env:SETTINGS_READ_KEY as no step of shop does$/,
      ),
    ]);
  });

  it('may leave a workflow out on both sides, and says so', () => {
    const [watch] = orders.watches;
    const [plan] = watch === undefined ? [] : plansOf(watch);
    if (watch === undefined || plan === undefined) throw new Error('there is no plan');
    const text = planText(plan, watch, 'farwatch.yaml');
    const without = text.replaceAll(/^ *- edi-receive-invoices\n/gm, '');
    const loaded = loadPlan(without, 'plan.yaml', orders.watches);
    if (!loaded.ok) throw new Error(loaded.faults.map(faultLine).join('\n'));
    const because = { side: plan.from, services: plan.services };
    const { byHand, steps } = planByHand(watch, because, loaded.made, ana, drafting);
    expect(byHand?.changes.map(({ step, says }) => `${step}: ${says}`)).toEqual([
      'edi-receivers/disable-primary: workflows without edi-receive-invoices',
      'edi-receivers/enable-secondary: workflows without edi-receive-invoices',
    ]);
    // Made anew, whatever the file still says.
    expect(steps[0]?.title).toBe(
      'Disable edi-receive-orders, edi-receive-despatch, edi-health in contoso-edi-we',
    );
  });
});
