/** Every way of a file, thrown once and back: all its watches beside one lab, chapter by chapter. */

import { isAsking } from '../../core/carrying.ts';
import { mayBeOffered } from '../../core/draft.ts';
import type { Side } from '../../core/names.ts';
import { later, other } from '../../core/names.ts';
import type { Asked, Move } from '../../core/plan.ts';
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
  const { layout, bus, arm } = lab.world;
  const { regions } = layout;
  const away = (house: Beside) =>
    offers(house.watch, ({ mode, from }) => mode === 'forced' && from === 'primary');
  const wishable = (move: Move, from: ServiceMove['from']) => (house: Beside) =>
    offers(house.watch, (way) => way.move === move && way.mode === 'planned' && way.from === from);
  const failed = new Set<Beside>();
  const stumbles: Stumble[] = [];

  async function chapter(
    title: string,
    who: readonly Beside[],
    go: (house: Beside) => Promise<string | undefined>,
  ): Promise<void> {
    // Where a watch has stumbled its next chapters would only tell the same again.
    const able = who.filter((house) => !failed.has(house) && !means.leave.aborted);
    if (able.length === 0) return;
    means.say(`${title}: ${able.map(({ watch }) => watch.name).join(', ')}`);
    await Promise.all(
      able.map(async (house) => {
        const why = await go(house);
        if (why === undefined) return;
        failed.add(house);
        stumbles.push({ watch: house.watch.name, chapter: title, why });
      }),
    );
  }

  const lost = async (title: string, places: readonly string[], who: readonly Beside[]) => {
    if (who.length === 0) return;
    const began = new Map(who.map((house) => [house, house.facts().length]));
    const told = (is: 'proven' | 'over') => (house: Beside) =>
      follow(house, means, is, began.get(house) ?? 0);
    for (const place of places) await lab.levers.break(place, { is: 'dark' });
    await chapter(title, who, told('proven'));
    for (const place of places) await lab.levers.heal(place);
    await chapter(`${places.join(' and ')} back`, who, told('over'));
  };
  const asked = (title: string, move: Asked, who: readonly Beside[]) =>
    chapter(title, who, (house) => wish(house, move, means));

  for (const house of houses) await house.house.lookNow();
  for (const house of houses) await house.house.lookNow();
  const home = houses.filter(wishable('failback', 'secondary'));
  const mend = async (from: Side) => {
    // What was left behind is taken up or cleared away by people, who also copy accounts again.
    for (const { namespaces, replicated } of layout.aliases) {
      if (!replicated) bus.drain(namespaces[other(from)].id);
    }
    for (const { id } of layout.accounts ?? []) {
      arm.patch('operator', id, { sku: { name: 'Standard_RAGRS' } });
    }
    await asked(
      `repair ${regions[other(from)]}`,
      'repair',
      houses.filter(wishable('repair', from)),
    );
  };
  await lost(`${regions.primary} goes dark`, [regions.primary], houses.filter(away));
  await mend('secondary');
  await asked('home', 'failback', home.filter(away));
  await mend('primary');
  await asked('away', 'failover', houses.filter(wishable('failover', 'primary')));
  await mend('secondary');
  await asked('home again', 'failback', home);
  const others = houses.filter(({ watch }) => passesWithoutArm(watch));
  await lost(`${regions.primary} and ARM go dark`, [regions.primary, 'arm'], others);
  await asked('home from there', 'failback', others.filter(wishable('failback', 'secondary')));
  return stumbles;
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
