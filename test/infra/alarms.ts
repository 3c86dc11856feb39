import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { storedIn } from '../../adapters/aws/journal-item.ts';
import { troubleLine } from '../../adapters/aws/log.ts';
import type { Vantage, WatchName } from '../../core/names.ts';
import { alarmNames } from '../../infra/alarms.ts';
import { absenceLines } from '../../lambdas/cloud/beating.ts';
import { standingLines } from '../../lambdas/failover/standing.ts';
import { fence, minute, Story } from '../build.ts';
import { counts } from './patterns.ts';
import { at, estateIn, list, ofType, staged, target } from './stage.ts';

const { stacks, home } = staged(estateIn('ask'));
const alarms = Object.values(stacks).flatMap((stack) => ofType(stack, 'AWS::CloudWatch::Alarm'));
const runbook = readFileSync('docs/runbook.md', 'utf8');
const orders = 'orders' as WatchName;

function named(name: string) {
  return alarms.filter(([, alarm]) => String(alarm['AlarmDescription']).startsWith(`${name}: `));
}

function only(name: string) {
  const [[, alarm] = []] = named(name);
  expect([name, named(name).length]).toEqual([name, 1]);
  return alarm;
}

/** Of the function whose metric it is. */
function ofFunction(alarm: unknown): string | undefined {
  return target(at(alarm, 'Dimensions', 0, 'Value'))?.replace(/Function.*/, '');
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

  it('tells somebody when it begins and when it ends, by a way that is not Slack', () => {
    for (const [, alarm] of alarms) {
      expect(list(alarm['AlarmActions']).map(target)).toEqual([expect.stringMatching(/^Pages/)]);
      expect(list(alarm['OKActions'])).toEqual(list(alarm['AlarmActions']));
    }
  });

  it.each(['pulse silent', 'readiness stale', 'people unreachable'])(
    'rings when nothing is heard at all: %s',
    (name) => expect(only(name)?.['TreatMissingData']).toBe('breaching'),
  );

  it('stands at home, for one in a region that is gone would ring for nobody', () => {
    expect(ofType(home, 'AWS::CloudWatch::Alarm')).toHaveLength(alarms.length);
  });
});

describe('every function', () => {
  it('has an alarm that hears of its failing, by what is lost with it', () => {
    const functions = ofType(home, 'AWS::Lambda::Function').map(([id]) =>
      id.replace(/Function.*/, ''),
    );
    const heard: Readonly<Record<string, string>> = {
      Answer: 'function failing',
      Tell: 'people unreachable',
      Readiness: 'readiness stale',
      Pulse: 'pulse silent',
    };
    for (const [fn, name] of Object.entries(heard)) {
      const alarm = only(name);
      expect([ofFunction(alarm), alarm?.['MetricName']]).toEqual([fn, 'Errors']);
    }
    // Whose turns the pulse demands proof of, and whose looks.
    const byPulse = ['Failover', 'Judge', 'VantageProbe'];
    expect(functions.toSorted()).toEqual([...Object.keys(heard), ...byPulse].toSorted());
  });

  it('is stale as readiness only when no run of two ended well', () => {
    expect(only('readiness stale')).toMatchObject({ Statistic: 'Minimum', Period: 75 * 60 });
  });

  it('that has a bell has an alarm of hearing it late', () => {
    const rung = named('doorbell late').map(([, alarm]) => ofFunction(alarm));
    expect(rung.toSorted()).toEqual(['Failover', 'Judge', 'Tell']);
  });
});

describe('what is counted in logs', () => {
  const filters = ofType(home, 'AWS::Logs::MetricFilter').map(([, filter]) => ({
    log: target(filter['LogGroupName'])?.replace(/Logs.*/, ''),
    pattern: String(filter['FilterPattern']),
    metric: String(at(filter, 'MetricTransformations', 0, 'MetricName')),
  }));

  /** By whose log it is read from, and what it then adds to. */
  function counted(log: string, line: unknown): readonly string[] {
    const text = JSON.stringify(line);
    const found = filters.filter((one) => one.log === log && counts(one.pattern, text));
    return found.map(({ metric }) => metric);
  }

  it('is what an alarm hears', () => {
    const heard = ['vantage silent', 'journal damaged', 'step stuck', 'step owed'].map(
      (name) => only(name)?.['MetricName'],
    );
    expect(heard).toEqual(['VantageSilent', 'JournalDamaged', 'Held', 'Owed']);
    expect(filters.map(({ metric }) => metric).toSorted()).toEqual(heard.toSorted());
  });

  it('is the line of a vantage that sees nothing, unless it is somebody’s laptop', () => {
    const absent = ['us-east-1', 'laptop'].map((name) => {
      return { watch: orders, vantage: name as Vantage };
    });
    const lines = absenceLines({ absent });
    expect(lines.map((line) => counted('Pulse', line))).toEqual([['VantageSilent']]);
  });

  it('is the line of a journal that is not what was written', () => {
    const damaged = () => storedIn({ watch: { S: 'orders' }, entry: { S: 'x' } }, orders);
    const line = troubleLine('orders', thrownBy(damaged));
    expect(counted('Judge', line)).toEqual(['JournalDamaged']);
    expect(counted('Judge', troubleLine('orders', new Error('throttled')))).toEqual([]);
  });

  it('is the line of each minute in which a move is held, or owes a fence', () => {
    const t = 10 * minute;
    const moving = Story.approved();
    expect(standingLines(orders, moving.incident)).toEqual([]);
    moving.inspects(t, fence.name, { is: 'stuck', why: 'a workflow is missing' });
    const counting = (story: Story) =>
      standingLines(orders, story.incident).flatMap((line) => counted('Failover', line));
    expect(counting(moving)).toEqual(['Held']);

    const owing = Story.approved();
    const lost = { is: 'unsure', why: 'Azure said nothing' } as const;
    for (const ms of [0, 4_000]) owing.inspects(t + ms, fence.name, lost);
    expect(counting(owing)).toEqual(['Owed']);
  });
});

function thrownBy(deed: () => unknown): unknown {
  try {
    deed();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('the dashboard', () => {
  it('shows at most ten metrics that cost, and all of them', () => {
    const [[, dashboard] = []] = ofType(home, 'AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(dashboard?.['DashboardBody']);
    const own = new Set(body.match(/farwatch\/contoso\\+",\\+"\w+/g));
    const counted = ofType(home, 'AWS::Logs::MetricFilter').map(([, filter]) =>
      at(filter, 'MetricTransformations', 0, 'MetricName'),
    );
    expect(own.size).toBe(new Set(counted).size);
    expect(own.size).toBeGreaterThan(0);
    expect(own.size).toBeLessThanOrEqual(10);
  });
});
