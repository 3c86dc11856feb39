/** Reads a click from the bytes that Slack posted, or says why it cannot. */

import type { Click, Grip } from '../../core/click.ts';
import type { Order } from '../../core/fact.ts';
import type { Digest, StepName, WatchName } from '../../core/names.ts';
import { wishable } from '../../core/plan.ts';
import { liftAction, stopAction, whyAction, whyBlock } from './brake.ts';
import {
  approveAction,
  declineAction,
  orderAction,
  wishAction,
  wordAction,
  wordBlock,
} from './buttons.ts';

export type ParsedClick = Readonly<
  | { is: 'click'; click: Click | Grip; responseUrl: string | undefined }
  /** Slack's, and nothing to do: somebody typed in a field, say. */
  | { is: 'nothing' }
  | { is: 'refused'; why: string }
>;

/** `rawBody`: the form post of an interactivity request, its signature already verified. */
export function parseClick(rawBody: Uint8Array): ParsedClick {
  const text = new TextDecoder().decode(rawBody);
  const payload = parsed(new URLSearchParams(text).get('payload'));
  if (payload === undefined) return refused('it carries no payload that can be read');
  if (payload['type'] !== 'block_actions') return refused('it is not a click on a card');
  const [action] = listOf(payload['actions']);
  const user = record(payload['user']);
  const id = word(user?.['id']);
  if (action === undefined || id === undefined) return refused('it names no action or no person');
  const responseUrl = word(payload['response_url']);
  const name = word(user?.['username']) ?? word(user?.['name']) ?? id;
  return clickOf(action, { id, name }, record(payload['state']), responseUrl);
}

function clickOf(
  action: Fields,
  user: { readonly id: string; readonly name: string },
  state: Fields | undefined,
  responseUrl: string | undefined,
): ParsedClick {
  const actionId = word(action['action_id']) ?? '';
  if (actionId === wordAction || actionId === whyAction) return { is: 'nothing' };
  const value = parsed(word(action['value']) ?? null);
  if (value === undefined) return refused('its button carries nothing that can be read');
  const watch = word(value['watch']);
  const incident = whole(value['incident']);
  const nonce = word(value['nonce']);
  if (watch === undefined || incident === undefined || nonce === undefined)
    return refused('its button names no incident');
  const by = { via: 'slack', user: user.id, name: user.name, nonce };
  const common = { ...by, watch: watch as WatchName };
  const grip = gripOf(actionId, value, state);
  if (grip !== undefined) return { is: 'click', click: { ...common, ...grip }, responseUrl };
  const kind =
    answerOf(actionId, value, state) ?? orderOf(actionId, value) ?? wishOf(actionId, value);
  if (kind === undefined) return refused('its button asks for nothing that is known');
  return { is: 'click', click: { ...common, incident, ...kind }, responseUrl };
}

function answerOf(actionId: string, value: Fields, state: Fields | undefined) {
  const yes = actionId === approveAction;
  const digest = word(value['digest']);
  const offer = whole(value['offer']);
  if ((!yes && actionId !== declineAction) || digest === undefined || offer === undefined) return;
  const said = yes ? typedWord(state, digest) : undefined;
  const answer = { kind: 'answer' as const, yes, digest: digest as Digest, offer };
  return said === undefined ? answer : { ...answer, word: said };
}

function gripOf(actionId: string, value: Fields, state: Fields | undefined) {
  const why = (block: string) => typed(state, block, whyAction) ?? '';
  // Whoever must stop at once need not type.
  if (actionId === stopAction) {
    return { kind: 'stop' as const, why: why(whyBlock()) || 'no reason was typed on the card' };
  }
  const of = word(value['mark']);
  if (actionId !== liftAction || of === undefined) return;
  return { kind: 'lift' as const, of, why: why(whyBlock(of)) };
}

function typedWord(state: Fields | undefined, digest: string): string | undefined {
  return typed(state, wordBlock(digest), wordAction);
}

/** Slack sends what was typed beside every click on the same message. */
function typed(state: Fields | undefined, blockId: string, action: string): string | undefined {
  const block = record(record(state?.['values'])?.[blockId]);
  return word(record(block?.[action])?.['value'])?.trim();
}

const orders: readonly Order[] = ['ask', 'retry', 'settled', 'skip', 'proceed', 'abandon'];

function orderOf(actionId: string, value: Fields) {
  const order = orders.find((known) => known === value['order']);
  if (order === undefined || actionId !== `${orderAction}.${order}`) return;
  const step = word(value['step']);
  const ordered = { kind: 'order' as const, order, why: 'ordered on the card' };
  return step === undefined ? ordered : { ...ordered, step: step as StepName };
}

function wishOf(actionId: string, value: Fields) {
  const move = wishable.find((known) => known === value['move']);
  if (move === undefined || actionId !== `${wishAction}.${move}`) return;
  return { kind: 'wish' as const, move, services: [], why: 'asked for on the card' };
}

function refused(why: string): ParsedClick {
  return { is: 'refused', why };
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(text: string | null): Fields | undefined {
  if (text === null) return undefined;
  try {
    return record(JSON.parse(text));
  } catch (error) {
    // Anybody may send anything; what is not JSON is no payload, and everything else is our bug.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function record(value: unknown): Fields | undefined {
  const is = typeof value === 'object' && value !== null && !Array.isArray(value);
  return is ? (value as Fields) : undefined;
}

function listOf(value: unknown): readonly Fields[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.map(record).filter((item) => item !== undefined);
}

/** Bounded, so that nothing long-winded reaches a journal. */
function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 2_000 ? value : undefined;
}

function whole(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && typeof value === 'number' && value > 0 ? value : undefined;
}
