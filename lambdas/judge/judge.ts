/** Judges what was seen, and writes what follows from it. */

import { factsOf } from '../../core/chronicle.ts';
import type { Rulebook } from '../../core/decide.ts';
import { replay } from '../../core/evolve.ts';
import { judge } from '../../core/judge.ts';
import { type Learned, type LearnWorld, learn } from '../../core/learn.ts';
import { later } from '../../core/names.ts';
import type { Condition, Picture } from '../../core/picture.ts';
import type { Sightings } from '../../core/ports.ts';
import type { KeptReadiness } from '../../core/readiness.ts';

export interface JudgeWorld extends LearnWorld {
  readonly sightings: Sightings;
  /** What was last found of readiness; absent where nobody looks after it. */
  readiness?(): Promise<KeptReadiness>;
  /** What people should know besides what is seen; absent where nothing else is known. */
  readonly besides?: readonly Condition[];
}

/** What the sightings say at this moment. Reads only. */
export async function lookAround({ watch }: Rulebook, world: JudgeWorld): Promise<Picture> {
  const { clock, journal, sightings } = world;
  const { entries } = await journal.read(watch.name);
  const at = clock.now();
  const looks = await sightings.since(watch.name, later(at, -watch.policy.windowMs));
  const seen = judge(looks, watch, replay(factsOf(entries)).active, at);
  const picture = { ...seen, conditions: [...seen.conditions, ...(world.besides ?? [])] };
  return world.readiness === undefined
    ? picture
    : { ...picture, readiness: await world.readiness() };
}

export async function judgeOnce(rules: Rulebook, world: JudgeWorld): Promise<Learned> {
  const picture = await lookAround(rules, world);
  return learn([{ kind: 'judged', picture }], rules, world);
}
