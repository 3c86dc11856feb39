import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { alarmNames } from '../../infra/alarms.ts';
import { at, estateIn, list, ofType, staged } from './stage.ts';

const { stacks, home } = staged(estateIn('ask'));
const alarms = Object.values(stacks).flatMap((stack) => ofType(stack, 'AWS::CloudWatch::Alarm'));
const runbook = readFileSync('docs/runbook.md', 'utf8');

function named(name: string) {
  return alarms.filter(([, alarm]) => String(alarm['AlarmDescription']).startsWith(`${name}: `));
}

describe('every alarm', () => {
  it('says what is lost, and which section of the runbook to open', () => {
    for (const [, alarm] of alarms) {
      const text = String(alarm['AlarmDescription']);
      expect(text).toMatch(/^[a-z ]+: [\w -]+\. [A-Z][^.]+\. Runbook: "Alarm: [a-z ]+"\.$/);
      const [, section = ''] = /"(Alarm: [a-z ]+)"/.exec(text) ?? [];
      expect(runbook).toContain(`\n## ${section}\n`);
    }
  });

  it('has its section, and every section its alarm', () => {
    const sections = [...runbook.matchAll(/^## Alarm: (.+)$/gm)].map(([, name]) => name);
    expect(sections.toSorted()).toEqual([...alarmNames].toSorted());
    expect(alarmNames.filter((name) => named(name).length === 0)).toEqual([]);
  });

  it('tells somebody when it begins and when it ends', () => {
    for (const [, alarm] of alarms) {
      expect(list(alarm['AlarmActions'])).toHaveLength(1);
      expect(list(alarm['OKActions'])).toHaveLength(1);
    }
  });

  it.each(['vantage silent', 'pulse silent', 'readiness stale'])(
    'rings when nothing is heard at all: %s',
    (name) => {
      const found = named(name);
      expect(found.length).toBeGreaterThan(0);
      for (const [, alarm] of found) expect(alarm['TreatMissingData']).toBe('breaching');
    },
  );

  it('hears of every function that fails, of every region, of every queue of losses', () => {
    const functions = Object.values(stacks).flatMap((stack) =>
      ofType(stack, 'AWS::Lambda::Function'),
    );
    // Telling has an alarm by another name: when it fails, people cannot be reached.
    expect(named('function failing').length + named('people unreachable').length).toBe(
      functions.length,
    );
    expect(named('vantage silent')).toHaveLength(3);
    expect(named('dead letters')).toHaveLength(3);
    expect(named('doorbell late')).toHaveLength(3);
  });
});

describe('the dashboard', () => {
  it('shows at most ten metrics that cost', () => {
    const [[, dashboard] = []] = ofType(home, 'AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(dashboard?.['DashboardBody']);
    const own = new Set(body.match(/farwatch\/contoso\\+",\\+"\w+/g));
    expect(own.size).toBeGreaterThan(0);
    const counted = ofType(home, 'AWS::Logs::MetricFilter').map(([, filter]) =>
      at(filter, 'MetricTransformations', 0, 'MetricName'),
    );
    expect(new Set(counted).size).toBe(own.size);
    expect(own.size).toBeLessThanOrEqual(10);
  });

  it('counts facts as the functions log them', () => {
    const patterns = ofType(home, 'AWS::Logs::MetricFilter').map(([, one]) => one['FilterPattern']);
    expect(new Set(patterns)).toEqual(new Set(['{ $.fact = "held" }', '{ $.fact = "stepOwed" }']));
  });
});
