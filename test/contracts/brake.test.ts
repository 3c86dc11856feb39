/** What every kill switch must honour. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ssmBrake } from '../../adapters/aws/brake.ts';
import { fileBrake } from '../../adapters/local/brake.ts';
import type { Brake } from '../../core/ports.ts';
import { memoryBrake } from '../../lab/world/stores/brake.ts';
import { anSsm } from '../adapters/aws/clouds.ts';
import { newFolder } from './folders.ts';

interface Held {
  readonly brake: Brake;
  pull(by: string, why: string): Promise<void>;
  release(): Promise<void>;
  /** Leaves it in a state that nobody can read. */
  blur(): Promise<void>;
}

const brakes: Record<string, () => Promise<Held>> = {
  async memory() {
    const brake = memoryBrake();
    return {
      brake,
      pull: async (by, why) => brake.set({ is: 'on', by, why }),
      release: async () => brake.set({ is: 'off' }),
      blur: async () => brake.set({ is: 'unsure', why: 'blurred' }),
    };
  },
  async files() {
    const path = join(await newFolder(), 'brake.json');
    const brake = fileBrake(path);
    return { brake, ...brake, blur: () => writeFile(path, '{ "by": "a') };
  },
  async SSM() {
    const { ssm, client } = await anSsm();
    const brake = ssmBrake({ client, path: '/farwatch/orders/brake' });
    return { brake, ...brake, blur: async () => ssm.put('/farwatch/orders/brake', '{ "by": "a') };
  },
};

describe.each(Object.entries(brakes))('a brake in %s', (_, open) => {
  it('is off until somebody pulls it, and after it is released', async () => {
    const { brake, pull, release } = await open();
    expect(await brake.read()).toEqual({ is: 'off' });
    await pull('ana', 'a test of the switch');
    expect(await brake.read()).toEqual({ is: 'on', by: 'ana', why: 'a test of the switch' });
    await release();
    expect(await brake.read()).toEqual({ is: 'off' });
  });

  it('is unsure, and not off, when it cannot be read', async () => {
    const { brake, blur } = await open();
    await blur();
    expect(await brake.read()).toMatchObject({ is: 'unsure' });
  });
});

describe('a brake in files', () => {
  it.each(['', 'null', '{"by":"ana"}', '[]'])('is unsure when the file says %j', async (text) => {
    const path = join(await newFolder(), 'brake.json');
    await writeFile(path, text);
    expect(await fileBrake(path).read()).toMatchObject({ is: 'unsure' });
  });

  it('is unsure when a folder stands in its place', async () => {
    const path = join(await newFolder(), 'brake.json');
    await mkdir(path);
    expect(await fileBrake(path).read()).toMatchObject({ is: 'unsure' });
  });
});
