import { describe, expect, it } from '@jest/globals';
import { labAzure } from './build.ts';

const gateway = ['westeurope/gateway/orders-we'];
const served = { is: 'served', delayMs: 0, loseAnswer: false };

describe('a fault', () => {
  it('breaks its place and all within, and nothing beside it', () => {
    const { faults } = labAzure().world;
    faults.set('westeurope', { is: 'dark' });
    expect(faults.treat(gateway)).toEqual({ is: 'silent', afterHeaders: false });
    expect(faults.treat(['westeurope/arm'])).toMatchObject({ is: 'silent' });
    for (const beside of ['westeurope2/gateway', 'northeurope/gateway', 'arm', 'entra']) {
      expect(faults.treat([beside])).toEqual(served);
    }
    faults.clear('westeurope');
    expect(faults.treat(gateway)).toEqual(served);
  });

  it('of the worst sort is the one that is met, wherever on the way', () => {
    const { faults } = labAzure().world;
    faults.set('vantage/us-east-1', { is: 'slow', ms: 700 });
    faults.set('westeurope/gateway', { is: 'failing', status: 503 });
    expect(faults.treat([...gateway, 'vantage/us-east-1'])).toEqual({ is: 'status', status: 503 });
    faults.set('westeurope', { is: 'refused' });
    expect(faults.treat([...gateway, 'vantage/us-east-1'])).toEqual({ is: 'refused' });
  });

  it('may be one of several of a place: a brown-out fails some and slows the rest', () => {
    const { faults } = labAzure().world;
    faults.set('westeurope', { is: 'failing', status: 503, share: 0.4 });
    faults.set('westeurope', { is: 'slow', ms: 8_000 });
    expect(faults.list()).toHaveLength(2);
    const ends = Array.from({ length: 5_000 }, () => faults.treat(gateway));
    const failed = ends.filter((end) => end.is === 'status').length / ends.length;
    expect(failed).toBeGreaterThan(0.37);
    expect(failed).toBeLessThan(0.43);
    expect(
      ends.every((end) => end.is === 'status' || (end.is === 'served' && end.delayMs === 8_000)),
    ).toBe(true);
  });

  it('falls alike for one seed, whatever flows through the estate meanwhile', () => {
    const tell = (flowing: boolean) => {
      const { world, wait } = labAzure('brown-out', { flowing });
      world.faults.set('westeurope', { is: 'failing', status: 503, share: 0.5 });
      return Array.from({ length: 40 }, () => {
        wait(3);
        return world.faults.treat(gateway).is;
      });
    };
    expect(tell(true)).toEqual(tell(false));
  });
});
