/** Every step of the example's failover through the real clients: done once, whatever befalls it. */

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { stepKinds } from '../../config/kinds.ts';
import { movePhases, type Standing, type Step } from '../../core/plan.ts';
import type { AnyStep, World } from '../../core/world.ts';
import type { Fault } from '../../lab/world/azure.ts';
import { read } from '../../lab/world/specs.ts';
import { nameOf } from '../../steps/arm-id.ts';
import { holdToSpecs, specsThere } from './exchanges.ts';
import { layout, openWholeEstate, seen, type WholeEstate, watch } from './whole-estate.ts';

/** Of a forced and of a planned failover, in the order of a move; what both do alike, once. */
const all: readonly Step[] = watch.services.flatMap(({ steps: moves }) =>
  moves
    .filter(({ move, from }) => move === 'failover' && from === 'primary')
    .flatMap((m) => m.steps),
);
const steps = movePhases
  .flatMap((phase) => [...new Map(all.filter((s) => s.phase === phase).map((s) => [s.title, s]))])
  .map(([title, step]) => [title, step] as const);

const never = new AbortController().signal;

let whole: WholeEstate;

beforeEach(async () => {
  whole = await openWholeEstate();
});

afterEach(() => whole.wires.close());

function kindOf({ kind }: Step): AnyStep {
  const found = stepKinds[kind];
  if (found === undefined) throw new Error(`no step kind is named ${kind}`);
  return found;
}

/** Reads, and makes sure that nothing was changed by it. */
async function inspect(step: Step): Promise<Standing> {
  const before = whole.world.writes.length;
  const standing = await kindOf(step).inspect(whole.azure, step.settings, never);
  expect(whole.world.writes).toHaveLength(before);
  return standing;
}

function apply(step: Step, azure: World = whole.azure): Promise<void> {
  return kindOf(step).apply(azure, step.settings, never);
}

/** As Azure shows it when its effects have had all the time that a step is given. */
async function inTime(step: Step): Promise<Standing> {
  for (let waited = 0; waited < step.stepMsMax; waited += 1_000) {
    const standing = await inspect(step);
    if (standing.is === 'done' || standing.is === 'stuck') return standing;
    whole.pass(1_000);
  }
  return inspect(step);
}

/** What was changed, and how often. */
function changes(): readonly string[] {
  return whole.world.writes.map(({ by, operation, resource }) => `${by} ${operation} ${resource}`);
}

async function refusalOf(applied: Promise<void>): Promise<unknown> {
  return applied.then(
    () => 'it was applied',
    (error: unknown) => error,
  );
}

describe.each(steps)('%s', (_title, step) => {
  it('is to do, is applied, and is done when Azure shows it', async () => {
    expect((await inspect(step)).is).toBe('todo');
    await apply(step);
    expect(await inTime(step)).toEqual({ is: 'done' });
    expect(changes().length).toBeGreaterThan(0);
    expect(changes().every((line) => line.startsWith('switch '))).toBe(true);
  });

  it('when done is not done again by one who thinks it is to do', async () => {
    await apply(step);
    expect((await inTime(step)).is).toBe('done');
    const before = changes();
    await apply(step);
    expect(changes()).toEqual(before);
  });

  it('whose answers are lost is known to have been sent, and found done', async () => {
    whole.world.faults.set('arm', { is: 'lostAnswer' });
    expect(await refusalOf(apply(step))).toMatchObject({ name: 'Refusal', sent: 'maybe' });
    whole.world.faults.clearAll();
    const before = changes();
    expect(await inTime(step)).toEqual({ is: 'done' });
    expect(new Set(before).size).toBe(before.length);
  });

  it('told to wait waits for as long as it was told, and changes nothing meanwhile', async () => {
    const { world } = whole;
    const retryAfterMs = 7_000;
    world.faults.set('arm', { is: 'throttled', retryAfterMs });
    // A step that rests within its claim is let through after its first rest.
    const resting: World = {
      ...whole.azure,
      pause: async (ms, signal) => {
        expect(changes()).toEqual([]);
        await whole.azure.pause(ms, signal);
        world.faults.clearAll();
      },
    };
    const refused = await refusalOf(apply(step, resting));
    world.faults.clearAll();
    if (whole.rests.length > 0) {
      expect(refused).toBe('it was applied');
      expect(whole.rests).toEqual([retryAfterMs]);
    } else {
      expect(refused).toMatchObject({ status: 429, sent: 'no', retryAfterMs });
      expect(changes()).toEqual([]);
      await apply(step);
    }
    expect(await inTime(step)).toEqual({ is: 'done' });
  });

  const unreachable: readonly Fault[] = [{ is: 'refused' }, { is: 'failing', status: 503 }];

  it.each(unreachable)(
    'cannot be inspected while ARM is $is, and nothing is guessed',
    async (fault) => {
      whole.world.faults.set('arm', fault);
      await expect(inspect(step)).rejects.toThrow(/ARM/);
      whole.world.faults.clearAll();
      expect((await inspect(step)).is).toBe('todo');
    },
  );
});

describe('somebody else', () => {
  const [record = 'none'] = layout.names.map((name) => name.record);
  const pointing = steps.filter(([, step]) => read.record(step).length > 0);

  it.each(pointing)(
    'who changed the record a moment ago keeps their change: %s',
    async (_t, step) => {
      const { world, azure } = whole;
      // Between our reading and our writing.
      const overtaken: World = {
        ...azure,
        async recordSet(id, signal) {
          const said = await azure.recordSet(id, signal);
          const { ttlSeconds, metadata, etag } = said;
          const theirs = { ttlSeconds, metadata, cname: 'sorry.contoso.com' };
          world.arm.putRecordSet('operator', id, theirs, etag);
          return said;
        },
      };
      const refused = await refusalOf(apply(step, overtaken));
      expect(refused).toMatchObject({ name: 'Refusal', status: 412, sent: 'no' });
      expect(world.arm.recordSet(record).cname).toBe('sorry.contoso.com');
      const standing = await inspect(step);
      expect(standing).toMatchObject({ is: 'stuck' });
      expect(standing).toHaveProperty('why', expect.stringContaining('sorry.contoso.com'));
      expect(changes().filter((line) => line.startsWith('switch '))).toEqual([]);
    },
  );
});

describe('what is not there', () => {
  const switching = steps.filter(([, step]) => read.state(step).length > 0);

  it.each(switching)('is named, before anything is touched: %s', async (_title, step) => {
    await whole.wires.close();
    const [settings] = read.state(step);
    const [name = 'none'] = settings?.workflows ?? [];
    const without = layout.workflows.filter(
      ({ id }) => !id.startsWith(`${settings?.resourceGroup}/`) || nameOf(id) !== name,
    );
    whole = await openWholeEstate({ workflows: without });
    const standing = await inspect(step);
    expect(standing).toEqual({ is: 'stuck', why: `${name} not found in Azure` });
  });
});

describe('an alias without its pair', () => {
  const moving = steps.filter(([, { kind }]) => kind === 'service-bus-alias');

  it.each(moving)('is stuck, and is not failed over: %s', async (_title, step) => {
    for (const { alias, namespaces } of layout.aliases) {
      whole.world.arm.breakPairing('operator', namespaces.primary.id, alias);
    }
    whole.pass(60_000);
    const standing = await inspect(step);
    expect(standing).toMatchObject({ is: 'stuck', why: expect.stringContaining('pair') });
    expect(await refusalOf(apply(step))).toMatchObject({ name: 'Refusal', sent: 'no' });
    expect(changes().filter((line) => line.startsWith('switch '))).toEqual([]);
  });
});

const held = specsThere ? it : it.skip;

describe('what went over the wire to ARM', () => {
  if (!specsThere) console.warn('oav: skipped, ../shared/azure-specs is not there');

  held('is what Microsoft publishes of its own API', async () => {
    const { count, faults } = await holdToSpecs(seen.exchanges);
    console.info(`oav: ${count} exchanges of steps held against Microsoft's OpenAPI`);
    expect(faults).toEqual([]);
    expect(count).toBeGreaterThan(0);
  });
});
