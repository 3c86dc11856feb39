/** Serves the channel to a browser: page, assets, a stream of changes, and what is pressed. */

import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import * as z from 'zod';
import type { Heard, Said } from './loopback.ts';
import type { LabPager } from './pager.ts';
import type { Press, Pressed } from './slack-clicks.ts';
import { drawChannel, drawPage } from './slack-html.ts';
import { type Member, stranger } from './slack-people.ts';
import type { Room } from './slack-room.ts';

export interface PageSide {
  serve(heard: Heard, response: ServerResponse): Promise<Said | undefined>;
}

const assets: Readonly<Record<string, string>> = {
  'slack.css': 'text/css; charset=utf-8',
  'slack.js': 'text/javascript; charset=utf-8',
};

const pressShape = z.strictObject({
  user: z.string(),
  ts: z.string(),
  blockId: z.string(),
  actionId: z.string(),
  typed: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});

/** No frame, no foreign script, nothing but itself. */
const guarded = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'self'; img-src data:; frame-ancestors 'none'; form-action 'none'; base-uri 'none'",
};

export function servePage(options: {
  readonly room: Room;
  readonly people: readonly Member[];
  readonly pager?: LabPager;
  press(press: Press): Promise<Pressed>;
}): PageSide {
  const { room, people, pager } = options;
  const streams = new Set<ServerResponse>();
  const ring = () => {
    for (const stream of streams) stream.write('data: change\n\n');
  };
  room.onChange(ring);
  pager?.onChange(ring);

  const state = ({ url }: Heard) => {
    const id = url.searchParams.get('as') ?? people[0]?.id;
    const as = people.find((member) => member.id === id) ?? stranger;
    return { room, members: people, pages: pager?.pages() ?? [], as };
  };

  return {
    async serve(heard, response) {
      const { method, path, headers, body } = heard;
      if (method === 'POST' && path === '/click') {
        // A foreign page cannot post JSON here without asking first, and nobody answers it yes.
        if (headers['content-type'] !== 'application/json') return { status: 415 };
        const of = pressShape.parse(JSON.parse(body.toString()));
        return { status: 200, body: JSON.stringify(await options.press(of)) };
      }
      if (method !== 'GET') return { status: 405 };
      if (path === '/') return { status: 200, headers: guarded, body: drawPage(state(heard)) };
      if (path === '/channel')
        return { status: 200, headers: guarded, body: drawChannel(state(heard)) };
      if (path === '/events') return stream(response, streams);
      return await asset(path);
    },
  };
}

function stream(response: ServerResponse, streams: Set<ServerResponse>): undefined {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': hello\n\n');
  streams.add(response);
  response.on('close', () => streams.delete(response));
  return undefined;
}

async function asset(path: string): Promise<Said> {
  const name = path.replace('/page/', '');
  const type = assets[name];
  if (type === undefined) return { status: 404 };
  const body = await readFile(new URL(`./slack-page/${name}`, import.meta.url), 'utf8');
  return { status: 200, headers: { 'content-type': type }, body };
}
