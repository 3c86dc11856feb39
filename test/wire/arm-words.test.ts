/** The lab's ARM in ARM's own words: who is let in, where a call is served, how a list is turned over. */

import { describe, expect, it } from '@jest/globals';
import type { Instant } from '../../core/names.ts';
import { armSite } from '../../lab/estate/arm.ts';
import { audiences, openEntra } from '../../lab/estate/entra.ts';
import type { Asked } from '../../lab/estate/https.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import {
  groups,
  namespaces,
  ordersLayout,
  record,
  workflowId,
} from '../lab/world/orders-layout.ts';

let at = Date.parse('2026-11-21T01:00:00Z');
const clock = { now: () => at as Instant };
const world = createAzure(ordersLayout, { clock, dice: diceOf('words') });
const entra = openEntra({ world, now: clock.now, tokenSeconds: 3_600 });
const site = armSite({ world, callerOf: entra.callerFor(audiences.arm) });

const edi = workflowId('primary', 'receive-edi');

function call(path: string, more: Partial<Asked> = {}): Asked {
  return {
    host: 'management.azure.com',
    method: 'GET',
    path,
    headers: {},
    body: '',
    door: { origin: 'operator', area: 'global', region: undefined, speaks: 'https' },
    ...more,
  };
}

async function tokenFor(scope: string): Promise<string> {
  const [identity] = ordersLayout.identities;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: identity?.client ?? '',
    client_secret: identity?.secret ?? '',
    scope,
  });
  const path = `/${ordersLayout.tenant}/oauth2/v2.0/token`;
  const served = await entra.site.answer(call(path, { method: 'POST', body: String(form) }));
  return JSON.parse(served.body).access_token;
}

async function answered(path: string, more: Partial<Asked> = {}) {
  const token = await tokenFor('https://management.azure.com/.default');
  const headers = { authorization: `Bearer ${token}`, ...more.headers };
  const { status, body } = await site.answer(call(path, { ...more, headers }));
  return { status, code: body === '' ? undefined : JSON.parse(body).error?.code, body };
}

describe('who is let in', () => {
  it('nobody without a token, and ARM says where to get one', async () => {
    const { status, headers, body } = await site.answer(call(`${edi}?api-version=2019-05-01`));
    expect(status).toBe(401);
    expect(JSON.parse(body).error.code).toBe('AuthenticationFailed');
    expect(headers['www-authenticate']).toContain('login.microsoftonline.com/contoso');
  });

  it.each([
    ['made up', async () => 'not.a.token', 'InvalidAuthenticationToken'],
    [
      'for Service Bus',
      () => tokenFor('https://servicebus.azure.net//.default'),
      'InvalidAuthenticationTokenAudience',
    ],
    [
      'an hour old',
      async () => {
        const token = await tokenFor('https://management.azure.com/.default');
        at += 3_600_000;
        return token;
      },
      'ExpiredAuthenticationToken',
    ],
  ])('nobody with a token that is %s', async (_what, token, code) => {
    const headers = { authorization: `Bearer ${await token()}` };
    const { status, body } = await site.answer(call(`${edi}?api-version=2019-05-01`, { headers }));
    expect([status, JSON.parse(body).error.code]).toEqual([401, code]);
  });

  it('everybody, to the metadata', async () => {
    const { status, body } = await site.answer(call('/metadata/endpoints?api-version=2022-09-01'));
    expect(status).toBe(200);
    expect(JSON.parse(body)[0].authentication.loginEndpoint).toMatch(/^https:/);
  });
});

describe('what is refused', () => {
  it.each([
    ['no api-version', edi, {}, 400, 'MissingApiVersionParameter'],
    [
      'one that this provider has not',
      `${edi}?api-version=2018-05-01`,
      {},
      400,
      'NoRegisteredProviderFound',
    ],
    [
      'a type that does not exist',
      `${groups.primary}/providers/Microsoft.Logic/flows/a`,
      {},
      404,
      'InvalidResourceType',
    ],
    [
      'a method that it has not',
      `${edi}?api-version=2019-05-01`,
      { method: 'DELETE' },
      405,
      'MethodNotAllowed',
    ],
    [
      'a body that is no JSON',
      `${record}?api-version=2018-05-01`,
      { method: 'PUT', body: '{' },
      400,
      'InvalidRequestContent',
    ],
    [
      'a record without a TTL',
      `${record}?api-version=2018-05-01`,
      { method: 'PUT', body: '{"properties":{}}' },
      400,
      'InvalidRequestContent',
    ],
  ])('%s', async (_what, path, more, status, code) => {
    expect(await answered(path, more)).toMatchObject({ status, code });
  });

  it('a record that must be new and is not', async () => {
    const body = JSON.stringify({ properties: { TTL: 30, CNAMERecord: { cname: 'a.example' } } });
    const more = { method: 'PUT', body, headers: { 'if-none-match': '*' } };
    const told = await answered(`${record}?api-version=2018-05-01`, more);
    expect(told).toMatchObject({ status: 412, code: 'PreconditionFailed' });
  });
});

describe('where a call is served', () => {
  const alias = `${namespaces.secondary}/disasterRecoveryConfigs/orders`;
  it.each([
    ['a workflow', edi, 'GET', ['arm/logic', 'westeurope/arm']],
    ['its switch', `${edi}/disable`, 'POST', ['arm/logic', 'westeurope/arm']],
    [
      'a list',
      `${groups.secondary}/providers/Microsoft.Logic/workflows`,
      'GET',
      ['arm/logic', 'northeurope/arm'],
    ],
    ['an alias', alias, 'GET', ['arm/servicebus', 'northeurope/arm']],
    ['its failover', `${alias}/failover`, 'POST', ['arm/servicebus', 'northeurope/arm']],
    ['a record', record, 'PUT', ['arm/dns']],
    ['the metadata', '/metadata/endpoints', 'GET', ['arm']],
  ])('%s', (_what, path, method, places) => {
    expect(site.places(call(path, { method }))).toEqual(places);
  });

  it('finds its operations whatever the case of the path', () => {
    const path = edi
      .replace('resourceGroups', 'resourcegroups')
      .replace('Microsoft.Logic', 'microsoft.logic');
    expect(site.places(call(path))).toEqual(['arm/logic', 'westeurope/arm']);
  });
});

it('turns a list over page by page, every page leading to the next', async () => {
  const names: string[] = [];
  let next: string | undefined =
    `${groups.primary}/providers/Microsoft.Logic/workflows?api-version=2019-05-01&$top=1`;
  while (next !== undefined) {
    const page: { value: { name: string }[]; nextLink?: string } = JSON.parse(
      (await answered(next)).body,
    );
    names.push(...page.value.map(({ name }) => name));
    next = page.nextLink?.replace('https://management.azure.com', '');
  }
  expect(names).toEqual(['health', 'receive-edi']);
});
