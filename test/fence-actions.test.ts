/** The actions that docs/fences.md gives for workflows: they ask, stop, and do nothing before they know. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import * as z from 'zod';
import { logicApps } from '../services/logic-apps.ts';

const page = readFileSync('docs/fences.md', 'utf8');
const blocks = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => JSON.parse(text));
const [consumption, { definition: standard, kind }] = blocks;

const ended = z.tuple([z.string().regex(/^succeeded$/i)]);
const actions = z.strictObject({
  Who_may_run: z.strictObject({
    type: z.literal('Http'),
    runAfter: z.strictObject({}),
    inputs: z.strictObject({
      method: z.literal('GET'),
      uri: z.url(),
      // No key of the store lies in a workflow.
      authentication: z.strictObject({
        type: z.literal('ManagedServiceIdentity'),
        audience: z.literal('https://azconfig.io'),
      }),
      retryPolicy: z.strictObject({
        ...{ type: z.literal('fixed'), count: z.int().max(4), interval: z.string() },
      }),
    }),
  }),
  Unless_it_is_this_side: z.strictObject({
    type: z.literal('If'),
    runAfter: z.strictObject({ Who_may_run: ended }),
    expression: z.strictObject({
      not: z.strictObject({ equals: z.tuple([z.string(), z.string()]) }),
    }),
    actions: z.strictObject({
      Stop: z.strictObject({
        type: z.literal('Terminate'),
        runAfter: z.strictObject({}),
        inputs: z.strictObject({ runStatus: z.literal('Cancelled') }),
      }),
    }),
    else: z.strictObject({ actions: z.strictObject({}) }),
  }),
  // What has an effect waits for the answer, and for its being ours.
  Hand_the_document_on: z.strictObject({
    type: z.string(),
    runAfter: z.strictObject({ Unless_it_is_this_side: ended }),
    inputs: z.string(),
  }),
});
const definition = z.strictObject({
  $schema: z.url().regex(/2016-06-01\/workflowdefinition\.json#$/),
  contentVersion: z.literal('1.0.0.0'),
  parameters: z.strictObject({ side: z.strictObject({ type: z.literal('String') }) }).optional(),
  triggers: z.strictObject({}),
  actions,
  outputs: z.strictObject({}),
});

const both = [
  ['Consumption', consumption, "@parameters('side')"],
  ['Standard', standard, "@appsetting('FENCE_SIDE')"],
] as const;

describe.each(both)('the actions for Logic Apps (%s)', (_, told, side) => {
  const { actions: found } = definition.parse(told);

  it('compare what the store says with the side that they run on', () => {
    const { equals } = found.Unless_it_is_this_side.expression.not;
    expect(equals).toEqual(["@json(string(body('Who_may_run')))?['value']", side]);
  });

  it('ask for the very key that the example has a move set', () => {
    const file = parse(readFileSync('examples/fenced.yaml', 'utf8'));
    const read = logicApps.settings.safeParse(file.watches.edi.services['edi-receivers'].with);
    const told = read.success ? read.data.fencedBy : undefined;
    const fencedBy = told?.kind === 'app-configuration' ? told : undefined;
    const { host, pathname } = new URL(found.Who_may_run.inputs.uri);
    expect(host).toBe(`${fencedBy?.store.split('/').at(-1)}.azconfig.io`);
    expect(decodeURIComponent(pathname)).toBe(`/kv/${fencedBy?.key}`);
  });
});

it('a parameter says which side it is, or a setting of the app', () => {
  expect([Object.keys(consumption.parameters), standard.parameters]).toEqual([['side'], undefined]);
  expect(kind).toBe('Stateful');
});
