/** What a pipeline is told: which side serves, and whether it may deploy. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fileJournal } from '../adapters/local/journal.ts';
import type { Fact } from '../core/fact.ts';
import type { WatchName } from '../core/names.ts';
import { at, dark, minute, Story, service } from './build.ts';
import { farwatch } from './command-line.ts';

const orders = 'orders' as WatchName;
const opened = {
  ...{ kind: 'opened', incident: 2, at: at(0), conditions: [], quietUntil: undefined },
  active: { [service('orders-bus')]: 'secondary' },
} as const satisfies Fact;

describe('farwatch active', () => {
  let state: string;
  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), 'farwatch-active-'));
  });
  afterEach(() => rmSync(state, { recursive: true }));

  const folder = () => join(state, 'contoso', 'journal');
  const say = (...more: readonly string[]) =>
    farwatch(['active', 'examples/orders.yaml', '--state', state, ...more]);
  const write = async (facts: readonly Fact[]) => {
    const journal = fileJournal(folder());
    await journal.append(orders, (await journal.read(orders)).head, facts);
  };

  it('says where each service serves from, as last proven, and that a pipeline may go on', async () => {
    await write([opened]);
    const { code, stdout } = await say();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^● orders: calm$/m);
    expect(stdout).toMatch(/edi-receivers +westeurope \(primary\)/);
    expect(stdout).toMatch(/orders-bus +northeurope \(secondary\)/);
  });

  it('gives a script the side of one service and nothing else', async () => {
    await write([opened]);
    expect((await say('--service', 'orders-bus')).stdout).toBe('secondary\n');
    const wrong = await say('--service', 'orders-buz');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('there are edi-receivers, orders-bus, order-api');
  });

  it('lets nobody deploy while something is under way, and says what', async () => {
    const story = new Story();
    story.sees(9 * minute, dark);
    await write([opened, ...story.facts]);
    const told = await say('--json');
    expect(told.code).toBe(1);
    expect(JSON.parse(told.stdout)).toMatchObject({
      deploy: false,
      watches: [{ watch: 'orders', calm: false, stage: 'confirmed' }],
    });
    const one = await say('--service', 'edi-receivers');
    expect([one.code, one.stdout]).toEqual([1, 'primary\n']);
    expect(one.stderr).toContain('incident 2 is confirmed. Deploy nothing now');
  });

  it('cannot tell by a journal that is not there, or is damaged', async () => {
    const nowhere = await say();
    expect(nowhere.code).toBe(3);
    expect(nowhere.stdout).toContain('nothing has watched it from');
    expect(nowhere.stdout).toContain('It cannot be told whether anything may be deployed now.');
    await write([opened]);
    writeFileSync(join(folder(), 'orders', '000001-000001.json'), '{"half an ent');
    const damaged = await say('--service', 'orders-bus');
    expect([damaged.code, damaged.stdout]).toEqual([3, '']);
    expect(damaged.stderr).toContain('Cannot tell how orders stands');
  });
});
