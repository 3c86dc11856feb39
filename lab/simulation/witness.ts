/** Keeps the book of a story and holds every event against the promises, as it happens. */

import type { Click, Grip } from '../../core/click.ts';
import type { Fact } from '../../core/fact.ts';
import { type Instant, later, type Run } from '../../core/names.ts';
import type { Look } from '../../core/observation.ts';
import type { Brake, Journal, Lever, Sightings } from '../../core/ports.ts';
import type { Watch } from '../../core/watch.ts';
import type { Stage } from '../play/stage.ts';
import type { Fault, Place, Write } from '../world/azure.ts';
import { isByOperator } from '../world/writes.ts';
import {
  type Book,
  type Broken,
  type Event,
  freshFrom,
  type Landing,
  type Read,
  type Sent,
  type Shown,
} from './book.ts';
import { runOf } from './promises/claims.ts';
import { fencesBehind } from './promises/split.ts';
import { type Breach, breachOf, type Promises } from './promises.ts';

export interface Witnessing {
  readonly book: Book;
  /** The stage whose journal and sightings tell what they keep. */
  readonly stage: Stage;
  breach(): Breach | undefined;
  sent(sent: Sent): void;
  reads(run: Run, resource: string): () => void;
  shown(what: Shown): void;
  answered(click: Click | Grip, text: string): void;
  clicked(click: Click | Grip): void;
  ended(rests: boolean): void;
  breaks(place: Place, fault: Fault): void;
  heals(place?: Place): void;
  /** By hand, past every door of ours. */
  releases(): void;
  healed(): void;
}

export function witnessOf(
  bare: Stage,
  watch: Watch,
  promises: Promises,
  onFacts: () => void,
): Witnessing {
  const facts: Fact[] = [];
  const history: Fact[] = [];
  const writes: Write[] = [];
  const unfenced = new Set<Write>();
  const reads: Read[] = [];
  const landings: Landing[] = [];
  const looks: Look[] = [];
  const faults: Broken[] = [];
  const clicks: { at: Instant; click: Click | Grip }[] = [];
  const braked: { from: Instant; until: Instant | undefined }[] = [];
  let healedAt: Instant | undefined;
  let breach: Breach | undefined;
  const now = () => bare.clock.now();
  const book: Book = {
    ...{ watch, stage: bare, facts, history, writes, unfenced, reads, landings },
    ...{ looks, faults, clicks, braked },
    get healedAt() {
      return healedAt;
    },
  };

  bare.world.watchWorkflows(({ id }, enabled, at) => {
    landings.push({ at, id: id.toLowerCase(), enabled });
  });

  function hold(event: Event): void {
    // What a change of Azure rests on was kept before it: the book must not run ahead.
    while (writes.length < bare.world.writes.length) {
      const write = bare.world.writes[writes.length];
      if (write === undefined) break;
      if (!isByOperator(write)) {
        breach ??= breachOf({ kind: 'written', write }, book, promises);
        if (fencesBehind(runOf(write.by), book).owed) unfenced.add(write);
      }
      writes.push(write);
    }
    breach ??= breachOf(event, book, promises);
  }

  function kept(fact: Fact): void {
    hold({ kind: 'kept', fact });
    if (fact.kind === 'opened') facts.length = 0;
    facts.push(fact);
    history.push(fact);
  }

  const rooms = {
    ...bare.rooms,
    journal: toldJournal(bare.rooms.journal, (fresh) => {
      fresh.forEach(kept);
      onFacts();
    }),
    brake: toldBrake(bare.rooms.brake, (on) => {
      hold({ kind: 'braked', on });
      if (on && braked.every(({ until }) => until !== undefined))
        braked.push({ from: now(), until: undefined });
      if (!on) for (const one of braked) one.until ??= now();
    }),
    sightings: toldSightings(bare.rooms.sightings, (look) => {
      looks.push(look);
      const old = later(freshFrom(book, now()), -60_000);
      while (looks[0] !== undefined && looks[0].slot < old) looks.shift();
    }),
  };

  return {
    book,
    stage: { ...bare, rooms },
    breach: () => breach,
    sent: (sent) => hold({ kind: 'sent', sent }),
    reads(run, resource) {
      const read = { run, at: now(), resource: resource.toLowerCase(), facts: history.length };
      return () => reads.push(read);
    },
    shown: (what) => hold({ kind: 'shown', what }),
    answered: (click, text) => hold({ kind: 'answered', click, text }),
    ended: (rests) => hold({ kind: 'ended', rests }),
    clicked: (click) => clicks.push({ at: now(), click }),
    breaks(place, fault) {
      bare.world.faults.set(place, fault);
      faults.push({ place, fault, from: now(), until: undefined });
    },
    heals(place) {
      if (place === undefined) bare.world.faults.clearAll();
      else bare.world.faults.clear(place);
      for (const fault of faults) {
        if (place === undefined || fault.place === place) fault.until ??= now();
      }
    },
    releases() {
      bare.brake.set({ is: 'off' });
      for (const one of braked) one.until ??= now();
    },
    healed: () => {
      healedAt = now();
    },
  };
}

function toldJournal(journal: Journal, tell: (facts: readonly Fact[]) => void): Journal {
  return {
    ...journal,
    append: async (watch, head, facts) => {
      const kept = await journal.append(watch, head, facts);
      if (kept === 'kept') tell(facts);
      return kept;
    },
  };
}

function toldSightings(sightings: Sightings, tell: (look: Look) => void): Sightings {
  return {
    since: (watch, from) => sightings.since(watch, from),
    record: (watch, look) => {
      tell(look);
      return sightings.record(watch, look);
    },
  };
}

/** Tells as soon as the switch stands so. */
function toldBrake(brake: Brake & Lever, told: (on: boolean) => void): Brake & Lever {
  return {
    read: () => brake.read(),
    pull: async (stop) => {
      await brake.pull(stop);
      told(true);
    },
    release: async () => {
      await brake.release();
      told(false);
    },
  };
}
