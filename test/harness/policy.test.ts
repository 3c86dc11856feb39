import { describe, expect, it } from '@jest/globals';
import { actionOf } from '../../lab/cloud/arm-rights.ts';
import { passes } from '../../lab/cloud/patterns.ts';
import { type Policies, refusalOf, statementsOf } from '../../lab/cloud/policy.ts';

const account = '111122223333';
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const key = `arn:aws:kms:eu-north-1:${account}:key/one`;
const allow = (more: object) => ({ Effect: 'Allow', Action: 'kms:*', Resource: '*', ...more });

function policies(identity: readonly object[], resource: readonly object[], isKey = false) {
  const read = (Statement: readonly object[]) => statementsOf({ Statement });
  return { identity: read(identity), resource: read(resource), resourceMustAllow: isKey };
}

function refusal(of: Policies, context: Readonly<Record<string, readonly string[]>> = {}) {
  const asked = { principal: role('judge'), account, action: 'kms:GenerateMac', resource: key };
  return refusalOf({ ...asked, context }, of);
}

describe('rights, as IAM reads them', () => {
  it('denies what nobody allows', () => {
    expect(refusal(policies([], []))).toMatch(/no identity-based policy/);
    expect(refusal(policies([allow({ Action: 'kms:Verify*' })], []))).toBeDefined();
    expect(refusal(policies([allow({ Action: 'KMS:generatemac' })], []))).toBeUndefined();
  });

  it('lets a denial outweigh everything, wherever it stands', () => {
    const deny = { ...allow({}), Effect: 'Deny' };
    expect(refusal(policies([allow({}), deny], []))).toMatch(/identity-based policy denies/);
    const everyone = { ...deny, Principal: { AWS: '*' } };
    expect(refusal(policies([allow({})], [everyone]))).toMatch(/resource-based policy denies/);
  });

  it('holds a denial to its conditions: all but the named role', () => {
    const Condition = { ArnNotEquals: { 'aws:PrincipalArn': [role('answer')] } };
    const deny = { ...allow({ Condition }), Effect: 'Deny', Principal: '*' };
    const of = policies([allow({})], [deny]);
    expect(refusal(of, { 'aws:principalarn': [role('answer')] })).toBeUndefined();
    expect(refusal(of, { 'aws:principalarn': [role('judge')] })).toMatch(/denies/);
    expect(refusal(of)).toMatch(/denies/);
  });

  it('takes the word of a key, which must allow by itself or leave it to the account', () => {
    const named = allow({ Principal: { AWS: role('judge') } });
    const root = allow({ Principal: { AWS: `arn:aws:iam::${account}:root` } });
    expect(refusal(policies([allow({})], [], true))).toMatch(/no resource-based policy/);
    expect(refusal(policies([], [named], true))).toBeUndefined();
    expect(refusal(policies([allow({})], [root], true))).toBeUndefined();
    expect(refusal(policies([], [root], true))).toMatch(/no identity-based policy/);
  });

  it('asks every value of a list, where the condition says so', () => {
    const Condition = { 'ForAllValues:StringEquals': { 'sts:Audience': ['entra'] } };
    const of = policies([allow({ Condition })], []);
    expect(refusal(of, { 'sts:audience': ['entra'] })).toBeUndefined();
    expect(refusal(of, { 'sts:audience': ['entra', 'elsewhere'] })).toBeDefined();
  });

  it('guesses at nothing that it does not know', () => {
    expect(() => policies([allow({ Condition: { IpAddress: {} } })], [])).toThrow(/IpAddress/);
    expect(() => policies([allow({ NotResource: 'x' })], [])).toThrow(/NotResource/);
  });
});

const group = '/subscriptions/s/resourceGroups/g';

describe('a call to ARM, as the action that it takes', () => {
  it.each([
    ['GET', group, 'Microsoft.Resources/subscriptions/resourceGroups/read', group],
    [
      'GET',
      `${group}/providers/Microsoft.Logic/workflows?top=1`,
      'Microsoft.Logic/workflows/read',
      group,
    ],
    [
      'POST',
      `${group}/providers/Microsoft.Logic/workflows/w/disable`,
      'Microsoft.Logic/workflows/disable/action',
      `${group}/providers/Microsoft.Logic/workflows/w`,
    ],
    [
      'PUT',
      `${group}/providers/Microsoft.Network/dnsZones/z/CNAME/r`,
      'Microsoft.Network/dnsZones/CNAME/write',
      `${group}/providers/Microsoft.Network/dnsZones/z/CNAME/r`,
    ],
    [
      'GET',
      `${group}/providers/Microsoft.Logic/workflows/w/providers/Microsoft.Authorization/permissions`,
      'Microsoft.Authorization/permissions/read',
      `${group}/providers/Microsoft.Logic/workflows/w`,
    ],
  ])('%s %s', (method, path, action, resource) => {
    expect(actionOf(method, path)).toEqual({ action, resource });
  });
});

describe('a filter of records', () => {
  const pattern = {
    eventName: ['INSERT'],
    dynamodb: { Keys: { look: { S: [{ suffix: '#2' }] } } },
  };
  const record = (look: string, eventName = 'INSERT') => ({
    eventName,
    dynamodb: { Keys: { look: { S: look } } },
  });

  it('lets through what fits every part of any pattern', () => {
    expect(passes(record('1#x#2'), [pattern])).toBe(true);
    expect(passes(record('1#x#1'), [pattern])).toBe(false);
    expect(passes(record('1#x#2', 'MODIFY'), [pattern])).toBe(false);
    expect(passes(record('1#x#1'), [])).toBe(true);
  });

  it('guesses at no rule that it does not know', () => {
    expect(() => passes(record('x'), [{ eventName: [{ cidr: 'x' }] }])).toThrow(/cidr/);
  });
});
