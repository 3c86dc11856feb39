/** What judging takes, for every function that judges: each does, before it acts on what it was told. */

import type { Rulebook } from '../../core/decide.ts';
import type { Watch } from '../../core/watch.ts';
import type { JudgeWorld } from '../judge/judge.ts';
import { kept } from '../readiness/kept.ts';
import type { Deployed } from './deployed.ts';
import type { InForce } from './in-force.ts';
import { digest } from './stores.ts';

type Judging = (force: Pick<InForce, 'watch' | 'besides'>) => JudgeWorld;

export function judgingOf({ clock, memory, stores }: Deployed): Judging {
  const world = { clock, journal: stores.journal(), sightings: stores.sightings() };
  return ({ watch: { name }, besides }) => ({
    ...world,
    besides,
    readiness: () => kept(name, memory),
  });
}

export function rulesOf(watch: Watch): Rulebook {
  return { watch, digest };
}
