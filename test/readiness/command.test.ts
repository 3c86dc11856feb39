/** `farwatch readiness`, in a process of its own, asking a lab: what a person reads, and a machine. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { loadEstate } from '../../config/load.ts';
import { describe as described, publish } from '../../lab/play/description.ts';
import { type Lab, openLab } from '../../lab/play/lab.ts';
import { farwatch, type Said } from '../command-line.ts';
import { newFolder } from '../contracts/folders.ts';

const example = 'examples/orders.yaml';
const scope =
  '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-dns/providers/Microsoft.Network/dnsZones/contoso.com/CNAME/orders';
const write = 'Microsoft.Network/dnsZones/CNAME/write';

let lab: Lab;
let attach: string;
let state: string;

beforeAll(async () => {
  const loaded = loadEstate(await readFile(example, 'utf8'), example);
  if (!loaded.ok) throw new Error(`${example} is refused`);
  lab = await openLab(loaded.estate, { seed: 'readiness' });
  state = await newFolder();
  attach = join(state, 'lab.json');
  await publish(attach, described(lab, example));
});

afterEach(() => {
  lab.world.grants.giveBack();
  lab.world.faults.clearAll();
});

afterAll(() => lab.close());

function readiness(...more: readonly string[]): Promise<Said> {
  return farwatch(['readiness', example, '--attach', attach, '--state', state, ...more]);
}

describe('farwatch readiness', () => {
  it('ends with 0 when a move would work, and says what it asked', async () => {
    const { code, stdout } = await readiness('--preflight');
    expect(stdout).toMatch(/● fine {3}orders-bus\/pair/);
    expect(stdout).toMatch(/● fine {3}switch token {2}\d\.\d s old/);
    expect(stdout).toMatch(/● fine {3}away from primary: order-api\/point-to-secondary {2}todo/);
    expect(stdout).toMatch(/● fine {3}away from secondary: order-api\/point-to-primary {2}done/);
    expect(stdout).toMatch(/● fine {3}kill switch {2}off/);
    expect(code).toBe(0);
    expect(lab.world.writes).toEqual([]);
  });

  it('ends with 1 when an action is missing, and names it and the whole id', async () => {
    lab.world.grants.take('switch', write, scope);
    const { code, stdout } = await readiness('--preflight');
    expect(stdout.toLowerCase()).toContain(`lacks ${write} on ${scope}`.toLowerCase());
    expect(code).toBe(1);
    // The look identity alone cannot tell: it may not ask for what another may do.
    expect((await readiness()).code).toBe(0);
  });

  it('ends with 3 when Azure does not answer', async () => {
    lab.world.faults.set('entra', { is: 'refused' });
    const { code, stdout } = await readiness('--preflight');
    expect(stdout).toMatch(/\? unsure switch token {2}Entra gave no token/);
    expect(code).toBe(3);
  });

  it('tells a machine the same, and nothing else', async () => {
    lab.world.grants.take('switch', write, scope);
    const { code, stdout } = await readiness('--preflight', '--json');
    const { watches } = JSON.parse(stdout);
    const { token, steps, brake } = watches[0].preflight.preflight;
    expect([token.is, brake.is, code]).toEqual(['held', 'off', 1]);
    const lacking = steps.filter(
      (step: { rights: { is: string } }) => step.rights.is === 'missing',
    );
    expect(lacking.map((step: { step: string }) => step.step).toSorted()).toEqual([
      'order-api/point-to-primary',
      'order-api/point-to-secondary',
    ]);
    expect(lacking[0].rights.missing[0].action).toBe(write);
  });

  it('ends with 2 without a lab where it is led to one', async () => {
    const { code, stderr } = await readiness('--attach', join(state, 'none.json'));
    expect([code, stderr]).toEqual([2, expect.stringContaining('Cannot find a lab')]);
  });
});
