/** `farwatch plan`: shows what a move would do, step by step, without asking or changing anything. */

import { writeFile } from 'node:fs/promises';
import { codeOf } from '../../adapters/local/keep.ts';
import { planText } from '../../config/plan-text.ts';
import { closure, mayBeOffered, planOf, stepsOf } from '../../core/draft.ts';
import type { ServiceName, Side } from '../../core/names.ts';
import type { Plane } from '../../core/observation.ts';
import {
  type MoveMode,
  type Plan,
  type Step,
  servesAfter,
  type WishedMove,
} from '../../core/plan.ts';
import { ifOwed } from '../../core/telling/fenced.ts';
import { warningOf } from '../../core/telling/traffic-only.ts';
import { listed } from '../../core/telling/words.ts';
import { trafficAlone } from '../../core/traffic-only.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Chain, Watch } from '../../core/watch.ts';
import type { Planes } from '../../core/ways.ts';
import { digest } from '../digest.ts';
import { type Exit, exits } from '../exit.ts';
import { print, printJson, styled } from '../print.ts';
import { readEstate, watchIn } from '../read-estate.ts';

export interface PlanOptions {
  readonly watch?: string;
  readonly from?: Side;
  readonly move: WishedMove;
  readonly mode?: MoveMode;
  readonly services?: readonly string[];
  readonly dark?: readonly Plane[];
  readonly out?: string;
  readonly json?: boolean;
}

export async function plan(file: string, options: PlanOptions): Promise<Exit> {
  const watch = watchIn(await readEstate(file), options.watch);
  const drawn = drafted(watch, options);
  const { out } = options;
  if (out !== undefined) await write(out, planText(drawn, watch, file));
  if (options.json) {
    printJson(drawn);
    return exits.fine;
  }
  show(drawn, watch, options.dark ?? []);
  if (out !== undefined) print(`Written to ${out}, which says how to go on.`);
  return exits.fine;
}

function drafted(watch: Watch, { services, ...options }: PlanOptions): Plan {
  const all = watch.services.map((s) => s.name);
  const unknown = (services ?? []).filter((name) => !all.some((known) => known === name));
  if (unknown.length > 0) {
    throw new Trouble('service-unknown', {
      message: `Cannot plan for ${unknown.join(', ')}: ${watch.name} has ${all.join(', ')}`,
      next: 'Name services of the watch, or none for the whole region.',
    });
  }
  const what = wayOf(options);
  const named = all.filter((name: ServiceName) => services?.includes(name) ?? true);
  const moved = closure(watch, named).filter(
    (name) => stepsOf(watch, name, what.move, what.mode, what.from).length > 0,
  );
  if (moved.length === 0) {
    throw new Trouble('nothing-to-plan', {
      message: `Cannot plan a ${what.mode} ${what.move} from ${watch.regions[what.from]}: nothing of it has a step for that`,
      next: 'Plan another move, or from the other side.',
    });
  }
  const because = { side: what.from, services: moved };
  const planes: Planes = (plane) => (options.dark?.includes(plane) ? 'down' : 'up');
  const whole = planOf(watch, because, moved, what, { digest, planes });
  const isForced = what.move === 'failover' && what.mode === 'forced';
  const alone = isForced && trafficAlone(watch, because, [whole], { digest, planes });
  return alone || whole;
}

/** What is not said is as it is most often meant: home is the primary. */
function wayOf({ move, mode, from }: Pick<PlanOptions, 'move' | 'mode' | 'from'>) {
  const way = {
    move,
    mode: mode ?? (move === 'failover' ? 'forced' : 'planned'),
    from: from ?? (move === 'failback' ? 'secondary' : 'primary'),
  } as const;
  if (mayBeOffered(way)) return way;
  throw new Trouble('never-offered', {
    message: `Cannot plan a ${way.mode} ${way.move}: nobody is ever asked about one`,
    next: 'A failover is forced or planned, a failback and a repair are planned.',
  });
}

/** Never over something that a person may have changed. */
async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause;
    throw new Trouble('file-there', {
      message: `Cannot write ${path}: there is such a file`,
      next: 'Name another one, or take that one away.',
      cause,
    });
  }
}

function show(drawn: Plan, watch: Watch, dark: readonly Plane[]): void {
  const { move, mode, from, to } = drawn;
  const when = mode === 'forced' ? `while ${watch.regions[from]} is down` : 'planned';
  print(`${move} of ${watch.name}: ${watch.regions[from]} → ${watch.regions[to]}, ${when}`);
  for (const warning of warningOf(drawn, watch)) print(warning);
  let phase = '';
  for (const step of drawn.steps) {
    if (step.phase !== phase) print(`  ${styled('bold', step.phase)}`);
    phase = step.phase;
    const marks = [
      ...(step.irreversible ? ['irreversible'] : []),
      ...(step.owable && mode === 'forced' ? [owedText(drawn, step)] : []),
      ...(step.holds === undefined ? [] : [`a fence that is never owed: ${step.holds}`]),
      ...(step.note === undefined ? [] : [step.note]),
      ...(step.guardedBy.length > 0 ? [`after ${step.guardedBy.join(', ')}`] : []),
    ];
    print(`    ${step.title}${marks.length > 0 ? styled('dim', `  (${marks.join('; ')})`) : ''}`);
  }
  print(`  ${styled('bold', 'prove')}`);
  print(
    `    ${watch.quorum} of ${watch.vantages.length} vantages see it served from ${watch.regions[servesAfter(drawn)]}`,
  );
  for (const { title, keptFromPartners } of chainsOf(drawn, watch)) {
    print(`    ${title}: a test document goes the whole way`);
    print(styled('dim', `      kept from partners: ${keptFromPartners}`));
  }
  const needed = dark.filter((plane) => drawn.steps.some((step) => step.requires.includes(plane)));
  if (needed.length > 0) print(`It would not be offered: it needs ${listed(needed)}.`);
  const approvers = watch.approvers.length === 0 ? 'nobody' : watch.approvers.join(' or ');
  print(`${approvers} may approve it. Digest ${drawn.digest}. Nothing was changed.`);
}

/** What stayed takes up no document. */
function chainsOf({ trafficOnly }: Plan, { chains = [] }: Watch): readonly Chain[] {
  return trafficOnly === undefined ? chains : [];
}

function owedText(drawn: Plan, step: Step): string {
  const fencing = ifOwed(drawn, step);
  return ['may be owed while its region is dark', ...(fencing ? [fencing] : [])].join(', ');
}
