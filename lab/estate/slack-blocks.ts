/** Slack's own rules for blocks: what it draws, how long it may be, what it refuses. */

import * as z from 'zod';

const plain = (max: number) =>
  z.object({ type: z.literal('plain_text'), text: z.string().min(1).max(max) });
const mrkdwn = (max: number) =>
  z.object({ type: z.enum(['mrkdwn', 'plain_text']), text: z.string().min(1).max(max) });
const blockId = z.string().min(1).max(255).optional();
const actionId = z.string().min(1).max(255);

const confirm = z.object({
  title: plain(100),
  text: mrkdwn(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(['primary', 'danger']).optional(),
});

const button = z.object({
  type: z.literal('button'),
  action_id: actionId,
  text: plain(75),
  value: z.string().max(2_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
});

const input = z.object({
  type: z.literal('plain_text_input'),
  action_id: actionId,
  max_length: z.int().min(1).max(3_000).optional(),
});

const block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('header'), block_id: blockId, text: plain(150) }),
  z.object({ type: z.literal('section'), block_id: blockId, text: mrkdwn(3_000) }),
  z.object({
    type: z.literal('context'),
    block_id: blockId,
    elements: z.array(mrkdwn(3_000)).min(1).max(10),
  }),
  z.object({
    type: z.literal('actions'),
    block_id: blockId,
    elements: z.array(button).min(1).max(25),
  }),
  z.object({ type: z.literal('input'), block_id: blockId, label: plain(2_000), element: input }),
  z.object({ type: z.literal('divider'), block_id: blockId }),
]);

export type LabBlock = z.infer<typeof block> & { readonly block_id: string };
export type LabButton = z.infer<typeof button>;

export type Checked = Readonly<
  | { is: 'drawable'; blocks: readonly LabBlock[] }
  | { is: 'refused'; error: 'invalid_blocks' | 'msg_blocks_too_long'; messages: readonly string[] }
>;

/** What all texts of one message may add up to; met in practice, found in no reference. */
const charactersMax = 13_200;

/** `json`: the `blocks` of a call, as it came in the form. */
export function checkBlocks(json: string): Checked {
  const raw = read(json);
  const parsed = z.array(block).max(50).safeParse(raw);
  if (!parsed.success) {
    const messages = parsed.error.issues.map(
      ({ path, message }) => `[ERROR] ${message} [json-pointer:/blocks/${path.join('/')}]`,
    );
    return refused(messages);
  }
  const blocks = parsed.data.map((one, at) => ({ ...one, block_id: one.block_id ?? `b${at}` }));
  const twice = repeated(blocks);
  if (twice.length > 0) return refused(twice);
  const characters = blocks.reduce((sum, one) => sum + textsOf(one), 0);
  if (characters > charactersMax)
    return { is: 'refused', error: 'msg_blocks_too_long', messages: [`${characters} characters`] };
  return { is: 'drawable', blocks };
}

function read(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    // Slack calls anything that is not JSON by the same name as a wrong block.
    if (error instanceof SyntaxError) return 'not JSON';
    throw error;
  }
}

function repeated(blocks: readonly LabBlock[]): readonly string[] {
  const ids = blocks.map((one) => one.block_id);
  const actions = blocks.flatMap((one) => {
    const within = one.type === 'actions' ? one.elements.map((e) => e.action_id) : [];
    return new Set(within).size === within.length ? [] : [`action_id repeated in ${one.block_id}`];
  });
  return new Set(ids).size === ids.length ? actions : ['block_id already exists', ...actions];
}

function textsOf(one: LabBlock): number {
  switch (one.type) {
    case 'header':
    case 'section':
      return one.text.text.length;
    case 'context':
      return one.elements.reduce((sum, e) => sum + e.text.length, 0);
    case 'input':
      return one.label.text.length;
    case 'actions':
    case 'divider':
      return 0;
  }
}

function refused(messages: readonly string[]): Checked {
  return { is: 'refused', error: 'invalid_blocks', messages };
}
