import { expect, it } from '@jest/globals';
import { integrationAccount as kind } from '../../services/integration-account.ts';

const { example } = kind;
const steps = (mode: 'forced' | 'planned', from: 'primary' | 'secondary', given = example) =>
  kind.steps(given, { move: 'failover', mode, from }).map(({ phase, name }) => `${phase} ${name}`);

it('stops what replicates before it raises, and has it go on at the end of the way back', () => {
  expect(steps('forced', 'primary')).toEqual([
    'fence stop-replication',
    'prepare raise-numbers-in-secondary',
  ]);
  expect(steps('planned', 'secondary')).toEqual([
    'prepare raise-numbers-in-primary',
    'restore resume-replication',
  ]);
  const home = (from: 'primary' | 'secondary') =>
    kind.steps(example, { move: 'failback', mode: 'planned', from });
  expect(home('secondary').map(({ name }) => name)).toEqual([
    'raise-numbers-in-primary',
    'resume-replication',
  ]);
  expect(home('primary')).toEqual([]);
  const { replication: _, ...alone } = example;
  expect(steps('forced', 'primary', alone)).toEqual(['prepare raise-numbers-in-secondary']);
});

it('reads the numbers of a source that still answers, and needs none of one that is dark', () => {
  const needs = (mode: 'forced' | 'planned') =>
    kind
      .steps(example, { move: 'failover', mode, from: 'primary' })
      .flatMap(({ settings }) => Object(settings).sourceAnswers ?? []);
  expect([needs('planned'), needs('forced')]).toEqual([[true], [false]]);
});

it('refuses one account for both sides', () => {
  const raw = { ...example, secondary: example.primary };
  expect(kind.settings.safeParse(raw).success).toBe(false);
});
