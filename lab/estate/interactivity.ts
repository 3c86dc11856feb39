/** Where Slack's clicks arrive: verified, let in once, acknowledged, answered when known. */

import { type Received, receive } from '../../adapters/slack/receive.ts';
import { respond } from '../../adapters/slack/respond.ts';
import type { Click, Grip } from '../../core/click.ts';
import type { Instant } from '../../core/names.ts';
import type { Memory } from '../../core/ports.ts';
import { openLoopback } from './loopback.ts';

export interface InteractivityOptions {
  readonly signingSecret: string;
  /** Remembers what was let in, so that a replay is not. */
  readonly memory: Memory;
  readonly clock: { now(): Instant };
  /** Resolves with the line for the person who clicked. */
  onClick(click: Click | Grip): Promise<string>;
  /** What was turned away at the door, and what failed behind it. */
  onTrouble?(why: string, error?: unknown): void;
  /** Where response addresses may begin; absent, only Slack's own are posted to. */
  readonly hooks?: () => string;
  readonly port?: number;
}

export interface Interactivity {
  readonly url: string;
  /** Resolves when every click let in so far was answered. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function openInteractivity(options: InteractivityOptions): Promise<Interactivity> {
  const open = new Set<Promise<void>>();
  const { signingSecret: secret, memory, clock } = options;

  const server = await openLoopback(async ({ method, path, headers, body }) => {
    if (method !== 'POST' || path !== '/slack/interactivity') return { status: 404 };
    const nowSeconds = clock.now() / 1_000;
    const received = await receive(body, headers, { secret, nowSeconds, memory });
    if (received.why !== undefined) options.onTrouble?.(`a click was turned away: ${received.why}`);
    if (received.click !== undefined) {
      // Slack waits for three seconds and a fresh look takes longer: acknowledge first.
      const running = take(received.click, received, options);
      open.add(running);
      void running.finally(() => open.delete(running));
    }
    return { status: received.status, body: received.reply ?? '' };
  }, options.port);

  const settled = async () => {
    while (open.size > 0) await Promise.all(open);
  };
  return {
    url: `${server.origin}/slack/interactivity`,
    settled,
    async close() {
      await server.close();
      await settled();
    },
  };
}

/** Never rejects: what fails is told to the person and to `onTrouble`. */
async function take(
  click: Click | Grip,
  { responseUrl, mark }: Received,
  { onClick, onTrouble, hooks }: InteractivityOptions,
): Promise<void> {
  const failed = async (error: unknown) => {
    await mark?.release();
    onTrouble?.('a click could not be worked on', error);
    return 'Not taken: farwatch failed while it worked on your click. Please click again.';
  };
  const text = await onClick(click).catch(failed);
  if (responseUrl === undefined) return;
  await respond(responseUrl, text, hooks?.()).catch((error: unknown) =>
    onTrouble?.('the person could not be told', error),
  );
}
