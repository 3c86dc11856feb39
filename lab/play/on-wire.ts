/** A theatre of a lab and a house beside it: in one process, or in two. */

import { wallClock } from '../../adapters/local/clock.ts';
import type { Estate } from '../../config/estate.ts';
import type { Watch } from '../../core/watch.ts';
import type { Wired } from '../../lambdas/house/wiring.ts';
import { type Lab, type LabAccess, openLab } from './lab.ts';
import type { Theatre } from './theatre.ts';
import { houseAt, type WireHouse, type WireOptions } from './wire.ts';

/** All that a rehearsal needs: what the house does, and the levers of the lab. */
export interface Beside extends Omit<Theatre, 'world'> {
  readonly lab: LabAccess;
}

export interface OnWire extends Beside {
  readonly lab: Lab;
  readonly world: Lab['world'];
}

/** Opens a lab in this process, and a house beside it. */
export async function openOnWire(
  estate: Estate,
  watch: Watch,
  options: WireOptions & { readonly seed: string | number },
): Promise<OnWire> {
  const lab = await openLab(estate, options);
  const beside = await openBeside(lab, estate, watch, options).catch(async (error: unknown) => {
    await lab.close();
    throw error;
  });
  return {
    ...beside,
    lab,
    world: lab.world,
    close: async () => {
      await beside.close();
      await lab.close();
    },
  };
}

/** A house beside a lab that stays open when the house is closed. */
export async function openBeside(
  lab: LabAccess,
  estate: Estate,
  watch: Watch,
  options: WireOptions,
): Promise<Beside> {
  const at = await houseAt(lab, estate, watch, options);
  const door = await at.listen(at.house.answer);
  return besideOf(lab, watch, at, door.close);
}

/** A house for each watch beside one lab, and one door at which the clicks for all of them come in. */
export async function openEach(
  lab: LabAccess,
  estate: Estate,
  options: WireOptions,
): Promise<{ readonly houses: readonly Beside[]; close(): Promise<void> }> {
  const all = await Promise.all(
    estate.watches.map(async (watch) => ({
      watch,
      at: await houseAt(lab, estate, watch, options),
    })),
  );
  const [first] = all;
  const answer: Wired['answer'] = (click) => {
    // The kill switch is one for all of them.
    const meant = all.find(({ watch }) => watch.name === click.watch) ?? first;
    if (meant === undefined) throw new Error('a click came where there is no watch');
    return meant.at.house.answer(click);
  };
  const door = await first?.at.listen(answer);
  const houses = all.map(({ watch, at }) => besideOf(lab, watch, at, async () => {}));
  return {
    houses,
    close: async () => {
      await door?.close();
      await Promise.all(houses.map((house) => house.close()));
    },
  };
}

function besideOf(
  lab: LabAccess,
  watch: Watch,
  { listen: _listen, close, ...told }: WireHouse,
  shut: () => Promise<void>,
): Beside {
  return {
    ...told,
    lab,
    watch,
    clock: wallClock,
    perform: async (work) => {
      const stop = new AbortController();
      const kept = told.house.keep(stop.signal);
      const result = await work(stop).finally(() => stop.abort());
      // Hung peers end with the lab: what still waits for them is not waited for.
      const enough = new AbortController();
      await Promise.race([kept, wallClock.sleep(500, enough.signal)]);
      enough.abort();
      return result;
    },
    close: async () => {
      await shut();
      await close();
    },
  };
}
