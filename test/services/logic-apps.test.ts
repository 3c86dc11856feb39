import { describe, expect, it } from '@jest/globals';
import type { Role } from '../../core/names.ts';
import { logicApps } from '../../services/logic-apps.ts';

/** With nothing beside it that holds as well: `fenced-by.test.ts` has that. */
const { fencedBy: _fence, ...example } = logicApps.example;
const home = { move: 'failback', mode: 'planned', from: 'secondary' } as const;
const [poll = { workflow: '', trigger: '', everySeconds: 1, failedShare: 1 }] = example.polls ?? [];
const failover = { move: 'failover', mode: 'forced', from: 'primary' } as const;

describe('logic-apps', () => {
  it.each<[Role, string]>([
    ['active', 'enabled'],
    ['passive', 'disabled'],
  ])('expects the health workflow of the %s side to be %s', (role, expected) => {
    expect(logicApps.probes(example, 'primary', role)[0]?.settings).toEqual({
      name: 'edi-health',
      url: 'env:EDI_HEALTH_WE',
      expect: expected,
    });
  });

  it('stops one side before it starts the other, each chosen in its own way', () => {
    const [fence, start] = logicApps.steps(example, failover);
    expect(fence).toMatchObject({
      phase: 'fence',
      settings: { state: 'Disabled', workflows: example.primary.workflows },
    });
    expect(start).toMatchObject({
      phase: 'receivers',
      settings: { state: 'Enabled', tag: { name: 'farwatch', value: 'edi' } },
      guardedBy: ['disable-primary'],
    });
  });

  it('guards nothing that may run on both sides', () => {
    const { onEnable: _, ...free } = { ...example, singleton: false };
    const steps = logicApps.steps(free, failover);
    expect(steps.map(({ guardedBy }) => guardedBy)).toEqual([undefined, undefined]);
  });

  it.each([
    ['both a list and a tag', { ...example.secondary, workflows: ['a'] }],
    ['neither a list nor a tag', { ...example.secondary, tag: undefined }],
    ['one group for both sides', { ...example.primary }],
    ['a callback URL written out', { ...example.secondary, health: 'https://x/?sig=y' }],
  ])('refuses %s', (_, secondary) => {
    expect(logicApps.settings.safeParse({ ...example, secondary }).success).toBe(false);
  });

  it('goes home by ending what it began: stopped, drained, then started where home is', () => {
    const [fence, drain, start, ...more] = logicApps.steps(example, home);
    const chosen = { tag: { name: 'farwatch', value: 'edi' } };
    expect(fence).toMatchObject({ phase: 'fence', settings: { state: 'Disabled', ...chosen } });
    expect(drain).toMatchObject({ kind: 'runs-drained', phase: 'drain', settings: chosen });
    expect(start).toMatchObject({
      name: 'enable-primary',
      phase: 'receivers',
      guardedBy: ['disable-secondary'],
    });
    expect(more).toEqual([]);
  });

  it.each([
    { move: 'failback', mode: 'planned', from: 'primary' },
    { move: 'failback', mode: 'forced', from: 'secondary' },
    { move: 'repair', mode: 'planned', from: 'secondary' },
  ] as const)('has no steps for $move, $mode, from the $from', (how) => {
    expect(logicApps.steps(example, how)).toEqual([]);
  });

  it.each([
    ['a singleton that does not say where it begins', { onEnable: undefined }],
    ['saying so of what may run on both sides', { singleton: false }],
    ['a poll of what does not move', { polls: [{ ...poll, workflow: 'another' }] }],
    ['one poll twice', { polls: [poll, poll] }],
    ['a trigger with a path', { polls: [{ ...poll, trigger: 'a/b' }] }],
  ])('refuses %s', (_, changed) => {
    expect(logicApps.settings.safeParse({ ...example, ...changed }).success).toBe(false);
  });
});

describe('pollers of logic-apps', () => {
  const { tag: _, ...untagged } = example.secondary;
  const named = { ...example, secondary: { ...untagged, prefix: 'edi-' } };
  const renewalsIn = (settings: typeof example, move: typeof failover | typeof home = failover) =>
    logicApps.steps(settings, move).filter(({ kind }) => kind === 'workflow-trigger-renewed');

  it('have their runs looked at, of the active side only', () => {
    const [, runs] = logicApps.probes(example, 'primary', 'active');
    expect(runs).toMatchObject({
      name: 'runs-edi-receive-orders',
      kind: 'workflow-runs',
      settings: { trigger: poll.trigger, expect: 'enabled', oldestMs: 180_000, failedShare: 1 },
    });
    const [, resting] = logicApps.probes(example, 'primary', 'passive');
    expect(resting?.settings).toMatchObject({ expect: 'disabled' });
    const often = { ...example, polls: [{ ...poll, everySeconds: 5 }] };
    const [, young] = logicApps.probes(often, 'primary', 'active');
    expect(young?.settings).toMatchObject({ oldestMs: 120_000 });
  });

  it('are renewed before they are enabled, where they begin with what comes next', () => {
    for (const move of [failover, home]) {
      const to = move === home ? 'primary' : 'secondary';
      const steps = logicApps.steps({ ...named, onEnable: 'fromNow' }, move);
      expect(steps.find(({ name }) => name === `renew-${to}`)?.phase).toBe('prepare');
      const enable = steps.find(({ name }) => name === `enable-${to}`);
      expect(enable?.guardedBy).toEqual([expect.stringMatching(/^disable-/), `renew-${to}`]);
    }
  });

  it('are renewed one by one, where one begins otherwise than the others', () => {
    const polls = [{ ...poll, onEnable: 'fromNow' as const }];
    expect(renewalsIn({ ...named, polls })).toMatchObject([
      { settings: { workflows: ['edi-receive-orders'], except: [] } },
    ]);
    const but = {
      ...named,
      onEnable: 'fromNow' as const,
      polls: [{ ...poll, onEnable: 'resume' as const }],
    };
    expect(renewalsIn(but)).toMatchObject([
      { settings: { prefix: 'edi-', except: ['edi-receive-orders'] } },
    ]);
    expect(renewalsIn(but, home)).toMatchObject([
      { settings: { workflows: ['edi-receive-invoices', 'edi-health'], except: [] } },
    ]);
    expect(renewalsIn(named)).toEqual([]);
  });

  it('are told to an approver for the side that a move would enable', () => {
    const told = logicApps.checks?.(example).filter(({ kind }) => kind === 'workflow-pickup');
    expect(told).toMatchObject([
      { from: 'primary', settings: { resourceGroup: example.secondary.resourceGroup } },
      { from: 'secondary', settings: { resourceGroup: example.primary.resourceGroup } },
    ]);
  });
});
