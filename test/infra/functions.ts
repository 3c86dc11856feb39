import { describe, expect, it } from '@jest/globals';
import { environments } from '../bench/environments.ts';
import { at, estateIn, list, ofType, staged, target } from './stage.ts';

const { stacks, home } = staged(estateIn('ask'));
const all = Object.values(stacks);
const everywhere = (type: string) => all.flatMap((stack) => ofType(stack, type));

describe('every function', () => {
  const functions = everywhere('AWS::Lambda::Function');

  it('runs on Node 24 on arm64, and as a role of its own stack', () => {
    expect(functions).toHaveLength(9);
    for (const [, fn] of functions) {
      expect(fn).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      expect(target(fn['Role'])).toBeDefined();
    }
  });

  it('is told what it uses, and nothing else', () => {
    for (const stack of all) {
      for (const [id, fn] of ofType(stack, 'AWS::Lambda::Function')) {
        const name = id
          .replace(/^Vantage/, '')
          .replace(/Function.*$/, '')
          .toLowerCase();
        const given = Object.keys(at(fn, 'Environment', 'Variables') ?? {});
        const told = given.filter((key) => key !== 'NODE_OPTIONS');
        const expected = Object.entries(environments).find(([known]) => known === name)?.[1] ?? {};
        const names = Object.keys(expected).filter((key) => key.startsWith('FARWATCH_'));
        expect([id, told.toSorted()]).toEqual([id, names.toSorted()]);
      }
    }
  });

  it('that looks has a heap that leaves room for what is no heap', () => {
    const probes = functions.filter(([id]) => id.startsWith('VantageProbe'));
    expect(probes).toHaveLength(3);
    for (const [, probe] of probes) {
      const options = String(at(probe, 'Environment', 'Variables', 'NODE_OPTIONS'));
      expect([probe['MemorySize'], options]).toEqual([
        192,
        '--max-old-space-size=96 --max-semi-space-size=4',
      ]);
    }
  });

  it('keeps what it failed on, and is not tried again late', () => {
    const configured = everywhere('AWS::Lambda::EventInvokeConfig');
    expect(new Set(configured.map(([, one]) => target(one['FunctionName'])))).toEqual(
      new Set(functions.map(([id]) => id)),
    );
    for (const [, one] of configured) {
      expect(one).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
      expect(target(at(one, 'DestinationConfig', 'OnFailure', 'Destination'))).toMatch(
        /^DeadLetters/,
      );
    }
  });

  it('logs into a group of its own, which forgets', () => {
    const groups = everywhere('AWS::Logs::LogGroup');
    expect(groups.filter(([, group]) => group['RetentionInDays'] === undefined)).toEqual([]);
    const used = functions.map(([, fn]) => target(at(fn, 'LoggingConfig', 'LogGroup')));
    expect(used.filter((group) => group === undefined)).toEqual([]);
  });

  it('keeps concurrency for those without which nobody is heard and nothing moves', () => {
    const kept = functions.filter(([, fn]) => fn['ReservedConcurrentExecutions'] !== undefined);
    expect(kept.map(([id]) => id.replace(/Function.*/, '')).toSorted()).toEqual([
      'Answer',
      'Failover',
    ]);
  });
});

describe('schedules', () => {
  const schedules = everywhere('AWS::Scheduler::Schedule');

  it('are never caught up with', () => {
    expect(schedules).toHaveLength(10);
    for (const [, schedule] of schedules) {
      expect(at(schedule, 'Target', 'RetryPolicy')).toEqual({
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: 60,
      });
      expect(at(schedule, 'FlexibleTimeWindow', 'Mode')).toBe('OFF');
    }
  });

  it('wake each function as often as its flow expects', () => {
    const rates = ofType(home, 'AWS::Scheduler::Schedule').map(
      ([id, one]) =>
        `${id.replace(/Schedule.*/, '')} ${String(one['ScheduleExpression'])} ${String(at(one, 'Target', 'Input'))}`,
    );
    expect(rates.toSorted()).toEqual([
      'AnchorTick rate(360 minutes) {"kind":"anchor"}',
      'FailoverTick rate(1 minute) {"kind":"tick"}',
      'JudgeTick rate(1 minute) {"kind":"tick"}',
      'PreflightTick rate(30 minutes) {"kind":"preflight"}',
      'PulseTick rate(1 minute) {"kind":"tick"}',
      'ReadinessTick rate(30 minutes) {"kind":"tick"}',
      'TellTick rate(1 minute) {"kind":"tick"}',
      'VantageTick rate(1 minute) {"kind":"tick","due":"<aws.scheduler.scheduled-time>"}',
    ]);
  });
});

describe('doorbells', () => {
  const bells = ofType(home, 'AWS::Lambda::EventSourceMapping').filter(
    ([, one]) => target(one['EventSourceArn'])?.startsWith('Tables') === true,
  );

  it('are filtered, tried few times, halved, short-lived, and what they lose is kept', () => {
    expect(bells).toHaveLength(3);
    for (const [, bell] of bells) {
      expect(bell).toMatchObject({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 2 });
      expect(Number(bell['MaximumRecordAgeInSeconds'])).toBeLessThanOrEqual(600);
      expect(list(at(bell, 'FilterCriteria', 'Filters'))).toHaveLength(1);
      expect(target(at(bell, 'DestinationConfig', 'OnFailure', 'Destination'))).toMatch(
        /^DeadLetters/,
      );
    }
  });

  it('wake the judge for looks that brought something slow or failing', () => {
    const [judged] = bells.filter(([, one]) => target(one['FunctionName'])?.startsWith('Judge'));
    const pattern: unknown = JSON.parse(
      String(at(judged?.[1], 'FilterCriteria', 'Filters', 0, 'Pattern')),
    );
    expect(pattern).toEqual({
      eventName: ['INSERT'],
      dynamodb: { Keys: { look: { S: [{ suffix: '#2' }, { suffix: '#3' }] } } },
    });
  });

  it('let a ring outlive the run that holds it back', () => {
    const [driven] = bells.filter(([, one]) => target(one['FunctionName'])?.startsWith('Failover'));
    const [, fn] =
      ofType(home, 'AWS::Lambda::Function').find(([id]) => id.startsWith('Failover')) ?? [];
    expect(Number(driven?.[1]['MaximumRecordAgeInSeconds'])).toBeGreaterThan(
      Number(fn?.['Timeout']),
    );
  });
});

describe('the tables', () => {
  it('survive mistakes: no deletion, and any minute of the last weeks can be had back', () => {
    const tables = ofType(home, 'AWS::DynamoDB::Table');
    expect(tables.map(([, table]) => table['TableName']).toSorted()).toEqual([
      'farwatch-contoso-journal',
      'farwatch-contoso-memory',
      'farwatch-contoso-sightings',
    ]);
    for (const [, table] of tables) {
      expect(table).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
      // AWS's own key: no bill, and nobody's to lose.
      expect(table['SSESpecification']).toBeUndefined();
    }
  });

  it('forget what was seen and what is remembered, and never what happened', () => {
    const ttl = Object.fromEntries(
      ofType(home, 'AWS::DynamoDB::Table').map(([, table]) => [
        String(table['TableName']),
        at(table, 'TimeToLiveSpecification', 'AttributeName'),
      ]),
    );
    expect(ttl).toEqual({
      'farwatch-contoso-journal': undefined,
      'farwatch-contoso-memory': 'expires',
      'farwatch-contoso-sightings': 'expires',
    });
  });
});

describe('the doors', () => {
  it('are two: one for Slack, one for identities of AWS', () => {
    const routes = ofType(home, 'AWS::ApiGatewayV2::Route').map(([, route]) => [
      route['RouteKey'],
      route['AuthorizationType'],
    ]);
    expect(routes.toSorted()).toEqual([
      ['POST /answer', 'AWS_IAM'],
      ['POST /slack/interactivity', 'NONE'],
    ]);
  });

  it('are throttled and keep a list of who came', () => {
    const [[, stage] = []] = ofType(home, 'AWS::ApiGatewayV2::Stage');
    expect(at(stage, 'DefaultRouteSettings', 'ThrottlingRateLimit')).toBe(5);
    expect(at(stage, 'AccessLogSettings', 'DestinationArn')).toBeDefined();
    expect(String(at(stage, 'AccessLogSettings', 'Format'))).not.toMatch(/header|body|query/i);
  });

  it('are the only ones: no public bucket, no address of a function, no queue without TLS', () => {
    const isClosed = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    const buckets = everywhere('AWS::S3::Bucket');
    expect(buckets.map(([, bucket]) => bucket['PublicAccessBlockConfiguration'])).toEqual([
      isClosed,
    ]);
    expect(everywhere('AWS::S3::BucketPolicy')).toHaveLength(buckets.length);
    expect(everywhere('AWS::Lambda::Url')).toEqual([]);
    expect(everywhere('AWS::SQS::QueuePolicy')).toHaveLength(everywhere('AWS::SQS::Queue').length);
  });
});

describe('what there is', () => {
  it('is counted, so that nothing comes along unseen', () => {
    const counts = Object.entries(stacks).map(([name, resources]) => {
      const types = Map.groupBy(Object.values(resources), ({ Type }) => Type);
      return [name, Object.fromEntries([...types].map(([type, some]) => [type, some.length]))];
    });
    expect(Object.fromEntries(counts)).toMatchSnapshot();
  });
});
