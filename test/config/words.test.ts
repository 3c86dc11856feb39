import { describe, expect, it } from '@jest/globals';
import { duration, durationOrNone } from '../../config/durations.ts';
import { nearest } from '../../config/nearest.ts';

describe('duration', () => {
  it.each([
    ['500ms', 500],
    ['20s', 20_000],
    ['15m', 900_000],
    ['1h', 3_600_000],
  ])('reads %s as %d ms', (text, ms) => {
    expect(duration.parse(text)).toBe(ms);
  });

  it.each([20, '20', '1.5m', '0s', '-1s', '20 s', '', null, '9999999s'])('refuses %p', (raw) => {
    expect(duration.safeParse(raw).error?.issues[0]?.message).toContain('Write it like 500ms, 20s');
  });

  it('may be nothing only where nothing has a meaning', () => {
    expect(durationOrNone.parse('0s')).toBe(0);
  });
});

describe('nearest()', () => {
  it.each([
    ['westeurop', 'westeurope'],
    ['West Europe', 'westeurope'],
    ['northuerope', 'northeurope'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, ['northeurope', 'westeurope', 'westus'])).toBe(meant);
  });

  it('takes two letters swapped for one slip', () => {
    expect(nearest('aks', ['observe', 'advise', 'ask'])).toBe('ask');
  });

  it('suggests nothing rather than something far', () => {
    expect(nearest('atlantis', ['westeurope', 'northeurope'])).toBeUndefined();
    expect(nearest('', ['ask'])).toBeUndefined();
  });
});
