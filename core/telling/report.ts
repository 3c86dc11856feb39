/** What a move came to, for whoever was not there: told by the facts of one incident and nothing else. */

import type { CardStep } from '../card.ts';
import { replay } from '../evolve.ts';
import type { Approval, Fact, FactOf, Offer, Seen, Wish } from '../fact.ts';
import type { Cause, Incident } from '../incident.ts';
import type { Instant, ServiceName, StepName, WatchName } from '../names.ts';
import type { Plan } from '../plan.ts';
import type { Watch } from '../watch.ts';
import { lossOf, openOf } from './aftermath.ts';
import { byHandLines } from './by-hand.ts';
import { headlineOf } from './headline.ts';
import { lineOf } from './line.ts';
import { type RpoPart, rpoOf } from './rpo.ts';
import { carried } from './steps.ts';
import { causeTold, lastOf, titleOf } from './story.ts';
import { utc } from './words.ts';

/** When each thing happened first, in ms since the epoch; undefined for what did not. */
export interface Times {
  readonly suspectedAt: Instant | undefined;
  readonly confirmedAt: Instant | undefined;
  readonly askedAt: Instant | undefined;
  readonly approvedAt: Instant | undefined;
  readonly movedAt: Instant | undefined;
  readonly provenAt: Instant | undefined;
}

/** A stretch of the time that it took to recover. */
export interface Part {
  readonly part: string;
  readonly ms: number;
}

export interface OfferTold {
  readonly offer: number;
  readonly at: Instant;
  readonly until: Instant;
  readonly plans: readonly { readonly title: string; readonly digest: string }[];
  readonly approvers: readonly string[];
  /** What readiness said of it, messages that would stay behind among it. */
  readonly readiness: readonly string[];
  /** "declined by ben (slack)". */
  readonly end: string;
}

export interface ApprovedTold {
  readonly title: string;
  /** How it differs from the drafted plan; empty where nobody changed it by hand. */
  readonly byHand: readonly string[];
}

export interface StepTold extends CardStep {
  readonly kind: string;
  readonly service: ServiceName;
  /** When it was first claimed, and when it was last ended; undefined for what never was. */
  readonly triedAt: Instant | undefined;
  readonly endedAt: Instant | undefined;
  readonly tries: number;
}

export interface Report {
  readonly watch: WatchName;
  readonly incident: number;
  /** How it stands, or how it ended, as its card has it. */
  readonly headline: string;
  readonly stage: Incident['stage'];
  readonly outcome: string | undefined;
  /** `beganAt`: the first failure that was seen, or when somebody asked for the move. */
  readonly times: Times & { readonly beganAt: Instant };
  readonly parts: readonly Part[];
  /** Who asked for it, where nothing was down. */
  readonly wish: Wish | undefined;
  readonly evidence: readonly Seen[];
  /** Services and planes at the confirmation, as sentences. */
  readonly layers: readonly string[];
  readonly offers: readonly OfferTold[];
  readonly approval: (Approval & ApprovedTold) | undefined;
  readonly steps: readonly StepTold[];
  /** The estimated RPO, by service; empty where nothing could be measured. */
  readonly rpo: readonly RpoPart[];
  /** What may be lost or doubled, as far as facts tell; and what they do not tell. */
  readonly loss: readonly string[];
  /** What is left for people to do. */
  readonly open: readonly string[];
  /** A line or more for each fact. */
  readonly story: readonly { readonly at: Instant; readonly text: string }[];
}

/** `facts`: all of one incident. Undefined when it holds neither outage nor wish: nothing is to report. */
export function reportOf(watch: Watch, facts: readonly Fact[]): Report | undefined {
  const cause = causeTold(facts);
  if (cause === undefined) return undefined;
  const incident = replay(facts);
  const approved = lastOf(facts, 'approved');
  const { evidence, layers, beganAt, wish } = groundsOf(cause);
  const times = { beganAt, ...timesOf(facts) };
  return {
    watch: watch.name,
    incident: incident.number,
    headline: headlineOf(incident, watch, cause, facts),
    stage: incident.stage,
    outcome: incident.stage === 'over' ? incident.outcome : undefined,
    times,
    parts: partsOf(times, cause.is),
    ...{ wish, evidence, layers },
    offers: facts.flatMap((fact) =>
      fact.kind === 'offered' ? [offerTold(fact, facts, watch)] : [],
    ),
    approval: approved && { ...approved.approval, ...approvedTold(approved.plan, watch) },
    steps: approved === undefined ? [] : stepsTold(approved.plan, facts),
    rpo: approved === undefined ? [] : rpoOf(approved, facts, beganAt),
    loss: approved === undefined ? [] : lossOf(approved, facts, watch),
    open: openOf(incident, facts, watch),
    story: storyOf(facts, watch),
  };
}

export function timesOf(facts: readonly Fact[]): Times {
  const first = (kind: Fact['kind']) => facts.find((fact) => fact.kind === kind)?.at;
  return {
    suspectedAt: first('suspected'),
    confirmedAt: first('confirmed'),
    askedAt: first('asked'),
    approvedAt: first('approved'),
    movedAt: first('moved'),
    provenAt: first('proven'),
  };
}

function groundsOf(cause: Cause) {
  if (cause.is === 'wish') {
    return { wish: cause.wish, beganAt: cause.wish.at, evidence: [], layers: [] };
  }
  const { seen, layers, since } = cause.outage;
  return { wish: undefined, beganAt: since, evidence: seen, layers };
}

type Stretch = readonly [string, Instant | undefined, Instant | undefined];

function partsOf(times: Report['times'], is: Cause['is']): readonly Part[] {
  const { beganAt, confirmedAt, askedAt, approvedAt, movedAt, provenAt } = times;
  const from = is === 'outage' ? 'first failure' : 'wished';
  const asking: readonly Stretch[] =
    is === 'outage'
      ? [
          [`${from} → confirmed`, beganAt, confirmedAt],
          ['confirmed → asked', confirmedAt, askedAt],
        ]
      : [[`${from} → asked`, beganAt, askedAt]];
  const stretches: readonly Stretch[] = [
    ...asking,
    ['asked → approved', askedAt, approvedAt],
    ['approved → moved', approvedAt, movedAt],
    ['moved → proven', movedAt, provenAt],
    [`${from} → proven`, beganAt, provenAt],
  ];
  return stretches.flatMap(([part, since, to]) =>
    since === undefined || to === undefined ? [] : [{ part, ms: to - since }],
  );
}

function approvedTold(plan: Plan, watch: Watch): ApprovedTold {
  return { title: titleOf(plan, watch), byHand: byHandLines(plan) };
}

function offerTold(
  { at, offer }: FactOf<'offered'>,
  facts: readonly Fact[],
  watch: Watch,
): OfferTold {
  const { number, until, plans, approvers, readiness = [] } = offer;
  return {
    ...{ offer: number, at, until, approvers, readiness },
    plans: plans.map((plan) => ({ title: titleOf(plan, watch), digest: plan.digest })),
    end: endOf(offer, facts),
  };
}

function endOf({ number }: Offer, facts: readonly Fact[]): string {
  for (const fact of facts) {
    if (fact.kind === 'approved' && fact.approval.offer === number) {
      return `approved by ${fact.approval.by} (${fact.approval.via}) at ${utc(fact.at)}`;
    }
    if (!('offer' in fact) || fact.offer !== number) continue;
    if (fact.kind === 'declined') return `declined by ${fact.by} (${fact.via}) at ${utc(fact.at)}`;
    if (fact.kind === 'lapsed') return `lapsed at ${utc(fact.at)}`;
    if (fact.kind === 'voided') return `void at ${utc(fact.at)}: ${fact.why}`;
  }
  return 'not answered';
}

function stepsTold(plan: Plan, facts: readonly Fact[]): readonly StepTold[] {
  const drawn = carried(plan, facts);
  return plan.steps.flatMap(({ name, kind, service }, at) => {
    const step = drawn[at];
    if (step === undefined) return [];
    const tries = facts.filter((fact) => fact.kind === 'stepTried' && fact.step === name);
    return [{ ...step, kind, service, ...spanOf(name, facts), tries: tries.length }];
  });
}

const ends: readonly Fact['kind'][] = ['stepDone', 'stepOwed', 'stepSettled', 'stepSkipped'];

/** From its first claim to its last end. */
export function spanOf(
  name: StepName,
  facts: readonly Fact[],
): Pick<StepTold, 'triedAt' | 'endedAt'> {
  const of = facts.filter((fact) => 'step' in fact && fact.step === name);
  return {
    triedAt: of.find((fact) => fact.kind === 'stepTried')?.at,
    endedAt: of.findLast((fact) => ends.includes(fact.kind))?.at,
  };
}

function storyOf(facts: readonly Fact[], watch: Watch): Report['story'] {
  return facts.flatMap((fact, at) => {
    const { text, more } = lineOf(fact, watch, facts.slice(0, at));
    return text === '' ? [] : [{ at: fact.at, text: [text, ...more].join('\n') }];
  });
}
