/** Opens what a rehearsal plays on: a lab of its own, or a house beside a lab that is open already. */

import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventLoopLag } from '../adapters/local/lag.ts';
import { stepKinds } from '../config/kinds.ts';
import type { StepKind } from '../core/kinds.ts';
import type { StepName } from '../core/names.ts';
import { Trouble } from '../core/trouble.ts';
import type { Watch } from '../core/watch.ts';
import { labDescribedIn } from '../lab/play/description.ts';
import { type Beside, openBeside, openOnWire } from '../lab/play/on-wire.ts';
import { labAt } from '../lab/play/remote.ts';
import { withoutStep } from '../lab/play/without-step.ts';
import { readEstate, watchIn } from './read-estate.ts';

export interface StageOptions {
  readonly watch?: string;
  readonly attach?: string;
  readonly state?: string;
  readonly without?: string;
  readonly seed: string;
}

export interface Stage {
  readonly theatre: Beside;
  /** Its farwatch.yaml. */
  readonly file: string;
  /** The folder of all states, as `--state` names it. */
  readonly base: string;
  /** Where the house keeps what it must find again. */
  readonly folder: string;
  /** For people: where the lab is. */
  readonly where: string;
  close(): Promise<void>;
}

export async function openStage(file: string | undefined, options: StageOptions): Promise<Stage> {
  const { attach, state, without, seed } = options;
  if (state !== undefined && attach === undefined) {
    throw new Trouble('state-without-lab', {
      message: 'Cannot go on from a state without the lab that it belongs to',
      next: 'Open a lab with `farwatch lab`, and name its file with --attach.',
    });
  }
  const lab = attach === undefined ? undefined : await labDescribedIn(attach);
  const named = fileOr(file ?? lab?.file);
  const estate = await readEstate(named);
  const watch = watchIn(estate, options.watch);
  const base = state ?? (await passingFolder());
  // As `watch` has it, so that `stop` and `lift` find it.
  const folder = join(base, encodeURIComponent(estate.name));
  const house = {
    folder,
    lagMs: eventLoopLag(),
    ...(without === undefined ? {} : { stepKinds: kindsWithout(watch, without) }),
  };
  const theatre =
    lab === undefined
      ? await openOnWire(estate, watch, { ...house, seed })
      : await openBeside(labAt(lab), estate, watch, house);
  const where = lab === undefined ? 'a lab on this machine' : `the lab of process ${lab.pid}`;
  return { theatre, file: named, base, folder, where, close: theatre.close };
}

/** Gone with the process, however it ends: closed terminals and broken pipes leave nothing too. */
export async function passingFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'farwatch-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

function fileOr(file: string | undefined): string {
  if (file !== undefined) return file;
  throw new Trouble('file-missing', {
    message: 'Cannot rehearse without a file',
    next: 'Name one, for example: farwatch rehearse examples/orders.yaml',
  });
}

function kindsWithout(watch: Watch, name: string): Readonly<Record<string, StepKind<unknown>>> {
  const names = watch.services.flatMap((s) => s.steps.flatMap((m) => m.steps.map((x) => x.name)));
  const known = names.find((step): step is StepName => step === name);
  if (known !== undefined) return withoutStep(stepKinds, watch, known);
  throw new Trouble('step-unknown', {
    message: `Cannot leave out ${name}: the steps are ${[...new Set(names)].join(', ')}`,
    next: 'Name one of them.',
  });
}
