/** The door for clicks: verified over the raw bytes, let in once, and read. */

import type { Click } from '../../core/click.ts';
import type { Memory } from '../../core/ports.ts';
import { parseClick } from './click.ts';
import { type Headers, verifySignature } from './signature.ts';

export interface Received {
  /** To be answered at once: Slack gives up after three seconds. */
  readonly status: 200 | 400 | 401;
  /** For our log; the sender is told nothing but the status. */
  readonly why?: string;
  readonly click?: Click;
  /** A secret, good for half an hour: where the person is told what became of it. */
  readonly responseUrl?: string;
}

/** Longer than the signature's time in both directions, so that no replay outlives its mark. */
const replayMs = 900_000;

export async function receive(
  rawBody: Uint8Array,
  headers: Headers,
  world: { readonly secret: string; readonly nowSeconds: number; readonly memory: Memory },
): Promise<Received> {
  const genuine = verifySignature(rawBody, headers, world.secret, world.nowSeconds);
  if (genuine.is === 'refused') return { status: 401, why: genuine.why };
  const mark = `slack/${String(headers['x-slack-signature'])}`;
  if ((await world.memory.claim(mark, 'seen', replayMs)) === 'taken')
    return { status: 401, why: 'it is a replay' };

  const parsed = parseClick(rawBody);
  if (parsed.is === 'refused') return { status: 400, why: parsed.why };
  if (parsed.is === 'nothing') return { status: 200 };
  const { click, responseUrl } = parsed;
  return responseUrl === undefined ? { status: 200, click } : { status: 200, click, responseUrl };
}
