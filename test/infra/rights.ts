import { describe, expect, it } from '@jest/globals';
import { trustedRoles } from '../../deploy/names.ts';
import {
  at,
  estateIn,
  list,
  ofType,
  type Resource,
  staged,
  statementsIn,
  target,
} from './stage.ts';

const estate = estateIn('ask');
const { stacks, home } = staged(estate);
const all = Object.values(stacks);
const statements = all.flatMap(statementsIn);
const allowed = statements.filter(({ effect }) => effect === 'Allow');

function roleOf(what: string, resources: Readonly<Record<string, Resource>> = home): string {
  const [fn] = ofType(resources, 'AWS::Lambda::Function').filter(([id]) => id.startsWith(what));
  return target(at(fn?.[1], 'Role')) ?? `no role of ${what}`;
}

function holdersOf(action: string): readonly string[] {
  const held = allowed.filter(({ actions }) => actions.includes(action));
  return [...new Set(held.map(({ role }) => role))].toSorted();
}

describe('the rights of the stacks', () => {
  it('give the role that may change Azure to one function, and to nobody else', () => {
    const roles = ofType(home, 'AWS::IAM::Role').filter(
      ([, role]) => role['RoleName'] === 'farwatch-contoso-switch',
    );
    expect(roles).toHaveLength(1);
    const [id] = roles.map(([name]) => name);
    const holders = all.flatMap((stack) =>
      ofType(stack, 'AWS::Lambda::Function').filter(([, fn]) => target(at(fn, 'Role')) === id),
    );
    expect(holders.map(([name]) => name.replace(/Function.*/, ''))).toEqual(['Failover']);
    const [[, role] = []] = roles;
    const trusted = list(at(role, 'AssumeRolePolicyDocument', 'Statement'));
    expect(trusted.map((one) => at(one, 'Principal'))).toEqual([
      { Service: 'lambda.amazonaws.com' },
    ]);
  });

  it('let nobody but probes, readiness and failover show Azure who they are', () => {
    const holders = holdersOf('sts:GetWebIdentityToken');
    const expected = [roleOf('Vantage'), roleOf('Readiness'), roleOf('Failover')];
    expect(new Set(holders)).toEqual(
      new Set([...expected, ...all.map((stack) => roleOf('Vantage', stack))]),
    );
  });

  it('let only answer set and lift the kill switch, and nothing else in Parameter Store', () => {
    const brake = 'arn:aws:ssm:eu-north-1:111111111111:parameter/farwatch/contoso/brake';
    for (const action of ['ssm:PutParameter', 'ssm:DeleteParameter']) {
      const may = allowed.filter(({ actions }) => actions.includes(action));
      expect(may.map(({ role }) => role)).toEqual([roleOf('Answer')]);
      expect(may.flatMap(({ resources }) => resources)).toEqual([brake]);
    }
    const readers = allowed.filter(({ resources }) => resources.includes(brake));
    expect(new Set(readers.map(({ role }) => role))).toEqual(
      new Set([roleOf('Answer'), roleOf('Failover')]),
    );
  });

  it('name the roles as the side of Azure trusts them', () => {
    const named = all.flatMap((stack) =>
      ofType(stack, 'AWS::IAM::Role').flatMap(([, { RoleName }]) => RoleName ?? []),
    );
    expect(named.toSorted()).toEqual(
      trustedRoles(estate)
        .map(({ role }) => role)
        .toSorted(),
    );
  });

  it('have no wildcard in a resource, save where only something is read', () => {
    const wild = allowed.filter(({ resources }) =>
      resources.some((resource) => resource.includes('*')),
    );
    const actions = new Set(wild.flatMap((one) => one.actions));
    expect([...actions].toSorted()).toEqual([
      'dynamodb:ListStreams',
      // What is put there stays as it is: see the anchors below.
      's3:PutObject',
      'ssm:GetParameter',
      'ssm:GetParameters',
      'sts:GetWebIdentityToken',
    ]);
    const reading = wild.filter(({ actions: some }) => some.includes('ssm:GetParameter'));
    expect(new Set(reading.flatMap(({ resources }) => resources))).toEqual(
      new Set(['arn:aws:ssm:eu-north-1:111111111111:parameter/farwatch/contoso/watch/*']),
    );
  });

  it('let whoever has a bell list the streams of its table, as Lambda demands, and nothing else', () => {
    const listing = allowed.filter(({ actions }) => actions.includes('dynamodb:ListStreams'));
    expect(holdersOf('dynamodb:ListStreams')).toEqual(holdersOf('dynamodb:GetRecords'));
    expect(listing.flatMap(({ actions }) => actions)).toHaveLength(listing.length);
    for (const { resources } of listing)
      expect(resources).toEqual([expect.stringMatching(/^\{"Fn::Join".*"Arn"\]\},"\/stream\/\*"/)]);
  });

  it('let nobody but its schedules invoke the function that may change Azure', () => {
    const invoking = allowed.filter(({ actions }) => actions.includes('lambda:InvokeFunction'));
    const failover = invoking.filter(({ resources }) => resources.join().includes('"Failover'));
    expect(failover.length).toBeGreaterThan(0);
    for (const { role } of failover) {
      const [, holder] = ofType(home, 'AWS::IAM::Role').find(([id]) => id === role) ?? [];
      expect(JSON.stringify(holder?.['AssumeRolePolicyDocument'])).toContain(
        '"scheduler.amazonaws.com"',
      );
    }
    const permissions = ofType(home, 'AWS::Lambda::Permission').map(([, one]) =>
      target(one['FunctionName']),
    );
    expect(permissions.filter((fn) => fn?.startsWith('Failover'))).toEqual([]);
  });

  it('let nobody become another, or lend a role to a function', () => {
    const borrowing =
      /^(?:sts:(?:AssumeRole|TagSession)|iam:|lambda:(?:Update|Create|AddPermission))/;
    const actions = statements.flatMap((one) => one.actions);
    expect(actions.filter((action) => borrowing.test(action))).toEqual([]);
    const assumed = all.flatMap((stack) =>
      ofType(stack, 'AWS::IAM::Role').flatMap(([, role]) =>
        list(at(role, 'AssumeRolePolicyDocument', 'Statement')).map((one) => at(one, 'Principal')),
      ),
    );
    expect(new Set(assumed.map((one) => JSON.stringify(one)))).toEqual(
      new Set(['{"Service":"lambda.amazonaws.com"}', '{"Service":"scheduler.amazonaws.com"}']),
    );
  });

  it('open no bucket, queue or topic to the public', () => {
    const buckets = all.flatMap((stack) => ofType(stack, 'AWS::S3::Bucket'));
    for (const [, bucket] of buckets) {
      expect(bucket['PublicAccessBlockConfiguration']).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
    const policies = all.flatMap((stack) =>
      ['S3::BucketPolicy', 'SQS::QueuePolicy', 'SNS::TopicPolicy'].flatMap((type) =>
        ofType(stack, `AWS::${type}`),
      ),
    );
    const open = policies.flatMap(([id, policy]) =>
      list(at(policy, 'PolicyDocument', 'Statement')).flatMap((one) => {
        const everybody = JSON.stringify(at(one, 'Principal')).includes('"*"');
        return at(one, 'Effect') === 'Allow' && everybody ? [id] : [];
      }),
    );
    expect(policies.length).toBeGreaterThan(buckets.length);
    expect(open).toEqual([]);
  });

  it('have no wildcard in an action, and no policy of AWS’s own', () => {
    expect(statements.flatMap(({ actions }) => actions).filter((a) => a.includes('*'))).toEqual([]);
    const managed = all.flatMap((stack) =>
      ofType(stack, 'AWS::IAM::Role').flatMap(([, role]) => list(role['ManagedPolicyArns'])),
    );
    expect(managed).toEqual([]);
  });
});

describe('the journal', () => {
  const journal = 'arn:aws:dynamodb:eu-north-1:111111111111:table/farwatch-contoso-journal';
  const rewriting = ['dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'];
  const writers = ['Judge', 'Answer', 'Tell', 'Failover'].map((fn) => roleOf(fn)).toSorted();

  it('is appended to by the functions that learn, and by no other role', () => {
    const appending = allowed.filter(
      ({ actions, resources }) =>
        actions.includes('dynamodb:PutItem') && resources.includes(journal),
    );
    expect(appending.map(({ role }) => role).toSorted()).toEqual(writers);
  });

  it('is rewritten by nobody: denied to each function, and by the table to everybody', () => {
    const denied = statements.filter(
      ({ effect, actions, resources }) =>
        effect === 'Deny' &&
        resources.includes(journal) &&
        rewriting.every((action) => actions.includes(action)),
    );
    const functions = all.flatMap((stack) =>
      ofType(stack, 'AWS::Lambda::Function').map(([, fn]) => target(at(fn, 'Role')) ?? ''),
    );
    expect(new Set(denied.map(({ role }) => role))).toEqual(new Set(functions));
    const [, everybody] = policyOf();
    expect(everybody).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' } });
    expect(list(at(everybody, 'Action'))).toEqual(expect.arrayContaining(rewriting));
    expect(at(everybody, 'Condition')).toBeUndefined();
  });

  it('may be changed or deleted by no statement of any role, by whatever name', () => {
    const changing =
      /^dynamodb:(?:Update|Delete|BatchWrite|PartiQL(?:Insert|Update|Delete)|Transact|Import|Restore)/;
    const all_ = allowed.filter(({ actions }) => actions.some((one) => changing.test(one)));
    expect(
      all_.filter(({ resources }) => resources.some((one) => one.includes('journal'))),
    ).toEqual([]);
    expect(all_.filter(({ resources }) => resources.includes('*'))).toEqual([]);
  });

  it('takes no entry of a person, whatever they may do elsewhere', () => {
    const [appended] = policyOf();
    const roles = at(appended, 'Condition', 'ArnNotEquals', 'aws:PrincipalArn');
    expect(list(roles).map(target).toSorted()).toEqual(writers);
    expect(appended).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' } });
  });

  function policyOf(): readonly unknown[] {
    const [table] = ofType(home, 'AWS::DynamoDB::Table').filter(
      ([, properties]) => properties['TableName'] === 'farwatch-contoso-journal',
    );
    const found = list(at(table?.[1], 'ResourcePolicy', 'PolicyDocument', 'Statement'));
    const by = (sid: string) => found.find((one) => at(one, 'Sid') === sid);
    return [by('OnlyFunctionsAppend'), by('NobodyRewrites')];
  }
});

describe('the anchors of the journals', () => {
  const objects = 'farwatch-contoso-anchors-111111111111/anchors/*';
  const [[, bucket] = []] = ofType(home, 'AWS::S3::Bucket');
  const [[, policy] = []] = ofType(home, 'AWS::S3::BucketPolicy');
  const denied = (sid: string) =>
    list(at(policy, 'PolicyDocument', 'Statement')).find((one) => at(one, 'Sid') === sid);

  it('are put by the pulse alone, which reads of the journal where it ends and nothing else', () => {
    const pulse = roleOf('Pulse');
    expect(holdersOf('s3:PutObject')).toEqual([pulse]);
    const [put] = allowed.filter(({ actions }) => actions.includes('s3:PutObject'));
    expect(put).toMatchObject({ resources: [`arn:aws:s3:::${objects}`] });
    expect(
      list(at(denied('OnlyThePulseAnchors'), 'Condition', 'ArnNotEquals', 'aws:PrincipalArn')).map(
        target,
      ),
    ).toEqual([pulse]);
    const [, reading] =
      ofType(home, 'AWS::IAM::Policy').find(([id]) => id.startsWith('PulseRole')) ?? [];
    const query = list(at(reading, 'PolicyDocument', 'Statement')).find(
      (one) => JSON.stringify(one).includes('-journal') && at(one, 'Effect') === 'Allow',
    );
    expect(query).toMatchObject({
      Action: 'dynamodb:Query',
      Condition: {
        'ForAllValues:StringEquals': {
          'dynamodb:Attributes': ['watch', 'entry', 'incident', 'seq', 'hash'],
        },
        StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      },
    });
  });

  it('are locked, and neither put over, nor changed, nor deleted by anybody', () => {
    expect(bucket).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 400 } } },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    expect(denied('NobodyUndoes')).toMatchObject({
      ...{ Effect: 'Deny', Principal: { AWS: '*' } },
      Action: expect.arrayContaining(['s3:DeleteObject', 's3:PutObjectRetention']),
    });
    expect(at(denied('NobodyUndoes'), 'Condition')).toBeUndefined();
    expect(denied('NothingIsPutOver')).toMatchObject({
      ...{ Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:PutObject' },
      Condition: { Null: { 's3:if-none-match': 'true' } },
    });
  });
});

describe('the seal', () => {
  const [[, key] = []] = ofType(home, 'AWS::KMS::Key');
  const answer = roleOf('Answer');
  const failover = roleOf('Failover');
  const inPolicy = list(at(key, 'KeyPolicy', 'Statement'));
  const denied = (action: string) =>
    inPolicy.find((one) => at(one, 'Effect') === 'Deny' && at(one, 'Action') === action);
  const spared = (action: string) =>
    list(at(denied(action), 'Condition', 'ArnNotEquals', 'aws:PrincipalArn')).map(target);

  it('is made by the answer function alone', () => {
    expect(at(key, 'KeySpec')).toBe('HMAC_256');
    expect(holdersOf('kms:GenerateMac')).toEqual([answer]);
    expect(spared('kms:GenerateMac')).toEqual([answer]);
  });

  it('is checked by the one who made it and the one who acts on it', () => {
    expect(holdersOf('kms:VerifyMac')).toEqual([answer, failover].toSorted());
    expect(spared('kms:VerifyMac').toSorted()).toEqual([answer, failover].toSorted());
  });

  it('is out of the hands of whoever looks after the key', () => {
    const care = inPolicy.find((one) => at(one, 'Sid') === 'Care');
    const actions = list(at(care, 'Action')).map(String);
    expect(actions.filter((action) => /\*|Mac|Grant|Import/.test(action))).toEqual([]);
  });
});
