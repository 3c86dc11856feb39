/** What a bot writes: messages, lines below them, edits; refused as Slack refuses them. */

import * as z from 'zod';
import { checkBlocks, type LabBlock } from './slack-blocks.ts';
import type { Metadata, Room } from './slack-room.ts';
import { type ApiAnswer, no, yes } from './slack-said.ts';

interface Drawn {
  readonly text: string;
  readonly blocks: readonly LabBlock[];
  readonly metadata?: Metadata;
}

export type Write = (form: URLSearchParams, room: Room, drawn: Drawn) => ApiAnswer;

const textMax = 40_000;

/** Slack takes a flat payload of texts, numbers and yes or no. */
const metadataShape = z.strictObject({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

export function written(form: URLSearchParams, room: Room, write: Write): ApiAnswer {
  const text = form.get('text') ?? '';
  const raw = form.get('blocks');
  if (text === '' && raw === null) return no('no_text');
  if (text.length > textMax) return no('msg_too_long');
  const checked = raw === null ? ({ is: 'drawable', blocks: [] } as const) : checkBlocks(raw);
  if (checked.is === 'refused')
    return no(checked.error, { response_metadata: { messages: checked.messages } });
  const given = form.get('metadata');
  const metadata = given === null ? undefined : metadataShape.safeParse(JSON.parse(given));
  if (metadata?.success === false) return no('invalid_metadata_format');
  const marked = metadata === undefined ? {} : { metadata: metadata.data };
  return write(form, room, { text, blocks: checked.blocks, ...marked });
}

export const writes: Readonly<Record<string, Write>> = {
  'chat.postMessage': (form, room, drawn) => {
    const thread = form.get('thread_ts');
    if (thread !== null && room.find(thread) === undefined) return no('thread_not_found');
    const { ts } = room.post(thread === null ? drawn : { ...drawn, thread });
    return yes({ channel: room.channel, ts, message: { type: 'message', ts, ...drawn } });
  },
  'chat.update': (form, room, drawn) => {
    const edited = room.edit(form.get('ts') ?? '', drawn);
    if (edited === undefined) return no('message_not_found');
    return yes({ channel: room.channel, ts: edited.ts, text: edited.text });
  },
};
