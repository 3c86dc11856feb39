/** Wires every flow to one set of ports: the house as it stands on a laptop and in the lab. */

import type { AzureSelf } from '../../core/azure.ts';
import { chainsDue } from '../../core/chain.ts';
import { factsOf } from '../../core/chronicle.ts';
import { type Click, type Grip, isGrip, type Knock, type Vouched } from '../../core/click.ts';
import type { Rulebook } from '../../core/decide.ts';
import { replay } from '../../core/evolve.ts';
import type { CheckKind, ProbeKind } from '../../core/kinds.ts';
import type { Learned } from '../../core/learn.ts';
import type { Instant, Person, Run, ServiceName, Serving, Vantage } from '../../core/names.ts';
import { later } from '../../core/names.ts';
import type { Net } from '../../core/net.ts';
import type {
  Brake,
  Chat,
  Clock,
  Journal,
  Lever,
  Memory,
  Pager,
  Seals,
  Sightings,
} from '../../core/ports.ts';
import type { Watch } from '../../core/watch.ts';
import type { AnyStep, World } from '../../core/world.ts';
import { answer } from '../answer/answer.ts';
import { stopOrLift } from '../answer/brake.ts';
import { failover } from '../failover/failover.ts';
import { judgeOnce, lookAround } from '../judge/judge.ts';
import { ledgerIn } from '../ledger/kept.ts';
import { tell } from '../tell/tell.ts';
import { checkOnce, readinessOf } from './checking.ts';
import { type Keeper, keeperOf } from './house.ts';
import { recordOnce } from './recording.ts';
import { ringing, ringingSightings } from './ringing.ts';

export interface Rooms {
  readonly rules: Rulebook;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly sightings: Sightings;
  readonly memory: Memory;
  readonly chat: Chat;
  readonly pager: Pager;
  readonly seals: Seals;
  /** One for all watches of the estate, which are these. */
  readonly brake: Brake & Lever;
  readonly watches: readonly Watch[];
  /** And what is moved elsewhere, as the identity that may change it; what it is, only the preflight asks. */
  readonly azure: World & AzureSelf;
  readonly probeKinds: Readonly<Record<string, ProbeKind<unknown>>>;
  readonly stepKinds: Readonly<Record<string, AnyStep>>;
  /** Absent where nobody looks after readiness. */
  readonly checkKinds?: Readonly<Record<string, CheckKind<unknown>>>;
  readonly vantages: readonly { readonly vantage: Vantage; readonly net: Net }[];
  /** Whom each door knows, by the door's user id. */
  readonly people: Readonly<Record<string, Person>>;
  /** Whether whoever clicked is still one of us, as the door's directory says. */
  vouch(who: Knock): Promise<Vouched>;
  newRun(): Run;
  lagMs(since: Instant): number;
  onTrouble(where: string, error: unknown): void;
}

export interface Wired extends Keeper {
  /** An authenticated click; resolves with one line for the person. */
  answer(click: Click | Grip): Promise<string>;
  judge(): Promise<Learned>;
}

/** A drive comes back for what is left; this only bounds one of them. */
const driveMs = 15 * 60_000;

export function wire(rooms: Rooms): Wired {
  const { rules, clock } = rooms;
  const { watch } = rules;
  let stopped: AbortSignal = new AbortController().signal;
  const bells = { news: () => {}, sighted: () => {} };
  const journal = ringing(rooms.journal, () => bells.news());
  const sightings = ringingSightings(rooms.sightings, () => bells.sighted());
  const judging = { clock, journal, sightings, ...readinessOf(rooms) };

  const active = async (): Promise<Readonly<Record<ServiceName, Serving>>> =>
    (await lookAround(rules, judging)).active;

  const drive = () =>
    failover(rules, {
      ...judging,
      run: rooms.newRun(),
      until: later(clock.now(), driveMs),
      stopped: () => stopped.aborted,
      azure: rooms.azure,
      kinds: rooms.stepKinds,
      seals: rooms.seals,
      brake: rooms.brake,
      ledger: ledgerIn(rooms.memory),
      // A round with a hung peer takes long; what is prompt in it is recorded at once.
      lookNow: async () => void keeper.lookNow(),
    });

  const tellAll = async () => {
    const { chat, pager, memory } = rooms;
    const world = { clock, journal, chat, pager, memory, digest: rules.digest };
    while ((await tell(watch, world)) === 'again') await clock.sleep(1_000);
  };

  const keeper = keeperOf({
    watch,
    clock,
    stepKinds: rooms.stepKinds,
    vantages: rooms.vantages.map(({ vantage, net }) => ({
      clock,
      net,
      vantage,
      sightings,
      kinds: rooms.probeKinds,
      lagMs: rooms.lagMs,
    })),
    active,
    due: async (vantage, slot) => {
      const { entries } = await journal.read(watch.name);
      return chainsDue(watch, replay(factsOf(entries)), { vantage, slot });
    },
    judge: async () => void (await judgeOnce(rules, judging)),
    tell: tellAll,
    drive,
    check: () => checkOnce(rooms, stopped),
    record: () => recordOnce(rooms, stopped),
    onTrouble: rooms.onTrouble,
  });
  bells.news = () => void keeper.news.ring();
  bells.sighted = () => void keeper.sighted.ring();

  return {
    ...keeper,
    keep: (stop) => {
      stopped = stop;
      return keeper.keep(stop);
    },
    judge: () => judgeOnce(rules, judging),
    answer: (click) => {
      const { people, memory, seals, vouch, brake, watches } = rooms;
      const { digest } = rules;
      if (isGrip(click)) {
        return stopOrLift(click, { clock, journal, memory, brake, watches, digest, people, vouch });
      }
      const look = () => lookAround(rules, judging);
      return answer(click, { ...rules, clock, journal, people, memory, seals, vouch, look });
    },
  };
}
