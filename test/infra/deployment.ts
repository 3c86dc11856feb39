import { describe, expect, it } from '@jest/globals';
import { trustedRoles } from '../../deploy/names.ts';
import { deploymentOf } from '../../infra/deployment.ts';
import { warningsOf } from '../../infra/warnings.ts';
import { account, estateIn, ofType, staged } from './stage.ts';

const file = '[eu-north-1, eu-west-2, us-east-1]';
const from = (vantages: string) => (text: string) => text.replace(file, vantages);

describe('a deployment', () => {
  it('is at home where the first vantage is', () => {
    expect(deploymentOf(estateIn(), { account }).home).toBe('eu-north-1');
  });

  it('needs an AWS region to be at home in, and an account', () => {
    const desks = estateIn('ask', from('[laptop, desk, shelf]'));
    expect(() => deploymentOf(desks, { account })).toThrow(/no vantage is an AWS region/);
    expect(() => deploymentOf(estateIn(), { account, home: 'europe' })).toThrow(/europe is/);
    expect(() => deploymentOf(estateIn(), { account: 'mine' })).toThrow(/12 digits/);
  });
});

describe('a deployment with every choice made otherwise', () => {
  const estate = estateIn('ask', (text) =>
    text
      .replace('env:FARWATCH_SLACK_TOKEN', 'ssm:/contoso/slack/token')
      .replace('env:FARWATCH_SLACK_SIGNING_SECRET', 'ssm:/contoso/slack/signing')
      .replace(
        '\npeople:',
        '\npagers: [{ kind: pagerduty, key: ssm:/contoso/pagerduty }, { kind: webhook, url: env:HOOK }]\npeople:',
      )
      .replace('env:ORDERS_BUS_KEY', 'ssm:/contoso/bus')
      .replace(
        'deployed: federated\n    laptop: { secret: env:FARWATCH_SWITCH_SECRET }',
        'deployed: { secret: ssm:/contoso/switch }',
      ),
  );
  const choices = { home: 'ca-central-1', reserve: 'no', page: 'oncall@example.com' };
  const { stacks, home, warnings } = staged(estate, choices);

  it('may be at home where it does not look from', () => {
    expect(Object.keys(stacks)).toEqual([
      'farwatch-contoso-home',
      'farwatch-contoso-eu-north-1',
      'farwatch-contoso-eu-west-2',
      'farwatch-contoso-us-east-1',
    ]);
    expect(Object.keys(home).filter((id) => id.startsWith('Vantage'))).toEqual([]);
  });

  it('makes the roles that Azure is told to trust, that of its home too, and those alone', () => {
    const vouched = Object.values(stacks).flatMap((stack) =>
      ofType(stack, 'AWS::IAM::Policy')
        .filter(([, policy]) => JSON.stringify(policy).includes('sts:GetWebIdentityToken'))
        .map(([, policy]) => JSON.stringify(policy['Roles'])),
    );
    const named = Object.values(stacks).flatMap((stack) =>
      ofType(stack, 'AWS::IAM::Role')
        .filter(([id]) => vouched.some((roles) => roles.includes(`"${id}"`)))
        .map(([, role]) => role['RoleName']),
    );
    const trusted = trustedRoles(estate, choices.home).map(({ role }) => role);
    expect(named.toSorted()).toEqual(trusted.toSorted());
    expect(trusted).toContain('farwatch-contoso-look-ca-central-1');
    // It logs in by a key of its own: see the file above.
    expect(trusted).not.toContain('farwatch-contoso-switch');
  });

  it('keeps nothing of the account’s concurrency', () => {
    const keeping = ofType(home, 'AWS::Lambda::Function').filter(
      ([, fn]) => fn['ReservedConcurrentExecutions'] !== undefined,
    );
    expect(keeping).toEqual([]);
    expect(warnings.filter((text) => text.includes('quota'))).toEqual([]);
  });

  it('mails its alarms and pages', () => {
    const subscriptions = Object.values(stacks).flatMap((stack) =>
      ofType(stack, 'AWS::SNS::Subscription').map(([, one]) => one),
    );
    expect(subscriptions).toMatchObject([{ Protocol: 'email', Endpoint: 'oncall@example.com' }]);
  });

  it('lets each secret be read by the function that needs it, and by no other', () => {
    const readers = (stack: typeof home, path: string) =>
      ofType(stack, 'AWS::IAM::Policy')
        .filter(([, policy]) => JSON.stringify(policy).includes(`parameter${path}"`))
        .map(([id]) => id.replace(/(?:Role)?DefaultPolicy.*/, ''));
    // To ask who clicked, and to post.
    expect(readers(home, '/contoso/slack/token')).toEqual(['Answer', 'Tell']);
    expect(readers(home, '/contoso/slack/signing')).toEqual(['Answer']);
    expect(readers(home, '/contoso/switch')).toEqual(['Switch']);
    expect(readers(home, '/contoso/pagerduty')).toEqual(['Tell']);
    expect(readers(home, '/farwatch/contoso/brake')).toEqual(['Answer', 'Switch']);
    expect(readers(home, '/farwatch/contoso/pulse')).toEqual(['Pulse']);
    expect(readers(home, '/contoso/bus')).toEqual([]);
    const { 'farwatch-contoso-eu-west-2': vantage = {} } = stacks;
    expect(readers(vantage, '/contoso/bus')).toEqual(['Look']);
    expect(readers(vantage, '/contoso/slack/token')).toEqual([]);
  });

  it('carries its warnings into the synthesis', () => {
    const told = warningsOf(deploymentOf(estate, { account, ...choices }));
    for (const { text } of told) expect(warnings.join('\n')).toContain(text);
    expect(warnings.join('\n')).toMatch(/A deployed function has no .*env:HOOK/);
    expect(told.length).toBeGreaterThan(0);
  });
});

describe('a synthesis warns', () => {
  const warned = (vantages: string, choices = {}, mode: 'ask' | 'advise' = 'ask') =>
    warningsOf(deploymentOf(estateIn(mode, from(vantages)), { account, ...choices }))
      .map(({ text }) => text)
      .join('\n');

  it('of a vantage or a home beside what it watches', () => {
    expect(warned('[eu-north-1, eu-west-1, us-east-1]')).toContain(
      'The vantage eu-west-1 stands in the same metropolitan area as northeurope',
    );
    expect(warned(file, { home: 'eu-west-1' })).toContain('Home eu-west-1 stands');
    expect(warned(file)).not.toContain('metropolitan');
  });

  it('of a vantage that nobody deploys', () => {
    expect(warned('[eu-north-1, eu-west-2, laptop]')).toContain('No stack is made for laptop');
  });

  it('of secrets that nobody sets in a function', () => {
    const text = warned(file);
    expect(text).toContain('env:FARWATCH_SLACK_TOKEN');
    // A role vouches for the two identities: what a laptop logs in by is no matter.
    expect(text).not.toContain('env:FARWATCH_SWITCH_SECRET');
  });

  it('of what it keeps of the account’s concurrency', () => {
    expect(warned(file)).toMatch(/reserve 10 .* quota below 110/);
    expect(warned(file, {}, 'advise')).toMatch(/reserve 5 .* quota below 105/);
  });
});
