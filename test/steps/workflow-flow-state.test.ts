/** Workflows of one app enabled and disabled: what of its settings is kept, and who is never told of them. */

import { inspect as shown } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../../core/kinds.ts';
import { wordsOf } from '../../core/trouble.ts';
import { workflowFlowState as step } from '../../steps/workflow-flow-state.ts';
import { never, throttled } from './azure.ts';
import { apiVersion, canary, site, siteWith, type Told, wireOf } from './site.ts';

const workflows = ['receive', 'invoices'];
const disable = { site, workflows, state: 'Disabled', apiVersion } as const;
const enable = { ...disable, state: 'Enabled' } as const;
const both: readonly Told[] = workflows.map((name) => ({ name }));
const resting = both.map((one) => ({ ...one, state: 'Disabled' }));

const inspect = (there: readonly Told[], settings: typeof disable | typeof enable = disable) =>
  step.inspect(siteWith(there).azure, settings, never);

describe('workflows of an app', () => {
  it('are to do until each is in its state', async () => {
    const half = [{ name: 'Receive', state: 'Disabled' }, { name: 'invoices' }, { name: 'other' }];
    expect(await inspect(half)).toEqual({ is: 'todo', progress: { done: 1, of: 2 } });
    expect(await inspect(resting)).toEqual({ is: 'done' });
    expect(await inspect(both, enable)).toEqual({ is: 'done' });
  });

  it('that shall serve are waited for until they are well; what rests may be ill', async () => {
    const error = { code: 'InvalidConnection', message: canary };
    const ill = { name: 'invoices', health: { state: 'Unhealthy', error } };
    expect(await inspect([{ name: 'receive' }, ill], enable)).toEqual({
      is: 'moving',
      why: 'invoices is Unhealthy (InvalidConnection)',
    });
    const starting = both.map((one) => ({ ...one, health: { state: 'Unknown' } }));
    expect(await inspect(starting, enable)).toMatchObject({
      is: 'moving',
      why: 'receive is of unknown health, invoices is of unknown health',
    });
    expect(await inspect(resting.map((one) => ({ ...one, health: ill.health })))).toEqual({
      is: 'done',
    });
  });

  it('are stuck when one is not there, or in a state that nobody sets', async () => {
    expect(await inspect([{ name: 'receive' }])).toEqual({
      is: 'stuck',
      why: 'invoices not found in flows-we',
    });
    expect(await inspect([{ name: 'receive', state: 'Suspended' }, { name: 'invoices' }])).toEqual({
      is: 'stuck',
      why: 'receive is Suspended',
    });
  });

  it('are read from every page, and only of the app that was asked', async () => {
    const asked: string[] = [];
    const pages = [
      { value: [wireOf({ name: 'receive' })], nextLink: 'https://elsewhere/x?$skiptoken=7' },
      { value: [wireOf({ name: 'invoices' })], nextLink: null },
    ];
    const resource = async (id: string) => {
      asked.push(id);
      return pages[asked.length - 1];
    };
    const { azure } = siteWith([], {}, { resource });
    expect(await step.inspect(azure, enable, never)).toEqual({ is: 'done' });
    expect(asked).toEqual([`${site}/workflows`, `${site}/workflows?$skiptoken=7`]);
  });

  it.each([{}, { value: [{ name: 'flows-we/receive', properties: {} }] }])(
    'are not guessed from what ARM did not tell: %j',
    async (body) => {
      const { azure } = siteWith([], {}, { resource: async () => body });
      await expect(step.inspect(azure, disable, never)).rejects.toThrow(/ARM told no/);
    },
  );
});

describe('the settings of an app', () => {
  const found = {
    AzureWebJobsStorage: canary,
    'workflows.RECEIVE.flowstate': 'Enabled',
    'Workflows.other.FlowState': 'Disabled',
  };

  it('are written back whole, ours in the spelling that was found', async () => {
    const { azure, writes } = siteWith(both, found);
    await step.apply(azure, disable, never);
    expect(writes).toEqual([
      {
        id: `${site}/config/appsettings`,
        body: {
          properties: {
            ...found,
            'workflows.RECEIVE.flowstate': 'Disabled',
            'Workflows.invoices.FlowState': 'Disabled',
          },
        },
      },
    ]);
  });

  it('that say so already are not written again: each time the app restarts', async () => {
    const { azure, writes } = siteWith(both);
    await step.apply(azure, disable, never);
    // It has not restarted yet, so it looks as if nothing had been done.
    await step.apply(azure, disable, never);
    expect(writes).toHaveLength(1);
  });

  it('that somebody else is changing are left alone, and tried again later', async () => {
    const { azure, writes, change } = siteWith(both, found);
    const busy = { ...azure, pause: async () => change('Secret', `new ${canary}`) };
    const error = await refusalOf(step.apply(busy, disable, never));
    expect(error).toMatchObject({
      message: 'somebody else is changing the settings of flows-we: 1 within 1000 ms',
      ...{ sent: 'no', retryAfterMs: 10_000 },
    });
    expect(writes).toEqual([]);
  });

  it('may have ours changed meanwhile: what we want is absolute', async () => {
    const { azure, writes, change } = siteWith(both, found);
    const pause = async () => change('Workflows.invoices.FlowState', 'Enabled');
    await step.apply({ ...azure, pause }, disable, never);
    expect(writes).toHaveLength(1);
  });

  it.each([
    ['none', {}],
    ['one without its value', { AzureWebJobsStorage: canary, hidden: null }],
  ])('of which ARM tells %s are not written: what it left out would be gone', async (_, told) => {
    const { azure, writes } = siteWith(both, told);
    expect(await refusalOf(step.apply(azure, disable, never))).toMatchObject({ sent: 'no' });
    expect(writes).toEqual([]);
  });

  it('are written once ARM has had the rest that it asked for', async () => {
    const rests: number[] = [];
    let asked = 0;
    const { azure, writes } = siteWith(both);
    const busy = {
      ...azure,
      async ask(...call: Parameters<typeof azure.ask>) {
        asked += 1;
        if (asked === 1) throw throttled(2_000);
        return azure.ask(...call);
      },
      pause: async (ms: number) => {
        rests.push(ms);
      },
    };
    await step.apply(busy, disable, never);
    expect(rests).toEqual([2_000, 1_000]);
    expect(writes).toHaveLength(1);
  });
});

describe('a secret among the settings', () => {
  const quoting = (status: number | undefined, sent: 'no' | 'maybe') =>
    new Refusal({
      message: status === undefined ? 'ARM did not answer' : `ARM answered ${status}: ${canary}`,
      ...{ sent, status, code: 'BadRequest', cause: new Error(canary) },
    });
  const rows = [
    ['list', 400, 'no', 'no'],
    // Listing changes nothing, whatever became of it.
    ['list', 503, 'maybe', 'no'],
    ['list', undefined, 'maybe', 'no'],
    ['put', 400, 'no', 'no'],
    ['put', 503, 'maybe', 'maybe'],
    ['put', undefined, 'maybe', 'maybe'],
  ] as const;

  it.each(rows)('reaches nobody when %s is refused with %s', async (verb, status, said, sent) => {
    const refuse = async () => {
      throw quoting(status, said);
    };
    const { azure } = siteWith(both);
    const failing = { ...azure, ...(verb === 'put' ? { put: refuse } : { ask: refuse }) };
    const error = await refusalOf(step.apply(failing, disable, never));
    expect(error).toMatchObject({ name: 'Refusal', sent, status });
    for (const text of [shown(error, { depth: 9 }), wordsOf(error), JSON.stringify(error)]) {
      expect(text).not.toContain('canary');
    }
  });
});

async function refusalOf(applied: Promise<void>): Promise<unknown> {
  return applied.then(
    () => 'it was applied',
    (error: unknown) => error,
  );
}
