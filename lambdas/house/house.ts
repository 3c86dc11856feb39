/** Winds every function on one machine: what schedules, queues and streams do in AWS. */

import type { Instant, ServiceName, Serving, Vantage } from '../../core/names.ts';
import type { Clock } from '../../core/ports.ts';
import { isPostureDue } from '../../core/posture.ts';
import type { Chain, Watch } from '../../core/watch.ts';
import { everyMs as recordMs } from '../ledger/ledger.ts';
import { lookAtPosture, type PostureWorld } from '../probe/posture.ts';
import { type ProbeWorld, probe, slotAfter } from '../probe/probe.ts';
import { testChain } from '../probe/test-chain.ts';
import { type Doorbell, doorbell } from './doorbell.ts';

export interface House {
  readonly watch: Watch;
  readonly clock: Clock;
  readonly vantages: readonly ProbeWorld[];
  /** Who is active, for the roles of a round: the last picture's word. */
  active(): Promise<Readonly<Record<ServiceName, Serving>>>;
  /** The chains that a vantage has to test in a round. */
  due(vantage: Vantage, slot: Instant): Promise<readonly Chain[]>;
  /** What steps are inspected by, to see how things stand. */
  readonly stepKinds: PostureWorld['stepKinds'];
  judge(): Promise<void>;
  tell(): Promise<void>;
  /** Drives open moves until they rest. */
  drive(): Promise<void>;
  /** Finds out whether a move would work; resolves with how many ms may pass until the next time. */
  check(): Promise<number>;
  /** Writes down what a move will lean on. */
  record(): Promise<void>;
  /** Told of whatever fails; the loop goes on. */
  onTrouble(where: string, error: unknown): void;
}

export interface Keeper {
  /**
   * Ends when `stop` aborts and nothing is written any more. Questions to hung peers may still be
   * open then; their answers go nowhere.
   */
  keep(stop: AbortSignal): Promise<void>;
  /** One more round from every vantage, now. */
  lookNow(): Promise<void>;
  /** To be rung at every new fact. */
  readonly news: Pick<Doorbell, 'ring'>;
  /** To be rung at every new sighting. */
  readonly sighted: Pick<Doorbell, 'ring'>;
}

/** Deadlines pass without news: offers lapse, vantages fall silent. */
const tickMs = 5_000;

export function keeperOf(house: House): Keeper {
  const { watch, clock, vantages } = house;
  const trouble = (where: string) => (error: unknown) => house.onTrouble(where, error);
  const tell = doorbell(() => house.tell(), trouble('tell'));
  const drive = doorbell(() => house.drive(), trouble('failover'));
  const judge = doorbell(() => house.judge(), trouble('judge'));
  const news: Pick<Doorbell, 'ring'> = {
    // A drive may last for minutes; telling must not wait for it.
    ring: async () => {
      void drive.ring();
      await tell.ring();
    },
  };

  const round = async (world: ProbeWorld, slot: Instant) => {
    try {
      await probe(watch, await house.active(), slot, world);
    } catch (error) {
      house.onTrouble(`probe ${world.vantage}`, error);
    }
  };

  const chains = async (world: ProbeWorld, slot: Instant) => {
    try {
      const due = await house.due(world.vantage, slot);
      await Promise.all(due.map((chain) => testChain(watch, chain, slot, world)));
    } catch (error) {
      house.onTrouble(`chain ${world.vantage}`, error);
    }
  };

  const posture = async (world: ProbeWorld, slot: Instant) => {
    if (!isPostureDue(watch, { vantage: world.vantage, slot })) return;
    try {
      await lookAtPosture(watch, await house.active(), slot, {
        ...world,
        stepKinds: house.stepKinds,
      });
    } catch (error) {
      house.onTrouble(`posture ${world.vantage}`, error);
    }
  };

  const rounds = async (world: ProbeWorld, stop: AbortSignal) => {
    while (!stop.aborted) {
      const slot = slotAfter(clock.now(), watch.policy.roundMs);
      await clock.sleep(slot - clock.now(), stop);
      if (stop.aborted) break;
      // Rounds overlap when answers are slow: the next one does not wait for a hung peer.
      void round(world, slot);
      void chains(world, slot);
      void posture(world, slot);
    }
  };

  const ticks = async (stop: AbortSignal) => {
    while (!stop.aborted) {
      await judge.ring();
      await news.ring();
      await clock.sleep(tickMs, stop);
    }
  };

  const checks = async (stop: AbortSignal) => {
    while (!stop.aborted) {
      const restMs = await house.check().catch((error: unknown) => {
        house.onTrouble('readiness', error);
        return tickMs;
      });
      await clock.sleep(restMs, stop);
    }
  };

  const records = async (stop: AbortSignal) => {
    while (!stop.aborted) {
      await house.record().catch(trouble('ledger'));
      await clock.sleep(recordMs, stop);
    }
  };

  return {
    news,
    sighted: judge,
    lookNow: async () => {
      const slot = clock.now();
      await Promise.all(vantages.map((world) => round(world, slot)));
    },
    keep: async (stop) => {
      // What it asks may hang for long, and nothing waits for it.
      void checks(stop);
      void records(stop);
      await Promise.all([ticks(stop), ...vantages.map((world) => rounds(world, stop))]);
      await Promise.all([judge, drive, tell].map((bell) => bell.silence()));
    },
  };
}
