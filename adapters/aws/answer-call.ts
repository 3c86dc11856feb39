/** The second door of answers: a call that AWS itself has authenticated, read into a click. */

import type { Click, Grip } from '../../core/click.ts';
import type { Order } from '../../core/fact.ts';
import {
  type Digest,
  type ServiceName,
  type StepName,
  sides,
  type WatchName,
} from '../../core/names.ts';
import { wishable } from '../../core/plan.ts';
import { jsonIn } from '../journal-entry.ts';

export type AnswerCall = Readonly<
  { is: 'click'; click: Click | Grip } | { is: 'refused'; why: string }
>;

/**
 * `caller`: the ARN that IAM vouches for. `body`: the JSON of a click, without whose it is:
 * `{ "watch": …, "incident": 3, "nonce": …, "yes": true, "offer": 1, "digest": … }`, or with
 * `"order": "retry", "why": …` in place of the last three. A wish is of no incident: `{ "watch": …,
 * "nonce": …, "move": "failback", "services": [], "why": … }`, with `"from": "secondary"` where either
 * side may be left. The kill switch is of no watch:
 * `{ "brake": "stop" or "lift", "why": …, "nonce": … }`.
 */
export function answerCall(caller: string, body: string): AnswerCall {
  const parsed = jsonIn(body);
  if (typeof parsed === 'string') return { is: 'refused', why: parsed };
  const fields = fieldsOf(parsed.value);
  const by = { via: 'aws', user: caller, name: caller };
  const grip = gripIn(fields);
  if (grip !== undefined) return { is: 'click', click: { ...by, ...grip } };
  const watch = word(fields['watch']) as WatchName | undefined;
  const nonce = word(fields['nonce']);
  if (watch === undefined || nonce === undefined) {
    return { is: 'refused', why: 'it names no watch, or no nonce' };
  }
  const base = { ...by, watch, nonce };
  const wish = wishIn(fields);
  if (wish !== undefined) return { is: 'click', click: { ...base, ...wish } };
  const incident = whole(fields['incident']);
  if (incident === undefined) return { is: 'refused', why: 'it names no incident' };
  const kind = answerIn(fields) ?? orderIn(fields);
  if (kind === undefined) return { is: 'refused', why: 'it asks for nothing that is known' };
  return { is: 'click', click: { ...base, incident, ...kind } };
}

type Fields = Readonly<Record<string, unknown>>;

/** Whoever must stop at once need not say why; whoever lifts is told by the rules to. */
function gripIn(fields: Fields) {
  const { brake } = fields;
  const nonce = word(fields['nonce']);
  if ((brake !== 'stop' && brake !== 'lift') || nonce === undefined) return undefined;
  const why = word(fields['why']) ?? '';
  return brake === 'stop'
    ? { kind: 'stop' as const, nonce, why: why === '' ? 'no reason was given' : why }
    : { kind: 'lift' as const, nonce, why };
}

function answerIn(fields: Fields) {
  const { yes } = fields;
  const offer = whole(fields['offer']);
  const digest = word(fields['digest']);
  if (typeof yes !== 'boolean' || offer === undefined || digest === undefined) return undefined;
  const answer = { kind: 'answer' as const, yes, offer, digest: digest as Digest };
  const typed = word(fields['word']);
  return typed === undefined ? answer : { ...answer, word: typed };
}

const orders: readonly Order[] = ['ask', 'retry', 'settled', 'skip', 'proceed', 'abandon'];

function orderIn(fields: Fields) {
  const order = orders.find((known) => known === fields['order']);
  const why = word(fields['why']);
  if (order === undefined || why === undefined) return undefined;
  const ordered = { kind: 'order' as const, order, why };
  const step = word(fields['step']);
  return step === undefined ? ordered : { ...ordered, step: step as StepName };
}

function wishIn({ move, services, why, from }: Fields) {
  const wished = wishable.find((known) => known === move);
  const named: readonly unknown[] = Array.isArray(services) ? services : [];
  const names = named.flatMap((name) => word(name) ?? []) as readonly string[];
  const reason = word(why);
  if (wished === undefined || reason === undefined || names.length < named.length) return undefined;
  const side = sides.find((known) => known === from);
  if (from !== undefined && side === undefined) return undefined;
  return {
    kind: 'wish' as const,
    move: wished,
    services: names as readonly ServiceName[],
    why: reason,
    ...(side && { from: side }),
  };
}

function fieldsOf(value: unknown): Fields {
  const is = typeof value === 'object' && value !== null && !Array.isArray(value);
  return is ? (value as Fields) : {};
}

/** Bounded, so that nothing long-winded reaches a journal. */
function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 2_000 ? value : undefined;
}

function whole(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && typeof value === 'number' && value > 0 ? value : undefined;
}
