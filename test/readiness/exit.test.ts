/** What `farwatch readiness` ends with: 0 the way is open, 1 a move would fail, 3 it could not be told. */

import { describe, expect, it } from '@jest/globals';
import { exitOf } from '../../bin/deeds/readiness.ts';
import { lookedAfter } from './stage.ts';

describe('the exit code of readiness', () => {
  it('is 0 for a sound estate', async () => {
    expect(exitOf([await lookedAfter().look()])).toBe(0);
  });

  it('is 0 for what only deserves a look', async () => {
    const estate = lookedAfter();
    estate.brake.set({ is: 'on', by: 'ana', why: 'drill' });
    expect(exitOf([await estate.look()])).toBe(0);
  });

  it('is 1 when a move would fail, whatever else could not be told', async () => {
    const estate = lookedAfter();
    const [alias] = estate.world.layout.aliases;
    const { primary } = alias?.namespaces ?? {};
    estate.world.arm.breakPairing('operator', primary?.id ?? '', alias?.alias ?? '');
    estate.brake.set({ is: 'unsure', why: 'silent' });
    await estate.pass(60_000);
    expect(exitOf([await estate.look(), await lookedAfter().look()])).toBe(1);
  });

  it('is 3 when Azure could not be asked', async () => {
    const estate = lookedAfter();
    estate.world.faults.set('arm', { is: 'dark' });
    expect(exitOf([await lookedAfter().look(), await estate.look()])).toBe(3);
  });

  it('is 3 when only the kill switch could not be read', async () => {
    const estate = lookedAfter();
    estate.brake.set({ is: 'unsure', why: 'silent' });
    expect(exitOf([await estate.look()])).toBe(3);
  });
});
