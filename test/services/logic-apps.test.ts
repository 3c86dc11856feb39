import { describe, expect, it } from '@jest/globals';
import type { Role } from '../../core/names.ts';
import { logicApps } from '../../services/logic-apps.ts';

const { example } = logicApps;
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
    const steps = logicApps.steps({ ...example, singleton: false }, failover);
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
    const home = { move: 'failback', mode: 'planned', from: 'secondary' } as const;
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
});
