/** The door for what Slack posts: verified over the raw bytes, let in once, and read. */

import { createHash } from 'node:crypto';
import type { Click, Grip } from '../../core/click.ts';
import { type Lease, lease } from '../../core/lease.ts';
import type { Memory } from '../../core/ports.ts';
import { parseClick } from './click.ts';
import { greetingIn, isProbeOfTls } from './greeting.ts';
import { type Headers, verifySignature } from './signature.ts';

export interface Received {
  /** To be answered at once: Slack gives up after three seconds. */
  readonly status: 200 | 400 | 401;
  /** For our log; the sender is told nothing but the status. */
  readonly why?: string;
  /** What Slack wants to hear back, as plain text. */
  readonly reply?: string;
  readonly click?: Click | Grip;
  /** A secret, good for half an hour: where the person is told what became of it. */
  readonly responseUrl?: string;
  /** To be released when the click could not be worked on, so that a retry of it is let in. */
  readonly mark?: Lease;
}

/** Longer than the signature's time in both directions, so that no replay outlives its mark. */
const replayMs = 900_000;

export async function receive(
  rawBody: Uint8Array,
  headers: Headers,
  world: { readonly secret: string; readonly nowSeconds: number; readonly memory: Memory },
): Promise<Received> {
  // Slack does not sign these; they ask for nothing, and are told nothing.
  if (isProbeOfTls(rawBody)) return { status: 200 };
  const genuine = verifySignature(rawBody, headers, world.secret, world.nowSeconds);
  if (genuine.is === 'refused') return { status: 401, why: genuine.why };
  const reply = greetingIn(rawBody);
  if (reply !== undefined) return { status: 200, reply };

  // By the bytes: a retry is signed anew, and no two clicks are the same to the microsecond.
  const digest = createHash('sha256').update(rawBody).digest('hex');
  const mark = await lease(world.memory, `slack/${digest}`, replayMs);
  if (mark === undefined) return repeated(headers);

  const parsed = parseClick(rawBody);
  if (parsed.is === 'refused') return { status: 400, why: parsed.why };
  if (parsed.is === 'nothing') return { status: 200 };
  const { click, responseUrl } = parsed;
  return { status: 200, click, mark, ...(responseUrl === undefined ? {} : { responseUrl }) };
}

/** A retry is told yes, so that it ends: its first try is taken, or being worked on. */
function repeated(headers: Headers): Received {
  const retry = headers['x-slack-retry-num'];
  if (retry === undefined) return { status: 401, why: 'it is a replay' };
  return { status: 200, why: `it is retry ${String(retry).slice(0, 9)} of what was received` };
}
