/** ARM on the wire: every step through Microsoft's own clients, and what they make of a bad day. */

import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Azure } from '../../core/azure.ts';
import { Between, Refusal } from '../../core/kinds.ts';
import type { Fault, Place } from '../../lab/world/azure.ts';
import { dnsRecord } from '../../steps/dns-record.ts';
import { logicAppState } from '../../steps/logic-app-state.ts';
import { serviceBusAlias } from '../../steps/service-bus-alias.ts';
import { ending, graceMs } from '../adapters/peers.ts';
import { gateways, groups, namespaces, record, workflowId } from '../lab/world/orders-layout.ts';
import { type ArmEstate, openArmEstate, receivers, seen } from './arm-estate.ts';
import { holdToSpecs, specsThere } from './exchanges.ts';

const never = new AbortController().signal;
const edi = workflowId('primary', 'receive-edi');

let arm: ArmEstate;
let azure: Azure;

beforeEach(async () => {
  arm = await openArmEstate();
  azure = arm.azureAs();
});

afterEach(async () => {
  await arm.estate.close();
});

/** What was changed, by whom, as Azure's own log has it. */
function log(): readonly string[] {
  return arm.world.writes.map(({ by, operation, resource }) => {
    return `${by}: ${operation} ${resource.split('/').at(-1)}`;
  });
}

describe('a step on the wire', () => {
  it('disables one workflow and sees it disabled once Azure shows it', async () => {
    const step = logicAppState;
    const settings = {
      resourceGroup: groups.primary,
      workflows: ['receive-edi'],
      state: 'Disabled' as const,
      concurrency: 8,
    };
    expect((await step.inspect(azure, settings, never)).is).toBe('todo');
    await step.apply(azure, settings, never);
    expect((await step.inspect(azure, settings, never)).is).toBe('todo');
    arm.pass(2_000);
    expect((await step.inspect(azure, settings, never)).is).toBe('done');
    expect(log()).toEqual(['switch: Microsoft.Logic/workflows/disable receive-edi']);
  });

  it('disables all that carry a tag, over several pages, resting when it is told to', async () => {
    const step = logicAppState;
    const settings = {
      resourceGroup: groups.primary,
      tag: { name: 'role', value: 'receiver' },
      state: 'Disabled' as const,
      concurrency: 8,
    };
    const of = receivers.length;
    const progress = { done: 0, of };
    expect(await step.inspect(azure, settings, never)).toEqual({ is: 'todo', progress });
    await step.apply(azure, settings, never);
    arm.pass(2_000);
    expect((await step.inspect(azure, settings, never)).is).toBe('done');
    expect(log()).toHaveLength(of);
  });

  it('points a name at the other side, and leaves a note of what it was', async () => {
    const step = dnsRecord;
    const settings = {
      record,
      target: gateways.secondary,
      replaces: [gateways.primary],
      ttlSeconds: 30,
    };
    expect((await step.inspect(azure, settings, never)).is).toBe('todo');
    await step.apply(azure, settings, never);
    expect((await step.inspect(azure, settings, never)).is).toBe('done');
    const said = await azure.recordSet(record, never);
    expect(said.metadata).toEqual({ farwatch: `was ${gateways.primary} with TTL 30` });
  });

  it.each([true, false])('fails an alias over, safe: %s, and waits for its role', async (safe) => {
    const step = serviceBusAlias;
    const settings = { namespace: namespaces.secondary, alias: 'orders', safe };
    expect((await step.inspect(azure, settings, never)).is).toBe('todo');
    await step.apply(azure, settings, never);
    arm.pass(3_000);
    expect((await step.inspect(azure, settings, never)).is).toBe('moving');
    arm.pass(8_000);
    expect((await step.inspect(azure, settings, never)).is).toBe('done');
    const detail = arm.world.writes.map((write) => write.detail);
    expect(detail).toEqual([safe ? 'safe' : 'forced']);
  });
});

describe('a refusal', () => {
  it('to an identity that may only look changes nothing, and says so', async () => {
    const look = arm.azureAs({ name: 'look' });
    await expect(look.workflow(edi, never)).resolves.toMatchObject({ state: 'Enabled' });
    await expect(look.setWorkflow(edi, 'Disabled', never)).rejects.toMatchObject({
      name: 'Refusal',
      status: 403,
      code: 'AuthorizationFailed',
      sent: 'no',
    });
    expect(log()).toEqual([]);
  });

  it('of a stale etag keeps what somebody else wrote', async () => {
    const { etag, ...said } = await azure.recordSet(record, never);
    const theirs = { ...said, cname: 'sorry.example' };
    await azure.putRecordSet(record, theirs, etag, never);
    const late = azure.putRecordSet(record, { ...said, cname: 'mine.example' }, etag, never);
    await expect(late).rejects.toMatchObject({ status: 412, sent: 'no' });
    expect((await azure.recordSet(record, never)).cname).toBe('sorry.example');
  });

  it.each<[string, (on: Azure) => Promise<unknown>]>([
    ['a workflow', (on) => on.workflow(workflowId('primary', 'nothing'), never)],
    ['a record', (on) => on.recordSet(`${record}-nothing`, never)],
    ['an alias', (on) => on.alias(namespaces.primary, 'nothing', never)],
    ['a resource group', (on) => on.workflows(`${groups.primary}-nothing`, never)],
  ])('says that %s does not exist by its status', async (_what, ask) => {
    await expect(ask(azure)).rejects.toMatchObject({ name: 'Refusal', status: 404, sent: 'no' });
  });

  it('of a second failover is told as Azure tells it', async () => {
    await azure.failOverAlias(namespaces.secondary, 'orders', { safe: false }, never);
    const again = azure.failOverAlias(namespaces.secondary, 'orders', { safe: false }, never);
    await expect(again).rejects.toMatchObject({ status: 409, sent: 'no' });
    expect(log()).toHaveLength(1);
  });

  it('for coming too often carries the rest that is asked for', async () => {
    arm.world.faults.set('arm/logic', { is: 'throttled', retryAfterMs: 7_500 });
    const told = { status: 429, retryAfterMs: 7_500, sent: 'no' };
    await expect(azure.setWorkflow(edi, 'Disabled', never)).rejects.toMatchObject(told);
  });

  it('by Entra is ours, and nothing was sent', async () => {
    const wrong = arm.azureAs({ secret: 'not-it' });
    const told = { name: 'Refusal', status: 401, code: 'AADSTS7000215', sent: 'no' };
    await expect(wrong.workflow(edi, never)).rejects.toMatchObject(told);
    await expect(wrong.setWorkflow(edi, 'Disabled', never)).rejects.toMatchObject(told);
  });
});

describe('on a bad day', () => {
  /** Enough to have sent it, on a machine that is busy; only silence takes all of it. */
  const brief = { timeoutMs: 1_000 };
  const silences: readonly Fault['is'][] = ['dark', 'halfOpen'];
  const azureUnder = ({ is }: Fault) => arm.azureAs(silences.includes(is) ? brief : {});
  const faults: readonly [string, Place, Fault, 'no' | 'maybe'][] = [
    ['a region whose resource provider is silent', 'westeurope/arm', { is: 'dark' }, 'maybe'],
    ['a region that sends headers and no more', 'westeurope', { is: 'halfOpen' }, 'maybe'],
    ['a provider that answers 503', 'arm/logic', { is: 'failing', status: 503 }, 'maybe'],
    ['an answer that is lost', 'arm/logic', { is: 'lostAnswer' }, 'maybe'],
    ['an ARM that accepts and is silent', 'arm', { is: 'dark' }, 'no'],
    ['an ARM that refuses connections', 'arm', { is: 'refused' }, 'no'],
    ['an ARM that resets them', 'arm', { is: 'reset' }, 'no'],
    ['an ARM with a certificate nobody trusts', 'arm', { is: 'badTls' }, 'no'],
    ['an Entra that is silent', 'entra', { is: 'dark' }, 'no'],
    ['an Entra that answers 503', 'entra', { is: 'failing', status: 503 }, 'no'],
  ];

  it.each(faults)('%s: what was sent is known', async (_told, place, fault, sent) => {
    arm.world.faults.set(place, fault);
    const written = azureUnder(fault).setWorkflow(edi, 'Disabled', never);
    await expect(written).rejects.toMatchObject({ name: 'Refusal', sent });
    // Whatever was said to have had no effect has had none.
    if (sent === 'no') expect(log()).toEqual([]);
    // And whoever answers, even if the answer does not arrive whole, has done it.
    if (fault.is === 'lostAnswer' || fault.is === 'halfOpen') expect(log()).toHaveLength(1);
  });

  it.each(faults)('%s: a reading knows nothing, and not for long', async (_told, place, fault) => {
    arm.world.faults.set(place, fault);
    const reading = azureUnder(fault).workflow(edi, never);
    const { lateMs } = await ending(reading, brief.timeoutMs);
    if (silences.includes(fault.is)) expect(lateMs).toBeLessThan(graceMs);
    const read = await reading.catch((error: unknown) => error);
    if (fault.is === 'lostAnswer') expect(read).toMatchObject({ state: 'Enabled' });
    else if (fault.is === 'failing' && place !== 'entra') expect(read).toBeInstanceOf(Refusal);
    else expect(read).toBeInstanceOf(Between);
  });

  it('one region does not keep the other from being switched', async () => {
    arm.world.faults.set('westeurope', { is: 'dark' });
    await azure.setWorkflow(workflowId('secondary', 'receive-edi'), 'Enabled', never);
    await azure.failOverAlias(namespaces.secondary, 'orders', { safe: false }, never);
    expect(log()).toHaveLength(2);
  });

  it('no write begins once its claim is over', async () => {
    const claim = new AbortController();
    claim.abort();
    const late = [
      azure.setWorkflow(edi, 'Disabled', claim.signal),
      azure.putRecordSet(
        record,
        { ttlSeconds: 1, cname: 'x.example', metadata: {} },
        'e',
        claim.signal,
      ),
      azure.failOverAlias(namespaces.secondary, 'orders', { safe: false }, claim.signal),
    ];
    for (const write of late) await expect(write).rejects.toMatchObject({ sent: 'no' });
    expect(log()).toEqual([]);
  });

  it('a claim that ends while ARM is silent leaves its write in doubt', async () => {
    arm.world.faults.set('westeurope/arm', { is: 'dark' });
    const claim = new AbortController();
    const written = azure.setWorkflow(edi, 'Disabled', claim.signal);
    setTimeout(() => claim.abort(), brief.timeoutMs);
    await expect(written).rejects.toMatchObject({ name: 'Refusal', sent: 'maybe' });
  });

  it('no error tells a secret', async () => {
    arm.world.faults.set('arm/logic', { is: 'failing', status: 500 });
    const refused = await azure.workflow(edi, never).catch((error: unknown) => error);
    const wrong = arm.azureAs({ secret: 'canary-secret' });
    const denied = await wrong.workflow(edi, never).catch((error: unknown) => error);
    for (const error of [refused, denied]) {
      const all = inspectDeep(error);
      expect(all).not.toMatch(/canary-secret|Bearer [A-Za-z]|eyJ|api-version/);
    }
  });
});

describe('alive()', () => {
  it('says how long each phase took', async () => {
    const { phases } = await azure.alive(never);
    expect(Object.keys(phases)).toEqual(expect.arrayContaining(['connect', 'secure', 'answer']));
  });

  it.each([
    ['silent', { is: 'dark' }, { name: 'Unreachable', phase: 'secure' }],
    ['refusing', { is: 'refused' }, { name: 'Unreachable', phase: 'connect' }],
    ['failing', { is: 'failing', status: 503 }, { name: 'Unreachable', phase: 'answer' }],
    ['tired of us', { is: 'throttled', retryAfterMs: 1_000 }, { name: 'Refusal', status: 429 }],
  ] as const)('tells an ARM that is %s', async (_told, fault, expected) => {
    arm.world.faults.set('arm', fault);
    const timeoutMs = fault.is === 'dark' ? 300 : 5_000;
    await expect(arm.azureAs({ timeoutMs }).alive(never)).rejects.toMatchObject(expected);
  });

  it('needs no Entra', async () => {
    arm.world.faults.set('entra', { is: 'dark' });
    await expect(azure.alive(never)).resolves.toBeDefined();
  });
});

/** An error with everything that hangs on it. */
function inspectDeep(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = Object.getOwnPropertyNames(error).map((name) => Reflect.get(error, name));
  return [error.stack, ...own.map((value) => JSON.stringify(value) ?? '')].join('\n');
}

const held = specsThere ? it : it.skip;

describe('what went over the wire', () => {
  afterAll(() => {
    if (!specsThere) console.warn('oav: skipped, ../shared/azure-specs is not there');
  });

  held('is what Microsoft publishes of its own API', async () => {
    const { count, faults } = await holdToSpecs(seen.exchanges);
    console.info(`oav: ${count} exchanges held against Microsoft's OpenAPI`);
    expect(faults).toEqual([]);
    expect(count).toBeGreaterThan(0);
  });

  held('would be noticed if it were anything else', async () => {
    const [read] = seen.exchanges.filter(({ asked }) => asked.path.includes('/CNAME/'));
    if (read === undefined) throw new Error('no record was read');
    const odd = JSON.parse(read.served.body);
    odd.properties.TTL = 'half an hour';
    const { count, faults } = await holdToSpecs([
      { ...read, served: { ...read.served, body: JSON.stringify(odd) } },
      { ...read, asked: { ...read.asked, path: read.asked.path.replace('CNAME', 'NAMES/more') } },
    ]);
    expect(faults).toContainEqual(expect.stringContaining('INVALID_TYPE'));
    expect(faults).toContainEqual(expect.stringMatching(/NAMES.*Could not find/));
    expect(count).toBe(0);
  });
});
