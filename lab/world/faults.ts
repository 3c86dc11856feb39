/** What is broken, where, and what that makes of a request. */

import { never } from '../../core/never.ts';
import type { Fault, Faults, Place, Treatment } from './azure.ts';
import type { Dice } from './dice.ts';
import type { Timeline } from './timeline.ts';

/** A place may have one fault of each sort; setting one again replaces it. */
export interface FaultBook extends Faults {
  /** As `treat`, by somebody else's dice: what flows by itself must not disturb the callers'. */
  treatBy(dice: Dice, places: readonly Place[]): Treatment;
  /** Whether nothing there answers at all; no dice. */
  isDark(places: readonly Place[]): boolean;
}

type Broken = Exclude<Fault['is'], 'slow' | 'lostAnswer'>;

/** The worst first: of several faults on the way, the first of these is met. */
const worst = [
  'dark',
  'refused',
  'reset',
  'badTls',
  'halfOpen',
  'failing',
  'throttled',
] as const satisfies readonly Broken[];

const served: Treatment = { is: 'served', delayMs: 0, loseAnswer: false };

export function createFaults(timeline: Timeline, dice: Dice): FaultBook {
  const book = new Map<Place, Map<Fault['is'], Fault>>();

  function on(places: readonly Place[]): readonly Fault[] {
    if (book.size === 0) return [];
    const found: Fault[] = [];
    for (const [broken, faults] of book) {
      if (places.some((place) => within(place, broken))) found.push(...faults.values());
    }
    return found;
  }

  function treatBy(by: Dice, places: readonly Place[]): Treatment {
    const faults = on(places);
    return faults.length === 0 ? served : treated(met(faults, by));
  }

  return {
    set(place, fault) {
      timeline.catchUp();
      book.set(place, new Map([...(book.get(place) ?? []), [fault.is, fault]]));
    },
    clear(place) {
      timeline.catchUp();
      book.delete(place);
    },
    clearAll() {
      timeline.catchUp();
      book.clear();
    },
    list: () =>
      [...book].flatMap(([place, faults]) =>
        [...faults.values()].map((fault) => ({ place, fault })),
      ),
    treat(places) {
      timeline.catchUp();
      return treatBy(dice, places);
    },
    treatBy,
    isDark: (places) => on(places).some((fault) => fault.is === 'dark'),
  };
}

function within(place: Place, broken: Place): boolean {
  return place === broken || place.startsWith(`${broken}/`);
}

/** One roll for all: a request that meets the rarer fault meets the more frequent one as well. */
function met(faults: readonly Fault[], dice: Dice): readonly Fault[] {
  const rolled = faults.some((fault) => shareOf(fault) < 1) ? dice.roll() : 0;
  return faults.filter((fault) => rolled < shareOf(fault));
}

function shareOf(fault: Fault): number {
  return 'share' in fault ? (fault.share ?? 1) : 1;
}

function treated(faults: readonly Fault[]): Treatment {
  for (const is of worst) {
    const fault = faults.find((f) => f.is === is);
    if (fault !== undefined) return broken(fault);
  }
  const delays = faults.map((fault) => (fault.is === 'slow' ? fault.ms : 0));
  const loseAnswer = faults.some((fault) => fault.is === 'lostAnswer');
  return { is: 'served', delayMs: Math.max(0, ...delays), loseAnswer };
}

function broken(fault: Fault): Treatment {
  switch (fault.is) {
    case 'dark':
      return { is: 'silent', afterHeaders: false };
    case 'halfOpen':
      return { is: 'silent', afterHeaders: true };
    case 'refused':
    case 'reset':
    case 'badTls':
      return { is: fault.is };
    case 'failing':
      return { is: 'status', status: fault.status };
    case 'throttled':
      return { is: 'status', status: 429, retryAfterMs: fault.retryAfterMs };
    case 'slow':
    case 'lostAnswer':
      return served;
    default:
      return never(fault);
  }
}
