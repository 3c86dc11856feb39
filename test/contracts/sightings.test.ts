/** What every store of sightings must honour. */

import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dynamoSightings } from '../../adapters/aws/sightings.ts';
import { fileSightings } from '../../adapters/local/sightings.ts';
import type { Instant, ProbeName, ServiceName, Vantage, WatchName } from '../../core/names.ts';
import type { Look, Observation, Subject } from '../../core/observation.ts';
import type { Sightings } from '../../core/ports.ts';
import { memorySightings } from '../../lab/world/stores/sightings.ts';
import { aTable } from '../adapters/aws/clouds.ts';
import { newFolder } from './folders.ts';

const orders = 'orders' as WatchName;
const minute = 60_000;
const clock = { now: () => (100 * minute) as Instant };

function look(slotMinute: number, vantage = 'eu-north-1', pass: Look['pass'] = 1, lagMs = 0): Look {
  const slot = (slotMinute * minute) as Instant;
  return { vantage: vantage as Vantage, slot, pass, observations: [], lagMs };
}

const bus = 'bus' as ServiceName;
/** A record, so that a subject that is new does not compile before a store is known to keep it. */
const subjects: Readonly<{ [Kind in Subject['kind']]: Subject & { kind: Kind } }> = {
  service: { kind: 'service', service: bus, side: 'primary' },
  pointer: { kind: 'pointer', service: bus },
  control: { kind: 'control', control: 'arm' },
  chain: { kind: 'chain', service: bus },
  posture: { kind: 'posture', service: bus, side: 'secondary' },
};

const onTrouble = (trouble: Error) => {
  throw trouble;
};

const stores: Record<string, () => Promise<Sightings>> = {
  memory: async () => memorySightings(),
  files: async () => fileSightings(await newFolder(), { clock, keepMs: 60 * minute }),
  DynamoDB: async () =>
    dynamoSightings({ ...(await aTable('sightings')), keepMs: 60 * minute, onTrouble }),
};

describe.each(Object.entries(stores))('sightings in %s', (_, open) => {
  it('are none at first', async () => {
    expect(await (await open()).since(orders, 0 as Instant)).toEqual([]);
  });

  it('come back from a slot on, of every vantage and pass', async () => {
    const store = await open();
    const passes = ([1, 2, 3] as const).map((pass) => look(91, 'eu-north-1', pass));
    const seen = [look(90), ...passes, look(91, 'us-east-1'), look(92)];
    for (const one of seen) await store.record(orders, one);
    const found = await store.since(orders, (91 * minute) as Instant);
    expect(found).toHaveLength(5);
    expect(found).toEqual(expect.arrayContaining(seen.slice(1)));
  });

  it('keep the first of a pass that is recorded twice', async () => {
    const store = await open();
    const twice = [look(91, 'eu-north-1', 1, 3), look(91, 'eu-north-1', 1, 700)];
    await Promise.all(twice.slice(0, 1).map((one) => store.record(orders, one)));
    await Promise.all(twice.map((one) => store.record(orders, one)));
    expect(await store.since(orders, 0 as Instant)).toEqual([twice[0]]);
  });

  it('come back whatever they are about', async () => {
    const store = await open();
    const observations = Object.values(subjects).map((subject): Observation => {
      const seen = { probe: 'probe' as ProbeName, vantage: 'eu-north-1' as Vantage, subject };
      return { ...seen, at: 1 as Instant, tookMs: 2, phases: {}, finding: { is: 'up' } };
    });
    const full = { ...look(91), observations };
    await store.record(orders, full);
    expect(await store.since(orders, 0 as Instant)).toEqual([full]);
  });

  it('keep the watches apart', async () => {
    const store = await open();
    await store.record(orders, look(91));
    expect(await store.since('invoices' as WatchName, 0 as Instant)).toEqual([]);
  });
});

describe('sightings in files', () => {
  it('are deleted when they have grown old', async () => {
    const folder = await newFolder();
    const store = fileSightings(folder, { clock, keepMs: 10 * minute });
    await store.record(orders, look(80));
    await store.record(orders, look(95));
    expect(await readdir(join(folder, orders))).toEqual([String(95 * minute)]);
  });

  it('tell of a damaged file once, keep it aside, and let that look abstain', async () => {
    const folder = await newFolder();
    const store = fileSightings(folder, { clock, keepMs: 60 * minute });
    await store.record(orders, look(91));
    await store.record(orders, look(92));
    const place = join(folder, orders, String(91 * minute));
    await writeFile(join(place, 'eu-north-1-1.json'), '{"vantage"');
    const all = () => store.since(orders, 0 as Instant);
    await expect(all()).rejects.toMatchObject({ code: 'sighting-unreadable' });
    expect(await all()).toEqual([look(92)]);
    expect(await readdir(place)).toEqual(['eu-north-1-1.json.unreadable-1']);
  });
});
