/** A switch of the estate's own: asked before it is told, and told only what it should hear. */

import { describe, expect, it } from '@jest/globals';
import { scalarAt } from '../../core/json-pointer.ts';
import { webhook as step } from '../../steps/webhook.ts';
import { azureWith, never } from './azure.ts';

const settings = step.example;

function saying(text: string) {
  const sent: unknown[] = [];
  const elsewhere = azureWith({
    httpGet: async () => text,
    async httpSend(...[method, { url, headers }, body]) {
      sent.push({ method, url, headers, body });
    },
  });
  return { sent, elsewhere };
}

describe('a switch of our own', () => {
  it('is told what its file says, with a reference where its key is', async () => {
    const { sent, elsewhere } = saying('{"active":"westeurope"}');
    expect(await step.inspect(elsewhere, settings, never)).toEqual({ is: 'todo' });
    await step.apply(elsewhere, settings, never);
    const { set, body } = settings;
    expect(sent).toEqual([{ ...set, body }]);
    expect(JSON.stringify(sent)).toContain('env:SETTINGS_WRITE_KEY');
  });

  it.each([
    ['says a third thing', '{"active":"us"}', 'says us, which is neither side'],
    ['says nothing there', '{"other":1}', 'tells no value at /active'],
    ['says more than a value', '{"active":{"region":"westeurope"}}', 'tells no value at /active'],
  ])('is left to people when it %s', async (_told, text, why) => {
    const { sent, elsewhere } = saying(text);
    expect(await step.inspect(elsewhere, settings, never)).toEqual({
      is: 'stuck',
      why: expect.stringContaining(why),
    });
    await expect(step.apply(elsewhere, settings, never)).rejects.toMatchObject({ sent: 'no' });
    expect(sent).toEqual([]);
  });

  it('cannot be read when its answer is no JSON, and nothing of that is repeated', async () => {
    const { elsewhere } = saying('<html>key-0123456789');
    const inspected = step.inspect(elsewhere, settings, never);
    await expect(inspected).rejects.toThrow(/^the answer is no JSON$/);
  });

  it('is called without its query, in which keys hide', () => {
    const url = `${settings.set.url}?code=key-0123456789`;
    const asked = { ...settings, set: { ...settings.set, url } };
    const told = [step.describe(asked), ...step.targets(asked)].join(' ');
    expect(told).not.toContain('key');
  });

  it('is refused a body that is no JSON, and a value that replaces itself', () => {
    for (const odd of [{ body: '{active:' }, { replaces: [settings.value] }]) {
      expect(step.settings.safeParse({ ...settings, ...odd }).success).toBe(false);
    }
  });
});

describe('a JSON pointer', () => {
  const document = '{"a":{"b/c":[true,{"~":7}]},"":"nothing","n":null}';

  it.each([
    ['/a/b~1c/0', true],
    ['/a/b~1c/1/~0', 7],
    ['/', 'nothing'],
    ['/n', undefined],
    ['/a', undefined],
    ['/toString', undefined],
    ['/a/b~1c/length', undefined],
  ])('%s finds plain values only: %p', (pointer, value) => {
    expect(scalarAt(document, pointer)).toBe(value);
  });
});
