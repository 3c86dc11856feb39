/** `farwatch journal verify`: holds every entry to its hash, and the whole to its anchors. */

import { counted } from '../../core/telling/words.ts';
import type { Verified } from '../../core/verifying.ts';
import { type Exit, exits } from '../exit.ts';
import { keptOf, readAll, type Where } from '../kept.ts';
import { print, printJson, styled } from '../print.ts';
import { readEstate, watchIn } from '../read-estate.ts';

export interface VerifyOptions extends Where {
  readonly watch?: string;
  readonly json?: boolean;
}

export async function verifyJournals(file: string, options: VerifyOptions): Promise<Exit> {
  const estate = await readEstate(file);
  const watches = options.watch === undefined ? estate.watches : [watchIn(estate, options.watch)];
  const kept = await keptOf(estate, options);
  const found = await Promise.all(
    watches.map(async ({ name }) => (await readAll(name, kept)).verified),
  );
  if (options.json) printJson({ watches: found });
  else for (const one of found) show(one, kept.anchors !== undefined);
  return found.some(({ flaws }) => flaws.length > 0) ? exits.failed : exits.fine;
}

function show({ watch, entries, head, anchors, flaws }: Verified, anchored: boolean): void {
  const mark = flaws.length === 0 ? styled('green', '●') : styled('red', '▼');
  const held = anchored ? `, ${counted(anchors, 'anchor')}` : '';
  const much = `${entries} ${entries === 1 ? 'entry' : 'entries'}${held}`;
  const is =
    flaws.length === 0
      ? entries === 0
        ? 'nothing was written yet'
        : `whole up to entry ${head.seq} of incident ${head.incident}`
      : 'damaged';
  print(`${mark} ${watch}: ${is} (${much})`);
  for (const { where, why } of flaws) print(`    ${where}: ${why}`);
}
