/** Every way of a file, thrown once and back: all its watches beside one lab, chapter by chapter. */

import { isAsking } from '../../core/carrying.ts';
import { mayBeOffered } from '../../core/draft.ts';
import type { Side } from '../../core/names.ts';
import { later, other } from '../../core/names.ts';
import type { Asked } from '../../core/plan.ts';
import type { ServiceMove, Watch } from '../../core/watch.ts';
import { approve } from './approving.ts';
import type { Lab } from './lab.ts';
import type { Beside } from './on-wire.ts';

export interface Tour {
  readonly lab: Lab;
  readonly houses: readonly Beside[];
  /** What happens in the lab that is no fact. */
  say(text: string): void;
  /** Aborts when the person at the terminal leaves. */
  readonly leave: AbortSignal;
}

/** Why a watch did not get to the end of a chapter. */
export interface Stumble {
  readonly watch: string;
  readonly chapter: string;
  readonly why: string;
}

/** Resolves when all is told, with what did not go as it should. */
export async function tour(means: Tour): Promise<readonly Stumble[]> {
  const { houses } = means;
  const stop = new AbortController();
  const kept = houses.map((house) => house.perform(() => until(stop.signal)));
  try {
    return await chapters(means);
  } finally {
    stop.abort();
    await Promise.all(kept);
  }
}

function until(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
}

async function chapters(means: Tour): Promise<readonly Stumble[]> {
  const { lab, houses } = means;
  const { regions } = lab.world.layout;
  const failed = new Set<Beside>();
  const stumbles: Stumble[] = [];

  /** Where a watch has stumbled its next chapters would only tell the same again. */
  async function chapter(
    title: string,
    house: Beside,
    go: () => Promise<string | undefined>,
  ): Promise<void> {
    if (failed.has(house) || means.leave.aborted) return;
    means.say(`${house.watch.name}: ${title}`);
    const why = await go();
    if (why === undefined) return;
    failed.add(house);
    stumbles.push({ watch: house.watch.name, chapter: title, why });
  }

  /** A region is lost to all of them at once, and comes back when all of them have left it. */
  async function lost(title: string, places: readonly string[], who: readonly Beside[]) {
    if (who.length === 0) return;
    const began = new Map(who.map((house) => [house, house.facts().length]));
    const each = (chapterTitle: string, is: 'proven' | 'over') =>
      Promise.all(
        who.map((house) =>
          chapter(chapterTitle, house, () => follow(house, means, is, began.get(house) ?? 0)),
        ),
      );
    for (const place of places) await lab.levers.break(place, { is: 'dark' });
    await each(title, 'proven');
    for (const place of places) await lab.levers.heal(place);
    await each(`${places.join(' and ')} back`, 'over');
  }

  /** What people ask for while all is well, one after the other; no watch waits for another. */
  async function thereAndHome(house: Beside): Promise<void> {
    const ask = async (title: string, move: Asked, from: Side) => {
      if (!offers(house.watch, isPlanned(move, from))) return;
      if (move === 'repair') clearAway(house, lab, other(from));
      await chapter(title, house, () => wish(house, move, means));
    };
    if (offers(house.watch, isForcedAway)) {
      await ask(`repair ${regions.primary}`, 'repair', 'secondary');
      copyAgain(lab);
      await ask('home', 'failback', 'secondary');
    }
    await ask(`repair ${regions.secondary}`, 'repair', 'primary');
    await ask('away', 'failover', 'primary');
    await ask(`repair ${regions.primary}`, 'repair', 'secondary');
    await ask('home again', 'failback', 'secondary');
  }

  for (const house of houses) await house.house.lookNow();
  for (const house of houses) await house.house.lookNow();
  const leaving = houses.filter(({ watch }) => offers(watch, isForcedAway));
  await lost(`${regions.primary} goes dark`, [regions.primary], leaving);
  await Promise.all(houses.map(thereAndHome));
  const without = houses.filter(({ watch }) => passesWithoutArm(watch));
  await lost(`${regions.primary} and ARM go dark`, [regions.primary, 'arm'], without);
  await Promise.all(
    without.map((house) => chapter('home from there', house, () => wish(house, 'failback', means))),
  );
  return stumbles;
}

const isForcedAway = ({ mode, from }: ServiceMove) => mode === 'forced' && from === 'primary';

const isPlanned =
  (move: Asked, from: Side) =>
  (way: ServiceMove): boolean =>
    way.move === move && way.mode === 'planned' && way.from === from;

/** What was left behind is taken up or cleared away by people before a namespace is paired again. */
function clearAway({ watch }: Beside, { world }: Lab, side: Side): void {
  const own = JSON.stringify(watch.services).toLowerCase();
  for (const { namespaces, replicated } of world.layout.aliases) {
    const { id } = namespaces[side];
    if (!replicated && own.includes(id.toLowerCase())) world.bus.drain(id);
  }
}

/** An unplanned failover leaves an account in one region, until somebody copies it again. */
function copyAgain({ world }: Lab): void {
  for (const { id } of world.layout.accounts ?? []) {
    world.arm.patch('operator', id, { sku: { name: 'Standard_RAGRS' } });
  }
}

function offers(watch: Watch, is: (way: ServiceMove) => boolean): boolean {
  return watch.services.some(({ steps }) => steps.filter(mayBeOffered).some(is));
}

/** Every step of its failover has a way that asks nothing of ARM. */
export function passesWithoutArm({ services }: Watch): boolean {
  const forced = services.flatMap(({ steps }) =>
    steps.filter(({ mode, move, from }) => {
      return mode === 'forced' && move === 'failover' && from === 'primary';
    }),
  );
  const instead = forced.flatMap(({ steps }) => steps.filter((step) => step.insteadOf));
  return (
    instead.length > 0 &&
    forced.every(({ steps }) =>
      steps
        .filter(({ insteadOf }) => insteadOf === undefined)
        .every((first) =>
          [first, ...steps.filter((other) => other.insteadOf === first.name)].some(
            ({ requires }) => !requires.includes('arm'),
          ),
        ),
    )
  );
}

/** From the last fact on; nobody is waited for but machines. */
const patienceMs = 75_000;

/** Says yes to whatever is asked, until facts tell that it `is` done. Resolves with why it is not. */
async function follow(
  house: Beside,
  { say, leave }: Tour,
  is: 'proven' | 'over',
  from: number,
): Promise<string | undefined> {
  const { clock, watch } = house;
  const [person] = watch.approvers;
  const began = clock.now();
  while (!leave.aborted) {
    const facts = house.facts().slice(from);
    const over = facts.find((fact) => fact.kind === 'over');
    if (over !== undefined) {
      return over.outcome === 'moved' ? undefined : `it ended ${over.outcome}`;
    }
    if (is === 'proven' && facts.some(({ kind }) => kind === is)) return undefined;
    const incident = await house.incident();
    if (incident.stage === 'held') return `held: ${incident.why}`;
    if (isAsking(incident) && incident.asked && person !== undefined) {
      await approve(incident, person, { theatre: house, say, whole: true });
    }
    const last = Math.max(began, facts.at(-1)?.at ?? began);
    if (clock.now() - last > patienceMs) return `nothing happens any more in ${incident.stage}`;
    await clock.sleep(100, leave);
  }
  return 'left before the end';
}

/** What a wish is refused for while a side has just come back: it is asked again. */
const passing = /has not been seen up|not known to be up|suspected to be down|is down|which is un/;

async function wish(house: Beside, move: Asked, means: Tour): Promise<string | undefined> {
  const { watch, clock } = house;
  const [person] = watch.approvers;
  if (person === undefined) return 'nobody may approve';
  const deadline = later(clock.now(), patienceMs);
  const from = house.facts().length;
  for (let nth = 0; !means.leave.aborted; nth += 1) {
    const heard = await house.house.answer({
      ...{ kind: 'wish', via: 'lab', user: person, name: person, watch: watch.name },
      ...{ move, services: [], why: 'every way once', nonce: `${move}-${clock.now()}-${nth}` },
    });
    if (heard.startsWith('Taken')) return follow(house, means, 'over', from);
    if (!passing.test(heard) || clock.now() > deadline) return heard;
    await clock.sleep(1_000, means.leave);
  }
  return 'left before the end';
}
