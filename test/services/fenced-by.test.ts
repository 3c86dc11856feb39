/** A stronger fence of what must never run twice: turned where it comes in a move, and waited for. */

import { describe, expect, it } from '@jest/globals';
import { compileService, placed } from '../../config/compile.ts';
import { checkKinds, stepKinds } from '../../config/kinds.ts';
import { sides } from '../../core/names.ts';
import { movePhases } from '../../core/plan.ts';
import { postureOf } from '../../core/posture.ts';
import { logicApps } from '../../services/logic-apps.ts';
import { logicAppsStandard } from '../../services/logic-apps-standard.ts';
import { service, step } from '../build.ts';

const { fencedBy } = logicApps.example;
const kinds = [
  ['logic-apps', logicApps, logicApps.example],
  ['logic-apps-standard', logicAppsStandard, { ...logicAppsStandard.example, fencedBy }],
] as const;
const home = { move: 'failback', mode: 'planned', from: 'secondary' } as const;

describe.each(kinds)('a singleton of %s that is fenced by a key', (name, kind, settings) => {
  const read = kind.settings.safeParse(settings);
  const compiled = compileService('edi', {
    ...{
      kind: name,
      critical: true,
      shared: false,
      private: false,
      movesWith: [],
      posture: 'active-passive',
    },
    with: read.success ? read.data : {},
  });
  const away = (from: 'primary' | 'secondary', mode: 'forced' | 'planned') =>
    compiled.service.steps.find((s) => s.move === 'failover' && s.from === from && s.mode === mode)
      ?.steps ?? [];

  it.each(sides)(
    'has it turned with the other fence, away from the %s, and is enabled after both',
    (from) => {
      const to = from === 'primary' ? 'secondary' : 'primary';
      const steps = away(from, 'forced');
      const [region, was] = [fencedBy?.[to], fencedBy?.[from]];
      expect(steps.find((s) => s.name === `edi/epoch-to-${to}`)).toMatchObject({
        kind: 'app-configuration',
        phase: 'fence',
        owable: false,
        settings: { key: 'edi:serves', value: region, overwrites: [was] },
        holds: 'what reads key edi:serves of contoso-fences before its first side effect stops',
      });
      expect(steps.find((s) => s.name === `edi/enable-${to}`)?.guardedBy).toEqual(
        expect.arrayContaining([`edi/disable-${from}`, `edi/epoch-to-${to}`]),
      );
    },
  );

  it('has it turned after the drain on the way home, so that what was begun may end', () => {
    const steps = compiled.service.steps.find((s) => s.move === home.move && s.mode === home.mode);
    const at = (step: string) => {
      const phase = steps?.steps.find((s) => s.name === `edi/${step}`)?.phase;
      return phase === undefined ? -1 : movePhases.indexOf(phase);
    };
    expect(at('drain-secondary')).toBeGreaterThan(at('disable-secondary'));
    expect(at('epoch-to-primary')).toBeGreaterThan(at('drain-secondary'));
    expect(at('enable-primary')).toBeGreaterThan(at('epoch-to-primary'));
  });

  it('is looked at in peace: the key names the side that serves', () => {
    for (const side of sides) {
      const held = postureOf(compiled.service, side).map((step) => step.name);
      expect(held).toContain(`edi/epoch-to-${side}`);
    }
  });

  it('has its resource group looked at as well as what else a move writes', () => {
    const location = compiled.service.checks?.find((check) => check.name === 'location');
    expect(Object(location?.settings).groups).toEqual(
      expect.arrayContaining([expect.stringMatching(/\/contoso-fences$/)]),
    );
  });

  it.each([
    ['the same on both sides', { ...fencedBy, secondary: 'westeurope' }],
    ['of a kind that nobody knows', { ...fencedBy, kind: 'prayer' }],
    ['a store without an id', { ...fencedBy, store: 'contoso-fences' }],
  ])('refuses %s', (_, odd) => {
    expect(kind.settings.safeParse({ ...settings, fencedBy: odd }).success).toBe(false);
  });
});

const inbox =
  '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-inbox/providers/Microsoft.ServiceBus/namespaces/contoso-inbox/queues/orders/authorizationRules';
const rules = { primary: `${inbox}/receivers-we`, secondary: `${inbox}/receivers-ne` };
const address = 'https://settings.contoso.com/receivers';
const others = {
  rules: { kind: 'service-bus-rule', ...rules },
  switch: {
    kind: 'webhook',
    state: {
      url: address,
      pointer: '/active',
      headers: { Authorization: 'env:SETTINGS_READ_KEY' },
    },
    set: { url: address, headers: { Authorization: 'env:SETTINGS_WRITE_KEY' } },
    primary: { value: 'westeurope', body: '{"active":"westeurope"}' },
    secondary: { value: 'northeurope', body: '{"active":"northeurope"}' },
  },
} as const;

/** The steps of a move with another fence, as they are placed. */
function stepsWith(fence: unknown, from: 'primary' | 'secondary', way: 'failover' | 'failback') {
  const read = logicApps.settings.safeParse({ ...logicApps.example, fencedBy: fence });
  if (!read.success) throw new Error(JSON.stringify(read.error.issues));
  const mode = way === 'failover' ? 'forced' : 'planned';
  return logicApps.steps(read.data, { move: way, mode, from });
}

describe('a singleton that is fenced by the rules that its receivers listen by', () => {
  it('has the right taken from the side that is left, and only then given to the other', () => {
    const steps = stepsWith(others.rules, 'primary', 'failover');
    expect(steps.find(({ name }) => name === 'revoke-primary')).toMatchObject({
      phase: 'fence',
      settings: { rule: rules.primary, rights: ['Send'], replaces: ['Listen'] },
      holds: 'what listens by receivers-we of contoso-inbox/orders is refused',
    });
    expect(steps.find(({ name }) => name === 'grant-secondary')).toMatchObject({
      phase: 'receivers',
      settings: { rule: rules.secondary, rights: ['Listen'], replaces: ['Send'] },
      guardedBy: ['revoke-primary'],
    });
    const guards = steps.find(({ name }) => name === 'enable-secondary')?.guardedBy;
    expect(guards).toEqual(['disable-primary', 'revoke-primary']);
  });

  it('keeps what it listens by until the drain is over, on the way home', () => {
    const steps = stepsWith(others.rules, 'secondary', 'failback');
    expect(steps.find(({ name }) => name === 'revoke-secondary')?.phase).toBe('prepare');
    expect(steps.find(({ name }) => name === 'enable-primary')?.guardedBy).toContain(
      'revoke-secondary',
    );
  });

  it.each([
    ['one rule for both sides', { ...others.rules, secondary: rules.primary }],
    ['a side that runs and may not listen', { ...others.rules, serving: ['Send'] }],
    ['a right to manage', { ...others.rules, serving: ['Listen', 'Manage'] }],
  ])('refuses %s', (_, odd) => {
    expect(logicApps.settings.safeParse({ ...logicApps.example, fencedBy: odd }).success).toBe(
      false,
    );
  });
});

describe('a singleton that others fence', () => {
  it('has their switch turned, and waits until it says so', () => {
    const steps = stepsWith(others.switch, 'primary', 'failover');
    expect(steps.find(({ name }) => name === 'switch-to-secondary')).toMatchObject({
      ...{ kind: 'webhook', phase: 'fence' },
      settings: { value: 'northeurope', replaces: ['westeurope'] },
      holds: 'what settings.contoso.com/receivers keeps off is refused',
    });
    const guards = steps.find(({ name }) => name === 'enable-secondary')?.guardedBy;
    expect(guards).toEqual(['disable-primary', 'switch-to-secondary']);
  });

  it('refuses one value for both sides', () => {
    const same = { ...others.switch, secondary: others.switch.primary };
    const read = logicApps.settings.safeParse({ ...logicApps.example, fencedBy: same });
    expect(read.success).toBe(false);
  });
});

it.each(Object.entries(others))('what is fenced by %s is looked after', (_, fence) => {
  const read = logicApps.settings.safeParse({ ...logicApps.example, fencedBy: fence });
  if (!read.success) throw new Error(JSON.stringify(read.error.issues));
  const check = logicApps.checks?.(read.data).find(({ name }) => name === 'fence');
  expect(checkKinds['fence']?.settings.safeParse(check?.settings)).toMatchObject({ success: true });
  expect(Object(check?.settings).by).toBe(fence.kind);
});

it('a step that holds is never owed, though its kind may be', () => {
  const kind = stepKinds['logic-app-state'];
  const told = {
    ...{ name: step('edi/stop'), service: service('edi'), kind: 'logic-app-state' },
    ...{ phase: 'fence' as const, settings: kind?.example, guardedBy: [] },
  };
  const owable = (more: object) => kind && placed(kind, { ...told, ...more }).owable;
  expect([owable({}), owable({ holds: 'what wakes there is refused' })]).toEqual([true, false]);
});

describe('what is no singleton, or has nothing stronger', () => {
  it('may have none, as nothing waits for it', () => {
    const { onEnable: _, polls: __, ...free } = logicApps.example;
    const read = logicApps.settings.safeParse({ ...free, singleton: false });
    const issues = read.success ? [] : read.error.issues;
    expect(issues.map((issue) => issue.path.join('.'))).toEqual(['fencedBy']);
  });

  it('is told as fenced by nothing stronger', () => {
    const { fencedBy: _, ...plain } = logicApps.example;
    const check = (s: typeof plain) => logicApps.checks?.(s).find(({ name }) => name === 'fence');
    expect(check(plain)?.settings).toEqual({ by: 'nothing' });
    expect(check(logicApps.example)?.settings).toMatchObject({ by: 'app-configuration' });
  });
});
