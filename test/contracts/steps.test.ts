/** What every way to act must honour. A kind joins by its line in the registry. */

import { describe, expect, it } from '@jest/globals';
import type { Alias, Azure, RecordSet, Workflow } from '../../core/azure.ts';
import { planes } from '../../core/observation.ts';
import type { AnyStep, World } from '../../core/world.ts';
import { logicAppState } from '../../steps/logic-app-state.ts';
import * as registry from '../../steps/registry.ts';
import { at } from '../build.ts';
import { ledgerFrom } from '../ledger/build.ts';
import { azureWith, throttled } from '../steps/azure.ts';
import { told } from './step-worlds.ts';

const kinds: readonly (readonly [string, AnyStep])[] = Object.entries(registry);

/** Worlds that know nothing, or say something odd: whatever they say, looking changes nothing. */
const worlds: Readonly<Record<string, Partial<World>>> = {
  'says nothing': {},
  'is as it was before': untouched(),
  throttles: { ...untouched(), ...throttling() },
};

const acts = (kind: AnyStep) => kind.awaits !== true;
/** What it may do is Azure's to say, AWS's, or that of whoever gave it a key. */
const isOf = (kind: AnyStep) =>
  kind.permissions.some((action) => action.startsWith('Microsoft.'))
    ? 'Azure'
    : kind.permissions.length > 0
      ? 'AWS'
      : 'a key';
const idOf = {
  Azure: /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/.+/,
  AWS: /^[a-z0-9]+:.+/,
  'a key': /^https:\/\/[^?#]+$/,
};

/** What some kinds need to be told otherwise than the others. */
const start = (name: string): Partial<World> => ({ ...untouched(), ...told[name]?.before });
const end = (name: string): Partial<World> => ({ ...finished(), ...told[name]?.after });

describe.each(kinds)('%s', (name, kind) => {
  const claim = () => new AbortController();

  it('has a name that can be written in a file', () => {
    expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  it('accepts its own example, and nothing with an unknown key', () => {
    expect(kind.settings.safeParse(kind.example)).toEqual({ success: true, data: kind.example });
    const odd = Object.assign({}, kind.example, { surprise: true });
    expect(kind.settings.safeParse(odd).success).toBe(false);
  });

  it('describes itself in one line that fits a card', () => {
    const told = kind.describe(kind.example);
    expect(told).toMatch(/^\S[^\n]{4,119}$/);
    expect(told).not.toMatch(/undefined|\[object|subscriptions/);
  });

  it('names what it changes by ARM ids, or by where it is kept elsewhere, in lower case', () => {
    const targets = kind.targets(kind.example);
    expect(targets.length > 0).toBe(acts(kind));
    for (const target of targets) {
      expect(target).toMatch(idOf[isOf(kind)]);
      expect(target).toBe(target.toLowerCase());
    }
  });

  it('asks for actions by name: one to read, one to write, no wildcard', () => {
    if (isOf(kind) === 'a key') return;
    const [shape, reading] =
      isOf(kind) === 'Azure'
        ? [/^Microsoft\.[A-Za-z]+(\/[A-Za-z]+)+\/(read|write|delete|action)$/, /\/read$/]
        : [/^[a-z0-9]+:[A-Z][A-Za-z]+$/, /:(Get|List)[A-Za-z]+$/];
    for (const action of kind.permissions) expect(action).toMatch(shape);
    expect(kind.permissions.some((action) => reading.test(action))).toBe(true);
    expect(kind.permissions.some((action) => !reading.test(action))).toBe(acts(kind));
  });

  it('needs rights that are among its permissions, on what it changes and reads', () => {
    const known = [...kind.targets(kind.example), ...(kind.reads?.(kind.example) ?? [])];
    for (const { action, scope } of kind.rights?.(kind.example) ?? []) {
      expect(kind.permissions).toContain(action);
      // On the thing itself, or on what it is a part of.
      expect(known.some((id) => `${id}/`.startsWith(`${scope.toLowerCase()}/`))).toBe(true);
    }
  });

  it('says what must answer for it to be thrown, and how long it may take', () => {
    // What is not Azure's must need nothing of Azure: it is what is left when Azure does not answer.
    const least = isOf(kind) === 'Azure' ? expect.arrayContaining(['entra', 'arm']) : [];
    expect(kind.requires).toEqual(least);
    for (const plane of kind.requires) expect(planes).toContain(plane);
    expect(kind.settleMs).toBeGreaterThan(0);
    expect(kind.stepMsMax).toBeGreaterThan(kind.settleMs);
    // What cannot be undone must not be done behind the back of whoever approved.
    expect(kind.owable && kind.irreversible).toBe(false);
    expect(kind.irreversible && kind.danger === undefined).toBe(false);
    expect(kind.danger ?? 'may be').toMatch(/^[a-z].*[a-z]$/);
  });

  it.each(Object.entries(worlds))(
    'only reads when it inspects an Azure that %s',
    async (_, world) => {
      const { signal, writes, azure } = watched(world, claim());
      await kind.inspect(azure, kind.example, signal).catch(() => undefined);
      expect(writes).toEqual([]);
    },
  );
});

describe.each(kinds.filter(([, kind]) => !acts(kind)))('%s, which only waits', (name, kind) => {
  it.each([start(name), end(name)])('is never to do, and does nothing about it', async (world) => {
    const { signal, writes, azure } = watched(world, new AbortController());
    expect((await kind.inspect(azure, kind.example, signal)).is).not.toBe('todo');
    await expect(kind.apply(azure, kind.example, signal)).rejects.toMatchObject({ sent: 'no' });
    expect(writes).toEqual([]);
  });

  it('is done when others have done it', async () => {
    const { signal, azure } = watched(end(name), new AbortController());
    expect(await kind.inspect(azure, kind.example, signal)).toEqual({ is: 'done' });
  });
});

describe.each(kinds.filter(([, kind]) => acts(kind)))('%s, which acts', (name, kind) => {
  const claim = () => new AbortController();

  it('is todo before, and does something about it', async () => {
    const { signal, writes, azure } = watched(start(name), claim());
    const target = await targetOf(name, kind);
    expect((await kind.inspect(azure, kind.example, signal, target)).is).toBe('todo');
    await kind.apply(azure, kind.example, signal, target);
    expect(writes.length).toBeGreaterThan(0);
  });

  it('may be applied again when it is done: then nothing is written', async () => {
    const { signal, writes, azure } = watched(end(name), claim());
    const target = await targetOf(name, kind);
    expect((await kind.inspect(azure, kind.example, signal, target)).is).toBe('done');
    await kind.apply(azure, kind.example, signal, target);
    expect(writes).toEqual([]);
  });

  it('does not write after its claim is over', async () => {
    const over = claim();
    over.abort();
    const { signal, writes, azure } = watched(start(name), over);
    const target = await targetOf(name, kind);
    const applied = kind.apply(azure, kind.example, signal, target);
    await expect(applied).rejects.toMatchObject({ sent: 'no' });
    expect(writes).toEqual([]);
  });

  it('stops within its claim when Azure throttles it for ever', async () => {
    const limited = claim();
    const { signal, azure } = watched({ ...start(name), ...throttling(limited) }, limited);
    const target = await targetOf(name, kind);
    await expect(kind.apply(azure, kind.example, signal, target)).rejects.toThrow();
  });
});

describe.each(kinds.filter(([, kind]) => kind.fix))('%s, which fixes its target', (name, kind) => {
  it('only reads when it does, and answers what a journal can keep', async () => {
    const { signal, writes, azure } = watched(start(name), new AbortController());
    const target = await kind.fix?.(azure, kind.example, at(0), signal, ledgerFrom());
    expect(writes).toEqual([]);
    expect(JSON.parse(JSON.stringify(target))).toEqual(target);
    expect(target?.says).toMatch(/^\S[^\n]{4,119}$/);
  });

  it('can be looked at before', async () => {
    const { signal, azure } = watched(start(name), new AbortController());
    expect((await kind.inspect(azure, kind.example, signal)).is).toBe('todo');
  });
});

/** What a move would have fixed before it began with the step. */
async function targetOf(name: string, kind: AnyStep): Promise<unknown> {
  const { signal, azure } = watched(start(name), new AbortController());
  return (await kind.fix?.(azure, kind.example, at(0), signal, ledgerFrom()))?.value;
}

/** Takes note of every write, and refuses those after the signal, as the real port does. */
function watched(world: Partial<World>, { signal }: AbortController) {
  const writes: string[] = [];
  const write = (method: string) => async () => {
    if (signal.aborted) throw Object.assign(new Error('the claim is over'), { sent: 'no' });
    writes.push(method);
  };
  const azure = azureWith({
    setWorkflow: write('setWorkflow'),
    putRecordSet: write('putRecordSet'),
    failOverAlias: write('failOverAlias'),
    act: write('act'),
    ask: write('ask'),
    patch: write('patch'),
    put: write('put'),
    pairAlias: write('pairAlias'),
    deleteBusEntity: write('deleteBusEntity'),
    replaceHostedRecord: write('replaceHostedRecord'),
    httpSend: write('httpSend'),
    pause: async () => undefined,
    ...world,
  });
  return { signal, writes, azure };
}

/** An Azure as it is before any example was carried out: each value is what an example starts from. */
function untouched(): Partial<Azure> {
  return telling(
    { cname: exampled('replaces'), ttlSeconds: 300 },
    { role: 'Secondary', partner: '/subscriptions/s/partner' },
    (wanted) => (wanted === 'Enabled' ? 'Disabled' : 'Enabled'),
  );
}

function finished(): Partial<Azure> {
  return telling(
    { cname: exampled('target'), ttlSeconds: Number(exampled('ttlSeconds')) },
    { role: 'PrimaryNotReplicating', partner: undefined },
    (wanted) => wanted,
  );
}

function telling(
  record: Pick<RecordSet, 'cname' | 'ttlSeconds'>,
  alias: Pick<Alias, 'role' | 'partner'>,
  stateOf: (wanted: 'Enabled' | 'Disabled') => Workflow['state'],
): Partial<Azure> {
  const wanted = logicAppState.example.state;
  const workflow = (id: string): Workflow => ({ id, state: stateOf(wanted), tags: {} });
  const ids = kinds.flatMap(([, kind]) => kind.targets(kind.example));
  return {
    workflow: async (id) => workflow(id),
    workflows: async () => ids.map(workflow),
    recordSet: async () => ({ ...record, metadata: {}, etag: 'e1' }),
    alias: async () => ({ ...alias, provisioningState: 'Succeeded', pendingReplications: 0 }),
  };
}

/** What the examples say under a key: a story must start where an example does. */
function exampled(key: string): string {
  const examples = kinds.flatMap(([, kind]) =>
    Object.entries<unknown>(Object.assign({}, kind.example)),
  );
  const found = examples.find(([name]) => name === key);
  return String([found?.[1]].flat()[0]);
}

function throttling(claim?: AbortController): Partial<World> {
  let asked = 0;
  const refuse = async () => {
    asked += 1;
    if (asked > 5) claim?.abort();
    throw throttled(1_000);
  };
  return {
    ...{ setWorkflow: refuse, putRecordSet: refuse, failOverAlias: refuse },
    ...{ put: refuse, ask: refuse },
    ...{ put: refuse, replaceHostedRecord: refuse, httpSend: refuse },
    ...{ pairAlias: refuse, deleteBusEntity: refuse, act: refuse, patch: refuse },
  };
}
