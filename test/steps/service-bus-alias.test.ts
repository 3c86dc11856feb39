/** Moving a Service Bus alias: the one step that nobody can take back. */

import { describe, expect, it } from '@jest/globals';
import type { Alias, Azure } from '../../core/azure.ts';
import { Between } from '../../core/kinds.ts';
import { serviceBusAlias as step } from '../../steps/service-bus-alias.ts';
import { alias, azureWith, never, notFound, unanswered } from './azure.ts';

const namespace =
  '/subscriptions/s-1/resourceGroups/g/providers/Microsoft.ServiceBus/namespaces/orders-ne';
const settings = { namespace, alias: 'orders', safe: false };

describe('inspect() of the namespace that shall become primary', () => {
  const rows: readonly [string, Partial<Alias>, string][] = [
    ['it is the secondary', {}, 'todo'],
    ['it leads', { role: 'Primary' }, 'done'],
    ['it leads alone', { role: 'PrimaryNotReplicating', partner: undefined }, 'done'],
    ['it is on its way', { provisioningState: 'Accepted' }, 'moving'],
    [
      'it leads, and is still settling',
      { role: 'Primary', provisioningState: 'Accepted' },
      'moving',
    ],
    ['it failed', { provisioningState: 'Failed' }, 'stuck'],
    ['it failed after it came to lead', { role: 'Primary', provisioningState: 'Failed' }, 'stuck'],
    ['it has no partner', { partner: undefined }, 'stuck'],
  ];
  it.each(rows)('when %s', async (_told, said, expected) => {
    const azure = azureWith({ alias: async () => alias(said) });
    expect((await step.inspect(azure, settings, never)).is).toBe(expected);
  });

  it('is stuck where there is no alias, and says what to do', async () => {
    const azure = azureWith({ alias: () => Promise.reject(notFound()) });
    expect(await step.inspect(azure, settings, never)).toEqual({
      is: 'stuck',
      why: 'alias orders is not paired with orders-ne: pair it with an empty namespace',
    });
  });

  it('does not know when ARM does not answer', async () => {
    const azure = azureWith({ alias: () => Promise.reject(new Between('dark')) });
    await expect(step.inspect(azure, settings, never)).rejects.toThrow(Between);
  });
});

describe('apply()', () => {
  it.each([false, true])('asks the secondary, safe: %s', async (safe) => {
    const { azure, pushed } = bus(alias());
    await step.apply(azure, { ...settings, safe }, never);
    expect(pushed).toEqual([[namespace, 'orders', { safe }]]);
  });

  it('may come again after a run that died: an alias on its way is not pushed twice', async () => {
    for (const said of [alias({ provisioningState: 'Accepted' }), alias({ role: 'Primary' })]) {
      const { azure, pushed } = bus(said);
      await step.apply(azure, settings, never);
      expect(pushed).toEqual([]);
    }
  });

  it('refuses to push one that has lost its partner', async () => {
    const { azure, pushed } = bus(alias({ partner: undefined }));
    await expect(step.apply(azure, settings, never)).rejects.toMatchObject({ sent: 'no' });
    expect(pushed).toEqual([]);
  });

  it('passes on that nobody knows whether it was sent', async () => {
    const azure = azureWith({
      alias: async () => alias(),
      failOverAlias: () => Promise.reject(unanswered('maybe')),
    });
    await expect(step.apply(azure, settings, never)).rejects.toMatchObject({ sent: 'maybe' });
  });
});

it('gives Azure time to show what it did, and up to ten minutes to do it', () => {
  expect(step.settleMs).toBeGreaterThanOrEqual(5_000);
  expect(step.stepMsMax).toBe(600_000);
  expect(step.irreversible).toBe(true);
});

function bus(said: Alias): { azure: Azure; pushed: unknown[] } {
  const pushed: unknown[] = [];
  const azure = azureWith({
    alias: async () => said,
    async failOverAlias(...call) {
      pushed.push(call.slice(0, 3));
    },
  });
  return { azure, pushed };
}
