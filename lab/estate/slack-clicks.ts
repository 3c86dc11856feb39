/** What happens when somebody presses a button: a signed form post, and an address to answer to. */

import { createHmac, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Instant } from '../../core/names.ts';
import { wordsOf } from '../../core/trouble.ts';
import type { LabButton } from './slack-blocks.ts';
import { type Member, team } from './slack-people.ts';
import type { Message, Room } from './slack-room.ts';

export interface Press {
  readonly user: string;
  readonly ts: string;
  readonly blockId: string;
  readonly actionId: string;
  /** What stands in the fields of the message: by block, then by action. */
  readonly typed?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export type Pressed = Readonly<{ is: 'delivered' } | { is: 'failed'; why: string }>;

export interface Clicks {
  press(press: Press): Promise<Pressed>;
  /** A post to a response address. `gone`: unknown, too old or used up. */
  respond(path: string, body: string): 'ok' | 'gone';
}

/** An app must answer a click within three seconds. */
const answerMs = 3_000;
const responseUsesMax = 5;
const responseMs = 30 * 60_000;

export function createClicks(options: {
  readonly room: Room;
  readonly people: readonly Member[];
  readonly signingSecret: string;
  readonly interactivityUrl: string;
  /** Where response addresses begin, ending in a slash. */
  readonly hooks: () => string;
  readonly clock: { now(): Instant };
}): Clicks {
  const { room, people, clock } = options;
  const addresses = new Map<string, { user: string; ts: string; uses: number; until: number }>();

  function responseUrl(user: string, ts: string): string {
    const id = randomUUID();
    addresses.set(id, { user, ts, uses: responseUsesMax, until: clock.now() + responseMs });
    return `${options.hooks()}${id}`;
  }

  async function press(of: Press): Promise<Pressed> {
    const message = room.find(of.ts);
    const button = message && buttonOf(message, of);
    const member = people.find(({ id }) => id === of.user) ?? { id: of.user, name: 'stranger' };
    if (message === undefined || button === undefined)
      return { is: 'failed', why: 'that button is not there any more' };
    const payload = payloadOf(of, member, message, button, {
      channel: { id: room.channel, name: room.name },
      response_url: responseUrl(of.user, of.ts),
    });
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    return await post(options.interactivityUrl, body, sign(body, options.signingSecret, clock));
  }

  return {
    press,
    respond(path, body) {
      const address = addresses.get(path);
      if (address === undefined || address.uses === 0 || clock.now() > address.until) return 'gone';
      address.uses -= 1;
      const { text } = z.object({ text: z.string() }).parse(JSON.parse(body));
      room.post({ text, blocks: [], thread: address.ts, to: address.user });
      return 'ok';
    },
  };
}

function buttonOf(message: Message, { blockId, actionId }: Press): LabButton | undefined {
  const block = message.blocks.find((one) => one.block_id === blockId);
  return block?.type === 'actions'
    ? block.elements.find((element) => element.action_id === actionId)
    : undefined;
}

function payloadOf(
  { blockId, typed = {}, ts }: Press,
  { id, name }: Member,
  { text, blocks }: Message,
  button: LabButton,
  place: {
    readonly channel: { readonly id: string; readonly name: string };
    readonly response_url: string;
  },
) {
  const fields = Object.entries(typed).map(([block, of]) => [
    block,
    Object.fromEntries(
      Object.entries(of).map(([action, value]) => [action, { type: 'plain_text_input', value }]),
    ),
  ]);
  return {
    type: 'block_actions',
    user: { id, username: name, name, team_id: team },
    api_app_id: 'A0FARWATCH',
    token: 'unused-and-deprecated',
    container: {
      type: 'message',
      message_ts: ts,
      channel_id: place.channel.id,
      is_ephemeral: false,
    },
    trigger_id: randomUUID(),
    team: { id: team, domain: 'lab' },
    ...place,
    message: { type: 'message', bot_id: 'B0FARWATCH', ts, text, blocks },
    state: { values: Object.fromEntries(fields) },
    actions: [{ ...button, block_id: blockId, action_ts: ts }],
  };
}

/** As Slack signs, written from its description and not from our verifier. */
function sign(body: string, secret: string, clock: { now(): Instant }): Record<string, string> {
  const timestamp = String(Math.floor(clock.now() / 1_000));
  const mac = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${mac}`,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
  };
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<Pressed> {
  try {
    const signal = AbortSignal.timeout(answerMs);
    const answer = await fetch(url, { method: 'POST', body, headers, signal });
    if (answer.ok) return { is: 'delivered' };
    return { is: 'failed', why: `the app answered with status ${answer.status}` };
  } catch (error) {
    return { is: 'failed', why: `the app did not answer in time: ${wordsOf(error)}` };
  }
}
