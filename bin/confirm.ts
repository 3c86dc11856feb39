/** Asks whoever sits at the terminal for a yes before something is done that others will feel. */

import { createInterface } from 'node:readline/promises';
import { Trouble } from '../core/trouble.ts';

/** False for anything but a yes. Throws `not-confirmed` where nobody can be asked. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new Trouble('not-confirmed', {
      message: 'Cannot ask whether to go on: this is no terminal',
      next: 'Read the difference above, then add --yes.',
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
