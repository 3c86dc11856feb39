/** Logic Apps Standard as a service: what is switched in which order, and what never is. */

import { describe, expect, it } from '@jest/globals';
import type { Role } from '../../core/names.ts';
import { logicAppsStandard as kind } from '../../services/logic-apps-standard.ts';

const { example } = kind;

function steps(how: Parameters<typeof kind.steps>[1], settings = example) {
  return kind
    .steps(settings, how)
    .map(({ name, phase, guardedBy = [] }) => [phase, name, ...guardedBy].join(' '));
}

describe('logic-apps-standard', () => {
  it.each<[Role, string]>([
    ['active', 'Enabled'],
    ['passive', 'Disabled'],
  ])('has what moves be %s, and the health workflow answer all the same', (role, state) => {
    const [health, workflows] = kind.probes(example, 'secondary', role);
    expect(health?.settings).toEqual({
      name: 'health',
      url: 'env:FLOWS_HEALTH_NE',
      expect: 'enabled',
    });
    expect(workflows?.settings).toMatchObject({ site: example.secondary.site, state });
  });

  it('stops one side before it starts the other', () => {
    expect(steps({ move: 'failover', mode: 'forced', from: 'primary' })).toEqual([
      'fence disable-primary',
      'receivers enable-secondary disable-primary',
    ]);
  });

  it('ends what was begun before it comes home', () => {
    expect(steps({ move: 'failback', mode: 'planned', from: 'secondary' })).toEqual([
      'fence disable-secondary',
      'drain drain-secondary',
      'receivers enable-primary disable-secondary',
    ]);
  });

  it('guards nothing that may run on both sides', () => {
    const free = { ...example, singleton: false };
    expect(steps({ move: 'failover', mode: 'forced', from: 'primary' }, free)).toEqual([
      'fence disable-primary',
      'receivers enable-secondary',
    ]);
  });

  it('is taken out and put back where both sides work, last of all while it answers', () => {
    const shared = { ...example, singleton: false };
    const ways = (how: Omit<Parameters<typeof kind.steps>[1], 'posture'>) =>
      steps({ ...how, posture: 'active-active' }, shared);
    expect(ways({ move: 'failover', mode: 'forced', from: 'secondary' })).toEqual([
      'receivers enable-primary',
      'fence disable-secondary',
    ]);
    expect(ways({ move: 'failover', mode: 'planned', from: 'primary' })).toEqual([
      'receivers enable-secondary',
      'restore disable-primary',
    ]);
    for (const from of ['primary', 'secondary'] as const) {
      const to = from === 'primary' ? 'secondary' : 'primary';
      expect(ways({ move: 'failback', mode: 'planned', from })).toEqual([`receivers enable-${to}`]);
    }
    expect(ways({ move: 'repair', mode: 'planned', from: 'primary' })).toEqual([]);
    expect([kind.exclusive?.(example)?.next, kind.exclusive?.(shared)]).toEqual([
      'Write singleton: false if they may, or leave posture out.',
      undefined,
    ]);
  });

  it('has no way home from home, and nothing to repair', () => {
    expect(steps({ move: 'failback', mode: 'planned', from: 'primary' })).toEqual([]);
    expect(steps({ move: 'repair', mode: 'planned', from: 'secondary' })).toEqual([]);
  });

  const { primary, secondary } = example;
  it.each([
    ['one app for both sides', { ...example, secondary: { ...secondary, site: primary.site } }],
    ['a workflow twice', { ...example, primary: { ...primary, workflows: ['a', 'A'] } }],
    ['its health workflow moved', { ...example, primary: { ...primary, workflows: ['health'] } }],
    ['no workflow', { ...example, primary: { ...primary, workflows: [] } }],
  ])('is refused with %s', (_, settings) => {
    expect(kind.settings.safeParse(settings).success).toBe(false);
  });
});
