/** Brings a published watch file into force, as a fact, before anything is judged by it. */

import { learn } from '../../core/learn.ts';
import type { WatchName } from '../../core/names.ts';
import { mandateOf } from '../../deploy/mandate.ts';
import type { Deployed } from './deployed.ts';
import { each } from './each.ts';
import type { RunBy } from './estate.ts';
import { type InForce, inForce, ruling } from './in-force.ts';
import { rulesOf } from './judging.ts';
import { digest } from './stores.ts';

type Adopting = Pick<Deployed, 'clock' | 'stores'>;

/** The same turn for every watch, each by its file. One whose incident was ended by it waits. */
export function eachAdopted(
  here: Adopting,
): (published: RunBy, turn: (force: InForce) => Promise<unknown>) => Promise<void> {
  const adopt = adoptingOf(here);
  return (published, turn) =>
    each(published.estate.watches, async ({ name }) => {
      const force = await adopt(name, published);
      if (force !== undefined) await turn(force);
    });
}

/** Resolves with nothing when it ended an incident: what is down is judged anew next time. */
export function adoptingOf({
  clock,
  stores,
}: Adopting): (name: WatchName, published: RunBy) => Promise<InForce | undefined> {
  const world = { clock, journal: stores.journal() };
  return async (name, published) => {
    const { estate, file, trouble, bad } = published;
    // What nobody could find again must not come into force; the last good file can be found.
    const isKept = trouble === undefined || bad !== undefined;
    if (!isKept) return await inForce(name, published, world.journal);
    const watch = estate.watches.find((one) => one.name === name);
    if (watch === undefined) return undefined;
    const mandate = mandateOf(estate, watch, digest);
    const signal = { kind: 'published', file, mandate } as const;
    const { incident, facts } = await learn([signal], rulesOf(watch), world);
    const ended = facts.some(({ kind }) => kind === 'over');
    return ended ? undefined : await ruling(incident, name, published);
  };
}
