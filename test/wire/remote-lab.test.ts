/** A lab in another process: what its file says is enough to stand beside it. */

import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadEstate } from '../../config/load.ts';
import {
  describe as described,
  labDescribedIn,
  publish,
  withdraw,
} from '../../lab/play/description.ts';
import { type Lab, type LabAccess, openLab } from '../../lab/play/lab.ts';
import { labAt, leversAt } from '../../lab/play/remote.ts';
import { newFolder } from '../contracts/folders.ts';

const example = 'examples/orders.yaml';
let lab: Lab;
let folder: string;
let remote: LabAccess;

beforeAll(async () => {
  const loaded = loadEstate(await readFile(example, 'utf8'), example);
  if (!loaded.ok) throw new Error(`${example} is refused`);
  lab = await openLab(loaded.estate, { seed: 'remote' });
  folder = await newFolder();
  remote = labAt(described(lab, example));
});

afterAll(() => lab.close());

describe('the file of a lab', () => {
  it('tells all that another process needs, to its owner alone', async () => {
    const path = join(folder, 'deep', 'lab.json');
    const description = described(lab, example);
    await publish(path, description);
    expect(await labDescribedIn(path)).toEqual(description);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(description.file).toBe(example);
    expect(Object.keys(description.nameServers)).toContain('operator');

    await expect(publish(path, description)).rejects.toMatchObject({ code: 'lab-open-already' });
    await withdraw(path, { ...description, control: 'http://127.0.0.1:1' });
    expect(await labDescribedIn(path)).toEqual(description);
    await withdraw(path, description);
    await expect(labDescribedIn(path)).rejects.toMatchObject({ code: 'lab-not-open' });
  });

  it('is replaced when it describes a lab that was killed', async () => {
    const path = join(folder, 'killed.json');
    const description = described(lab, example);
    const gone = { ...description, control: 'http://127.0.0.1:1' };
    await publish(path, gone);
    await expect(labDescribedIn(path)).rejects.toMatchObject({ code: 'lab-gone' });
    await publish(path, description);
    expect(await labDescribedIn(path)).toEqual(description);
  });

  it('is refused when it describes no lab', async () => {
    const path = join(folder, 'damaged.json');
    for (const text of ['{', '{"control":"http://127.0.0.1:1"}']) {
      await writeFile(path, text);
      await expect(labDescribedIn(path)).rejects.toMatchObject({ code: 'lab-file-damaged' });
    }
  });
});

describe('a lab in another process', () => {
  it.each([
    ['management.azure.com', 443],
    ['contoso-orders-we.servicebus.windows.net', 5671],
    ['orders.contoso.com', 443],
    ['198.51.100.10', 443],
  ])('leads a call to %s:%i where it would go inside', async (host, port) => {
    for (const origin of [...lab.world.layout.vantages, 'operator' as const]) {
      expect(await remote.dialOf(origin)(host, port)).toEqual(await lab.dialOf(origin)(host, port));
    }
    expect(remote.nameServersOf('operator')).toEqual(lab.nameServersOf('operator'));
  });

  it('says of a name that is none what a resolver says', async () => {
    const call = remote.dialOf('operator')('nowhere.contoso.com', 443);
    await expect(call).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('is broken and healed by its levers, and tells what became of it', async () => {
    await remote.levers.break('westeurope', { is: 'dark' });
    expect(lab.world.faults.treat(['westeurope/logic'])).toMatchObject({ is: 'silent' });
    expect(await remote.levers.faults()).toEqual(await lab.levers.faults());
    await remote.levers.heal('westeurope');
    await remote.levers.heal('westeurope');
    expect(await remote.levers.faults()).toEqual([]);
    const { workflows, writes } = await remote.levers.state();
    expect({ workflows, writes }).toEqual({
      workflows: (await lab.levers.state()).workflows,
      writes: [],
    });
  });

  it.each([() => lab.levers, () => remote.levers])('knows its places (%#)', async (levers) => {
    const breaking = levers().break('westeurop', { is: 'dark' });
    await expect(breaking).rejects.toThrow("nothing is at 'westeurop'; known are westeurope,");
  });

  it('has a pager that rings there', async () => {
    await remote.pager.ring('orders/1', 'West Europe is down');
    await remote.pager.acknowledge('orders/1', 'ana');
    const { is, by, text } = lab.pager.pages()[0] ?? {};
    expect({ is, by, text }).toEqual({
      is: 'acknowledged',
      by: 'ana',
      text: 'West Europe is down',
    });
    await remote.pager.resolve('orders/1');
    expect(lab.pager.pages()[0]?.is).toBe('resolved');
  });

  it('is missed in words when it is gone', async () => {
    const call = leversAt('http://127.0.0.1:1').state();
    await expect(call).rejects.toMatchObject({ code: 'lab-silent' });
  });
});
