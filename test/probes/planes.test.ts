import { expect, it } from '@jest/globals';
import { arm } from '../../probes/arm.ts';
import { entra } from '../../probes/entra.ts';
import { netWith, signal } from './nets.ts';

it('Entra is up when it answers, whether or not we hold credentials', async () => {
  for (const token of ['fresh', 'none'] as const) {
    const net = netWith({ identity: { check: async () => ({ phases: { answer: 2 }, token }) } });
    const answer = await entra.ask(net, {}, signal);
    expect(answer).toEqual({ finding: { is: 'up' }, phases: { answer: 2 } });
  }
});

it('ARM is up when its public metadata answers', async () => {
  const net = netWith({});
  const alive = async () => ({ phases: { answer: 2 } });
  const answer = await arm.ask({ ...net, azure: { ...net.azure, alive } }, {}, signal);
  expect(answer).toEqual({ finding: { is: 'up' }, phases: { answer: 2 } });
});
