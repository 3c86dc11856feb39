/** `farwatch move`: asks a deployment for a move that nothing calls for, as the AWS identity signed in. */

import { randomUUID } from 'node:crypto';
import type { Side } from '../../core/names.ts';
import { wishes } from '../../core/plan.ts';
import { type Exit, exits } from '../exit.ts';
import { print, printJson } from '../print.ts';
import { calling } from '../there.ts';

export type Where = keyof typeof wishes;

export interface MoveOptions {
  readonly at: string;
  readonly watch: string;
  readonly why: string;
  readonly services?: readonly string[];
  readonly from?: Side;
  readonly json?: boolean;
}

export async function move(where: Where, options: MoveOptions): Promise<Exit> {
  const { at, watch, why, services = [], from } = options;
  const heard = await calling(
    { watch, why, services, move: wishes[where], nonce: randomUUID(), ...(from && { from }) },
    at,
  );
  const text =
    heard.is === 'told'
      ? heard.text
      : `It is not known whether this was heard (${heard.why}). See the room before you say it again.`;
  const done = heard.is === 'told' ? text.startsWith('Taken') : null;
  if (options.json) printJson({ done, text });
  else print(text);
  if (done === null) return exits.unsure;
  return done ? exits.fine : exits.failed;
}
