/** What every keeper of anchors must honour. */

import { describe, expect, it } from '@jest/globals';
import { anchorKey, s3Anchors } from '../../adapters/aws/anchors.ts';
import type { Anchor, Anchors } from '../../core/anchor.ts';
import type { Instant, WatchName } from '../../core/names.ts';
import { AwsRefusal } from '../../lab/aws/door.ts';
import { memoryAnchors } from '../../lab/world/stores/anchors.ts';
import { anS3 } from '../adapters/aws/clouds.ts';

const dayMs = 86_400_000;
const orders = 'orders' as WatchName;

function anchor(day: number, more: Partial<Anchor> = {}): Anchor {
  const at = (Date.UTC(2026, 2, 1, 3) + day * dayMs) as Instant;
  return { watch: orders, incident: 4, seq: 2, hash: `hash ${day}`, at, ...more };
}

const keepers: Record<string, () => Promise<Anchors>> = {
  memory: async () => memoryAnchors(),
  S3: async () => s3Anchors({ client: (await anS3()).client, bucket: 'farwatch-lab-anchors' }),
};

describe.each(Object.entries(keepers))('anchors in %s', (_, open) => {
  it('are given back as they were kept, the oldest first, each to its watch', async () => {
    const anchors = await open();
    expect(await anchors.all(orders)).toEqual([]);
    const other = anchor(0, { watch: 'orders-eu' as WatchName });
    for (const day of [3, 1, 4, 0, 2]) await anchors.keep(anchor(day));
    expect(await anchors.keep(other)).toBe('kept');
    expect(await anchors.all(orders)).toEqual([0, 1, 2, 3, 4].map((day) => anchor(day)));
    expect(await anchors.all(other.watch)).toEqual([other]);
  });

  it('keep the first one of a day, and nothing over it', async () => {
    const anchors = await open();
    expect(await anchors.keep(anchor(1))).toBe('kept');
    const later = anchor(1, { hash: 'another', at: (anchor(1).at + 3_600_000) as Instant });
    expect(await anchors.keep(later)).toBe('there');
    expect(await anchors.all(orders)).toEqual([anchor(1)]);
  });
});

describe('anchors in S3', () => {
  const bucket = 'farwatch-lab-anchors';

  it('lie below one prefix, by watch and day', () => {
    const odd = 'edi / receive' as WatchName;
    expect(anchorKey(anchor(1))).toBe('anchors/orders/2026-03-02.json');
    expect(anchorKey(anchor(0, { watch: odd }))).toBe(
      'anchors/edi%20%2F%20receive/2026-03-01.json',
    );
  });

  it('are named by the watch, whatever it is called', async () => {
    const { client } = await anS3();
    const anchors = s3Anchors({ client, bucket });
    const odd = anchor(0, { watch: 'edi / receive' as WatchName });
    await anchors.keep(odd);
    expect(await anchors.all(odd.watch)).toEqual([odd]);
  });

  it('are told as unreadable when they are something else', async () => {
    const { s3, client } = await anS3();
    const anchors = s3Anchors({ client, bucket });
    const newer = JSON.stringify({ ...anchor(0), version: 2 });
    for (const text of ['no JSON', '{}', newer]) {
      s3.put(`${bucket}/${anchorKey(anchor(0))}`, text);
      await expect(anchors.all(orders)).rejects.toMatchObject({ code: 'anchor-unreadable' });
    }
  });

  it('say which right is missing', async () => {
    const { s3, client } = await anS3();
    s3.meddle(() => new AwsRefusal('AccessDenied', 'Access Denied', 403));
    await expect(s3Anchors({ client, bucket }).keep(anchor(0))).rejects.toMatchObject({
      code: 'aws-refused',
      message: 'Cannot anchor the journal of orders: AccessDenied: Access Denied',
    });
  });
});
