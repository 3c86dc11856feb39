/** A Slack of one channel on loopback: its Web API, its page, and its signed clicks. */

import type { ServerResponse } from 'node:http';
import type { Instant } from '../../core/names.ts';
import type { AzureWorld } from '../world/azure.ts';
import { type Heard, openLoopback, type Said } from './loopback.ts';
import type { LabPager } from './pager.ts';
import { pause } from './pause.ts';
import { createApi } from './slack-api.ts';
import { manifestScopes } from './slack-app.ts';
import { type Clicks, createClicks, type Pressed } from './slack-clicks.ts';
import { servePage } from './slack-pages.ts';
import { type Member, stranger } from './slack-people.ts';
import { createRoom, type Message, type Room } from './slack-room.ts';
import type { ApiAnswer } from './slack-said.ts';

export interface SlackOptions {
  readonly token: string;
  readonly signingSecret: string;
  readonly people: readonly Member[];
  /** Where clicks go. */
  readonly interactivityUrl: string;
  /** Faults on the place `slack` break the API and the delivery of clicks, never the page. */
  readonly world: Pick<AzureWorld, 'faults'>;
  readonly clock: { now(): Instant };
  readonly channel?: { readonly id: string; readonly name: string };
  /** Shown on the page. */
  readonly pager?: LabPager;
  readonly port?: number;
  /** What the bot token may do; by default what docs/slack-app.yaml asks for. */
  readonly scopes?: readonly string[];
  /** Where response addresses begin, as functions see it; elsewhere the lab's own address. */
  readonly hooks?: string;
}

export interface LabSlack {
  /** The page. */
  readonly url: string;
  /** For `slackApiUrl`. */
  readonly apiUrl: string;
  /** Where its response addresses begin. */
  readonly hooks: string;
  readonly room: Room;
  messages(): readonly Message[];
  /** As if `user` had pressed, and confirmed, the newest button that says `label`. */
  press(user: string, label: string, typed?: string): Promise<Pressed>;
  close(): Promise<void>;
}

export async function openSlack(options: SlackOptions): Promise<LabSlack> {
  const { id, name } = options.channel ?? { id: 'C0FARWATCH', name: 'farwatch-orders' };
  const room = createRoom(id, name, options.clock);
  const closing = new AbortController();
  const scopes = options.scopes ?? (await manifestScopes());
  const people = [...options.people, stranger];
  const api = createApi({ ...options, room, people, scopes });
  const clicks = createClicks({
    ...options,
    room,
    hooks: () => options.hooks ?? `${server.origin}/hooks/`,
  });
  const page = servePage({ ...options, room, press: (of) => pressed(clicks, of, options.world) });

  const server = await openLoopback(async (heard, response) => {
    if (heard.path.startsWith('/api/'))
      return await serveApi(heard, response, { api, world: options.world, closing });
    if (heard.path.startsWith('/hooks/')) {
      const used = clicks.respond(heard.path.slice('/hooks/'.length), heard.body.toString());
      return used === 'ok' ? { status: 200, body: 'ok' } : { status: 404, body: 'used_url' };
    }
    return await page.serve(heard, response);
  }, options.port);

  return {
    url: `${server.origin}/`,
    apiUrl: `${server.origin}/api/`,
    hooks: `${server.origin}/hooks/`,
    room,
    messages: () => room.messages(),
    press: async (user, label, typed) => {
      const of = find(room, label, typed);
      return of === undefined
        ? { is: 'failed', why: `no button says ${label}` }
        : await pressed(clicks, { ...of, user }, options.world);
    },
    async close() {
      closing.abort();
      await server.close();
    },
  };
}

interface ApiSide {
  readonly api: ReturnType<typeof createApi>;
  readonly world: Pick<AzureWorld, 'faults'>;
  readonly closing: AbortController;
}

async function serveApi(
  { path, headers, body }: Heard,
  response: ServerResponse,
  { api, world, closing }: ApiSide,
): Promise<Said | undefined> {
  const treatment = world.faults.treat(['slack']);
  switch (treatment.is) {
    case 'silent':
      if (treatment.afterHeaders) response.writeHead(200).flushHeaders();
      return undefined;
    case 'refused':
    case 'reset':
    case 'badTls':
      response.destroy();
      return undefined;
    case 'status': {
      const seconds = String(Math.ceil((treatment.retryAfterMs ?? 1_000) / 1_000));
      const wait = treatment.status === 429 ? { 'retry-after': seconds } : {};
      return { status: treatment.status, headers: wait, body: 'broken on purpose' };
    }
    case 'served': {
      await pause(treatment.delayMs, closing.signal);
      const form = new URLSearchParams(body.toString());
      const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
      const answered = api({ method: path.slice('/api/'.length), form, token });
      if (!treatment.loseAnswer) return spoken(answered);
      response.destroy();
      return undefined;
    }
  }
}

function spoken({ status, headers, body }: ApiAnswer): Said {
  const json = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers: { ...json, ...headers }, body: JSON.stringify(body) };
}

async function pressed(
  clicks: Clicks,
  press: Parameters<Clicks['press']>[0],
  world: Pick<AzureWorld, 'faults'>,
): Promise<Pressed> {
  const treatment = world.faults.treat(['slack']);
  if (treatment.is !== 'served') return { is: 'failed', why: 'Slack itself does not answer' };
  return await clicks.press(press);
}

/** The newest button with this label, and the field of its message filled in. */
function find(room: Room, label: string, typed: string | undefined) {
  for (const { ts, blocks } of room.messages().toReversed()) {
    const input = blocks.find((block) => block.type === 'input');
    for (const block of blocks) {
      const button =
        block.type === 'actions' ? block.elements.find((e) => e.text.text === label) : undefined;
      if (button === undefined) continue;
      const of = { ts, blockId: block.block_id, actionId: button.action_id };
      if (typed === undefined || input === undefined) return of;
      return { ...of, typed: { [input.block_id]: { [input.element.action_id]: typed } } };
    }
  }
  return undefined;
}
