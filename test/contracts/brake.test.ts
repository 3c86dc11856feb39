/** What every kill switch must honour. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ssmBrake } from '../../adapters/aws/brake.ts';
import { fileBrake } from '../../adapters/local/brake.ts';
import type { Brake, Lever } from '../../core/ports.ts';
import { memoryBrake } from '../../lab/world/stores/brake.ts';
import { anSsm } from '../adapters/aws/clouds.ts';
import { newFolder } from './folders.ts';

interface Held {
  readonly brake: Brake & Lever;
  /** Puts it into a state that nobody can read, or that no door of ours would set. */
  says?(text: string): Promise<void>;
  blur(): Promise<void>;
}

const brakes: Record<string, () => Promise<Held>> = {
  async memory() {
    const brake = memoryBrake();
    return { brake, blur: async () => brake.set({ is: 'unsure', why: 'blurred' }) };
  },
  async files() {
    const path = join(await newFolder(), 'brake.json');
    const says = (text: string) => writeFile(path, text);
    return { brake: fileBrake(path), says, blur: () => says('{ "by": "a') };
  },
  async SSM() {
    const { ssm, client } = await anSsm();
    const path = '/farwatch/orders/brake';
    const says = async (text: string) => ssm.put(path, text);
    return { brake: ssmBrake({ client, path }), says, blur: () => says('{ "by": "a') };
  },
};

const stop = { by: 'ana', why: 'a test of the switch', mark: 'm1' };

describe.each(Object.entries(brakes))('a brake in %s', (_, open) => {
  it('is off until somebody pulls it, and after it is released', async () => {
    const { brake } = await open();
    expect(await brake.read()).toEqual({ is: 'off' });
    await brake.pull(stop);
    expect(await brake.read()).toEqual({ is: 'on', ...stop });
    await brake.release();
    expect(await brake.read()).toEqual({ is: 'off' });
  });

  it('is where it was when it is pulled or released twice', async () => {
    const { brake } = await open();
    await brake.pull(stop);
    await brake.pull(stop);
    expect(await brake.read()).toEqual({ is: 'on', ...stop });
    await brake.release();
    await brake.release();
    expect(await brake.read()).toEqual({ is: 'off' });
  });

  it('holds the last stop of several', async () => {
    const { brake } = await open();
    await brake.pull(stop);
    await brake.pull({ ...stop, by: 'ben', mark: 'm2' });
    expect(await brake.read()).toEqual({ is: 'on', ...stop, by: 'ben', mark: 'm2' });
  });

  it('is unsure, and not off, when it cannot be read; and can be released from there', async () => {
    const { brake, blur } = await open();
    await blur();
    expect(await brake.read()).toMatchObject({ is: 'unsure' });
    await brake.release();
    expect(await brake.read()).toEqual({ is: 'off' });
  });

  it('is on when somebody set it past every door, as long as it says by whom and why', async () => {
    const { brake, says } = await open();
    await says?.('{ "by": "ana", "why": "change freeze" }');
    if (says === undefined) await brake.pull({ by: 'ana', why: 'change freeze' });
    expect(await brake.read()).toEqual({ is: 'on', by: 'ana', why: 'change freeze' });
  });
});

describe.each(['files', 'SSM'])('a brake in %s', (where) => {
  it.each(['', 'null', '{"by":"ana"}', '[]'])('is unsure when it says %j', async (text) => {
    const held = await brakes[where]?.();
    await held?.says?.(text);
    expect(await held?.brake.read()).toMatchObject({ is: 'unsure' });
  });
});

describe('a brake in files', () => {
  it('is unsure when a folder stands in its place', async () => {
    const path = join(await newFolder(), 'brake.json');
    await mkdir(path);
    expect(await fileBrake(path).read()).toMatchObject({ is: 'unsure' });
  });
});
