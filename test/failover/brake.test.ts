/** A kill switch that is thrown while a step of many writes is under way. */

import { describe, expect, it } from '@jest/globals';
import { stepKinds } from '../../config/kinds.ts';
import type { AzureWriter } from '../../core/azure.ts';
import type { ElsewhereWriter } from '../../core/elsewhere.ts';
import { memoryBrake } from '../../lab/world/stores/brake.ts';
import { behindBrake } from '../../lambdas/failover/brake.ts';
import { azureWith, group, logicApps, never, workflow } from '../steps/azure.ts';

const names = Array.from({ length: 40 }, (_, n) => `receive-${n}`);
const on = { is: 'on', by: 'ben', why: 'the partner called' } as const;

/** Workflows of which the `stopAt`th write has somebody throw the switch. */
function estate(stopAt: number, brake = memoryBrake()) {
  const apps = logicApps(names.map((name) => workflow(name)));
  const azure = azureWith({
    ...apps,
    async setWorkflow(...call) {
      await apps.setWorkflow(...call);
      if (apps.set.length >= stopAt) brake.set(on);
    },
  });
  return { apps, azure: behindBrake(azure, brake) };
}

describe('a kill switch thrown in the middle of a step', () => {
  const kind = stepKinds['logic-app-state'];
  const settings = { resourceGroup: group, workflows: names, state: 'Disabled', concurrency: 4 };

  it('lets no write begin that had not begun', async () => {
    const { apps, azure } = estate(10);
    const applied = kind?.apply(azure, settings, never);
    await expect(applied).rejects.toMatchObject({ sent: 'maybe' });
    // The other hands had theirs on the way.
    expect(apps.set.length).toBeLessThan(10 + 2 * 4);
  });

  it('says who threw it, and why', async () => {
    const { azure } = estate(1);
    await expect(kind?.apply(azure, settings, never)).rejects.toThrow(
      'the kill switch is on: ben: the partner called',
    );
  });

  it('holds every way to change Azure, and what is moved elsewhere', async () => {
    const brake = memoryBrake();
    brake.set({ is: 'unsure', why: 'Parameter Store is silent' });
    const azure = behindBrake(azureWith({}), brake);
    const set = { ttlSeconds: 30, cname: 'a.example', metadata: {} };
    const was = { cname: 'a.example', ttlSeconds: 30 };
    const change = { was, now: { ...was, cname: 'b.example' } };
    const address = { url: 'https://settings.example/publishers', headers: {} };
    const ways: Record<keyof (AzureWriter & ElsewhereWriter), () => Promise<unknown>> = {
      setWorkflow: () => azure.setWorkflow('w', 'Enabled', never),
      putRecordSet: () => azure.putRecordSet('r', set, 'e1', never),
      failOverAlias: () => azure.failOverAlias('n', 'a', { safe: false }, never),
      pairAlias: () => azure.pairAlias('n', 'a', 'm', never),
      patch: () => azure.patch('p/e', '2022-04-01', {}, never),
      put: () => azure.put('a/sessions/s', '2019-05-01', {}, never),
      ask: () => azure.ask('s/config/appsettings/list', '2024-04-01', {}, never),
      act: () => azure.act('n/failover', '2026-01-01', {}, never),
      deleteBusEntity: () => azure.deleteBusEntity('q', never),
      replaceHostedRecord: () => azure.replaceHostedRecord('Z1', 'a.example', change, never),
      httpSend: () => azure.httpSend('PUT', address, '{}', never),
    };
    for (const way of Object.values(ways)) {
      await expect(way()).rejects.toMatchObject({
        sent: 'no',
        message: 'the kill switch cannot be read: Parameter Store is silent',
      });
    }
  });
});
