/** What a house on this machine has, whatever it watches, and who sits at it. */

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileBrake } from '../adapters/local/brake.ts';
import { wallClock } from '../adapters/local/clock.ts';
import { eventLoopLag } from '../adapters/local/lag.ts';
import { fileMemory } from '../adapters/local/memory.ts';
import { fileSeals } from '../adapters/local/seals.ts';
import { fileSightings } from '../adapters/local/sightings.ts';
import { checkKinds, probeKinds, stepKinds } from '../config/kinds.ts';
import type { Person, Run, Vantage } from '../core/names.ts';
import { Trouble, wordsOf } from '../core/trouble.ts';
import type { Watch } from '../core/watch.ts';
import { digest } from './digest.ts';
import { complain } from './print.ts';

export const thisMachine = 'here' as Vantage;

/** One machine is one vantage: whoever lets it judge alone says so, and why. */
export function alone(watch: Watch, reason: string | undefined): Watch {
  if (reason !== undefined && reason.trim() !== '') {
    return { ...watch, vantages: [thisMachine], quorum: 1 };
  }
  throw new Trouble('one-vantage', {
    message: `Cannot confirm an outage from here: this machine is one vantage, and ${watch.quorum} of ${watch.vantages.length} confirm`,
    next: 'Add --alone "why" to judge from this machine alone.',
  });
}

export function personOf(watch: Watch, name: string): Person {
  const person = watch.approvers.find((approver) => approver === name);
  if (person !== undefined) return person;
  const known = watch.approvers.length === 0 ? 'nobody' : watch.approvers.join(', ');
  throw new Trouble('not-an-approver', {
    message: `Cannot answer as ${name}: the approvers of ${watch.name} are ${known}`,
    next: 'Name one of them with --as, or leave it out to look on.',
  });
}

/** `folder`: where the state of its estate lies. */
export function roomsIn(folder: string, here: Watch) {
  return {
    rules: {
      watch: here,
      digest,
    },
    clock: wallClock,
    sightings: fileSightings(join(folder, 'sightings'), {
      clock: wallClock,
      keepMs: 2 * here.policy.windowMs,
    }),
    memory: fileMemory(join(folder, 'memory'), wallClock),
    seals: fileSeals(join(folder, 'seal.key')),
    brake: fileBrake(join(folder, 'brake.json')),
    probeKinds,
    checkKinds,
    stepKinds,
    newRun: () => randomUUID() as Run,
    lagMs: eventLoopLag(),
    onTrouble: (where: string, error: unknown) => complain(`${where}: ${wordsOf(error)}`),
  };
}
