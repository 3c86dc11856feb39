import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadEstate } from '../../config/load.ts';
import { at, estateIn, ofType, staged, target } from './stage.ts';

function edi() {
  const loaded = loadEstate(readFileSync('examples/edi.yaml', 'utf8'), 'edi.yaml');
  if (loaded.ok) return loaded.estate;
  throw new Error(loaded.faults.map(({ message }) => message).join('; '));
}

describe('a file with numbers to write down', () => {
  const { home } = staged(edi());
  const [id, ledger = {}] =
    ofType(home, 'AWS::Lambda::Function').find(([name]) => name.startsWith('Ledger')) ?? [];

  it('has a function that does, with the identity that may only look', () => {
    expect(target(at(ledger, 'Role'))).toMatch(/^Look/);
    const told = Object.keys(Object(at(ledger, 'Environment', 'Variables')));
    expect(told).toContain('FARWATCH_MEMORY');
    expect(told).not.toContain('FARWATCH_SEAL');
  });

  it('wakes it every five minutes', () => {
    const ticks = ofType(home, 'AWS::Scheduler::Schedule').map(([, tick]) => tick);
    const tick = ticks.find((one) => target(at(one, 'Target', 'Arn')) === id);
    expect(at(tick, 'ScheduleExpression')).toBe('rate(5 minutes)');
  });
});

it('has no such function where nothing is to be written down', () => {
  expect(JSON.stringify(staged(estateIn()).home)).not.toContain('Ledger');
});
