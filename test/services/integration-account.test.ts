/** Where numbers are raised in a move, and what copies them before, during and after it. */

import { describe, expect, it } from '@jest/globals';
import { compileService } from '../../config/compile.ts';
import type { Side } from '../../core/names.ts';
import type { Move, MoveMode, StepSpec } from '../../core/plan.ts';
import { postureOf } from '../../core/posture.ts';
import { integrationAccount as kind } from '../../services/integration-account.ts';

const { example } = kind;
const { replication } = example;
if (replication === undefined) throw new Error('the example replicates nothing');
const { reverse: _, ...forwardOnly } = replication;

type Way = readonly [move: Move, mode: MoveMode, from: Side];

const specs = ([move, mode, from]: Way, given = example) => kind.steps(given, { move, mode, from });
const told = ({ phase, name, guardedBy = [] }: StepSpec) =>
  [phase, name, ...guardedBy.map((guard) => `after ${guard}`)].join(' ');

it.each<[string, Way, readonly string[]]>([
  [
    'a planned failover copies back once all is moved',
    ['failover', 'planned', 'primary'],
    [
      'fence stop-replication',
      'prepare raise-numbers-in-secondary',
      'restore start-reverse after stop-replication',
    ],
  ],
  [
    'a forced one starts nothing in the dark',
    ['failover', 'forced', 'primary'],
    ['fence stop-replication', 'prepare raise-numbers-in-secondary'],
  ],
  [
    'a repair starts it when the region is back',
    ['repair', 'planned', 'secondary'],
    ['fence stop-replication', 'restore start-reverse after stop-replication'],
  ],
  [
    'on the way home what was received is copied, and all is stopped before anything is raised',
    ['failback', 'planned', 'secondary'],
    [
      'collect stop-reverse',
      'prepare raise-numbers-in-primary after stop-reverse',
      'restore resume-replication after stop-reverse',
    ],
  ],
  [
    'nobody waits for a secondary that is dark',
    ['failover', 'forced', 'secondary'],
    ['fence stop-reverse', 'prepare raise-numbers-in-primary after stop-reverse'],
  ],
  [
    'and a repair resumes there',
    ['repair', 'planned', 'primary'],
    ['fence stop-reverse', 'restore resume-replication after stop-reverse'],
  ],
  ['the primary is home already', ['failback', 'planned', 'primary'], []],
])('%s', (_name, way, expected) => {
  expect(specs(way).map(told)).toEqual(expected);
});

it('never enables what copies one way without having stopped what copies the other', () => {
  const moves: readonly Move[] = ['failover', 'failback', 'repair'];
  const ways = moves.flatMap((move) =>
    (['planned', 'forced'] as const).flatMap((mode) =>
      (['primary', 'secondary'] as const).map((from): Way => [move, mode, from]),
    ),
  );
  const starting = ways.flatMap((way) =>
    specs(way).filter(({ settings }) => Object(settings).state === 'Enabled'),
  );
  expect(starting.length).toBeGreaterThan(4);
  for (const { guardedBy } of starting) expect(guardedBy).toHaveLength(1);
});

it('should stand as the moves leave it: what copies on, and the other way off', () => {
  const { primary, secondary } = example;
  const { service, flaws } = compileService('b2b', {
    ...{ kind: 'integration-account', critical: true, movesWith: [], with: example },
    ...{ shared: false, private: false, posture: 'active-passive' },
  });
  expect([flaws, primary.account === secondary.account]).toEqual([[], false]);
  const posture = (side: Side) => postureOf(service, side).map(({ name }) => name as string);
  expect(posture('primary')).toEqual(['b2b/stop-reverse', 'b2b/resume-replication']);
  expect(posture('secondary')).toEqual(['b2b/stop-replication', 'b2b/start-reverse']);
});

it('waits for runs that would go on from numbers that were copied back', () => {
  const senders = { resourceGroup: replication.resourceGroup, workflows: ['send-invoices'] };
  const reverse = { ...Object(replication.reverse), senders };
  const given = { ...example, replication: { ...replication, reverse } };
  for (const way of [
    ['failover', 'planned', 'primary'],
    ['repair', 'planned', 'secondary'],
  ] as const) {
    const steps = specs(way, given);
    expect(steps.map(told)).toContain('traffic drain-senders');
    expect(steps.find(({ name }) => name === 'start-reverse')?.settings).not.toHaveProperty(
      'senders',
    );
  }
  const { settings } = specs(['failback', 'planned', 'secondary'], given)[0] ?? {};
  expect(settings).not.toHaveProperty('senders');
});

describe('without a way back', () => {
  const alone = { ...example, replication: forwardOnly };

  it('moves as it does with one, and has nothing to mend while it serves from the secondary', () => {
    expect(specs(['failback', 'planned', 'secondary'], alone).map(told)).toEqual([
      'prepare raise-numbers-in-primary',
      'restore resume-replication',
    ]);
    expect(specs(['repair', 'planned', 'secondary'], alone)).toEqual([]);
    expect(specs(['repair', 'planned', 'primary'], alone).map(told)).toEqual([
      'restore resume-replication',
    ]);
  });

  it('and without any copies nothing', () => {
    const { replication: _replication, ...bare } = example;
    expect(specs(['failover', 'planned', 'primary'], bare).map(told)).toEqual([
      'prepare raise-numbers-in-secondary',
    ]);
    expect(specs(['repair', 'planned', 'primary'], bare)).toEqual([]);
  });
});

it('reads the numbers of a source that still answers, and needs none of one that is dark', () => {
  const needs = (mode: MoveMode) =>
    specs(['failover', mode, 'primary']).flatMap(
      ({ settings }) => Object(settings).sourceAnswers ?? [],
    );
  expect([needs('planned'), needs('forced')]).toEqual([[true], [false]]);
});

describe('refuses', () => {
  it('one account for both sides', () => {
    const raw = { ...example, secondary: example.primary };
    expect(kind.settings.safeParse(raw).success).toBe(false);
  });

  it('one workflow for both ways', () => {
    const { resourceGroup, workflows } = forwardOnly;
    const raw = {
      ...example,
      replication: { ...forwardOnly, reverse: { resourceGroup, workflows } },
    };
    expect(JSON.stringify(kind.settings.safeParse(raw))).toContain('copies from the primary');
  });
});
