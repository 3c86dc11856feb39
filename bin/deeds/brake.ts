/** `farwatch stop` and `farwatch lift`: the kill switch of this machine, or of a deployment. */

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Heard } from '../../adapters/aws/call-door.ts';
import { fileBrake } from '../../adapters/local/brake.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import { fileJournal } from '../../adapters/local/journal.ts';
import { fileMemory } from '../../adapters/local/memory.ts';
import type { Estate } from '../../config/estate.ts';
import type { Grip } from '../../core/click.ts';
import type { Person } from '../../core/names.ts';
import { Trouble } from '../../core/trouble.ts';
import { stopOrLift } from '../../lambdas/answer/brake.ts';
import { digest } from '../digest.ts';
import { type Exit, exits } from '../exit.ts';
import { print, printJson } from '../print.ts';
import { readEstate } from '../read-estate.ts';
import { calling } from '../there.ts';

export interface BrakeOptions {
  readonly why?: string;
  readonly as?: string;
  readonly at?: string;
  readonly state: string;
  readonly json?: boolean;
}

export async function brake(
  kind: Grip['kind'],
  file: string | undefined,
  options: BrakeOptions,
): Promise<Exit> {
  const why = options.why ?? (kind === 'stop' ? 'no reason was given' : '');
  const nonce = randomUUID();
  const heard =
    options.at === undefined
      ? await here({ kind, why, nonce }, file, options)
      : await calling({ brake: kind, why, nonce }, options.at);
  const text = heard.is === 'told' ? heard.text : unheard(heard.why);
  const done = heard.is === 'told' ? /^(?:Stopped|Lifted):/.test(text) : null;
  if (options.json) printJson({ done, text });
  else print(text);
  if (done === null) return exits.unsure;
  return done ? exits.fine : exits.failed;
}

function unheard(why: string): string {
  return `It is not known whether this was heard (${why}). Say it again: twice does no harm. Slack is another door.`;
}

async function here(
  what: Pick<Grip, 'kind' | 'why' | 'nonce'>,
  file: string | undefined,
  { as: name, state }: BrakeOptions,
): Promise<Heard> {
  if (file === undefined || name === undefined) {
    throw new Trouble('brake-of-whom', {
      message: `Cannot ${what.kind} on this machine without a file and a name`,
      next: 'Name a farwatch.yaml, and yourself with --as; or a deployment with --at.',
    });
  }
  const estate = await readEstate(file);
  const folder = join(state, encodeURIComponent(estate.name));
  const text = await stopOrLift(
    { ...what, via: 'terminal', user: name, name },
    {
      clock: wallClock,
      journal: fileJournal(join(folder, 'journal')),
      memory: fileMemory(join(folder, 'memory'), wallClock),
      brake: fileBrake(join(folder, 'brake.json')),
      watches: estate.watches,
      digest,
      people: peopleOf(estate),
      // Whoever sits at this machine has let themselves in.
      vouch: async () => ({ is: 'member' }),
    },
  );
  return { is: 'told', text };
}

/** At one's own machine everybody is known by their own name. */
function peopleOf({ people }: Estate): Readonly<Record<string, Person>> {
  return Object.fromEntries(Object.keys(people).map((name) => [name, name as Person]));
}
