/** The buttons of a card: what they carry, and the dialog that stands before them. */

import type { Card, CardChoice, CardOrder, CardStep } from '../../core/card.ts';
import type { ActionsBlock, Button, Confirm, InputBlock, Plain } from './block-kit.ts';
import { limits } from './block-kit.ts';
import { cut, escaped } from './escape.ts';

/** What a button's value says, as JSON below 2,000 characters. Never a token: who may is ours. */
export interface ButtonValue {
  readonly watch: string;
  readonly incident: number;
  readonly nonce: string;
  readonly digest?: string;
  readonly offer?: number;
  readonly order?: string;
  readonly step?: string;
  /** A move that is asked for. */
  readonly move?: string;
  /** Of the stop that would be lifted. */
  readonly mark?: string;
}

export const approveAction = 'farwatch.approve';
export const declineAction = 'farwatch.decline';
export const orderAction = 'farwatch.order';
export const wishAction = 'farwatch.wish';
/** The field in which the word is typed; its block is named after the plan, see `wordBlock`. */
export const wordAction = 'farwatch.word';

export function wordBlock(digest: string): string {
  return cut(`${wordAction}.${digest}`, limits.blockId);
}

export function actionsOf(
  choice: CardChoice,
  { card, nonce, last }: { readonly card: Card; readonly nonce: string; readonly last: boolean },
): readonly (ActionsBlock | InputBlock)[] {
  const { digest, offer, despite } = choice;
  const value = valued(card, nonce, { digest, offer });
  const irreversible = choice.steps.some((step) => step.marks.includes('irreversible'));
  const approve: Button = {
    type: 'button',
    action_id: approveAction,
    text: plain(despite === undefined ? 'Approve' : 'Approve all the same', limits.button),
    style: irreversible || despite !== undefined ? 'danger' : 'primary',
    value,
    confirm: dialog('Approve this move?', warning(choice), 'Approve'),
  };
  const decline: Button = {
    type: 'button',
    action_id: declineAction,
    text: plain('Decline', limits.button),
    value,
    confirm: dialog('Decline?', 'Nothing is changed, and the outage goes on.', 'Decline'),
  };
  // One answer declines the question as a whole, so it stands once, below the last plan.
  const elements = last ? [approve, decline] : [approve];
  const typed: readonly InputBlock[] = despite === undefined ? [] : [wordField(digest, despite)];
  return [...typed, { type: 'actions', elements }];
}

/** What it changes for good, and what it may leave undone, in the 300 characters of a dialog. */
function warning({ title, steps, digest }: CardChoice): string {
  const undone = steps.filter((step) => step.marks.includes('irreversible'));
  const owable = steps.filter((step) => step.marks.includes('may be owed'));
  return [
    `${cut(title, 70)}: ${steps.length} steps`,
    ...(undone.length === 0 ? [] : [`Irreversible: ${namesOf(undone)}`]),
    ...(owable.length === 0 ? [] : [`May be owed: ${namesOf(owable)}`]),
    `Plan ${digest}`,
  ]
    .map((text) => (text.endsWith('…') ? text : `${text}.`))
    .join(' ');
}

function namesOf([first, ...more]: readonly CardStep[]): string {
  const name = cut(first?.title ?? '', 60);
  return more.length === 0 ? name : `${name} and ${more.length} more`;
}

function wordField(digest: string, word: string): InputBlock {
  return {
    type: 'input',
    block_id: wordBlock(digest),
    label: plain(`It could not be confirmed. To approve all the same, type: ${word}`, limits.label),
    element: { type: 'plain_text_input', action_id: wordAction, max_length: 100 },
  };
}

export function ordersOf(card: Card, nonce: string): readonly ActionsBlock[] {
  if (card.orders.length === 0) return [];
  const elements = card.orders.map((order) => orderButton(order, card, nonce));
  return [{ type: 'actions', elements }];
}

const asks =
  'Nothing is moved yet: the plan is put to the approvers, or you are told what stands in the way.';

/** Only asks: what is approved then is a card of its own. */
export function wishesOf(card: Card, nonce: string): readonly ActionsBlock[] {
  const elements = (card.wishes ?? []).map(
    ({ move, title }): Button => ({
      type: 'button',
      action_id: `${wishAction}.${move}`,
      text: plain(title, limits.button),
      value: valued(card, nonce, { move }),
      confirm: dialog(
        `${title}?`,
        move === 'back' ? `This move ends where it stands. ${asks}` : asks,
        'Ask',
      ),
    }),
  );
  return elements.length === 0 ? [] : [{ type: 'actions', elements }];
}

function orderButton({ order, step, title }: CardOrder, card: Card, nonce: string): Button {
  const of = step === undefined ? '' : ` Step: ${step}.`;
  return {
    type: 'button',
    // Unique within its block, as Slack asks.
    action_id: `${orderAction}.${order}`,
    text: plain(title, limits.button),
    ...(order === 'retry' ? { style: 'primary' as const } : {}),
    value: valued(card, nonce, step === undefined ? { order } : { order, step }),
    confirm: dialog(`${title}?`, `${consequences[order]}${of}`, 'Yes'),
  };
}

const consequences: Readonly<Record<CardOrder['order'], string>> = {
  retry: 'It is inspected first, and applied only if Azure says that it is still to do.',
  settled: 'Azure is asked whether it is done. If it is not, it is held again.',
  skip: 'The move goes on without it.',
  proceed: 'The move goes on although the judges have a doubt.',
  ask: 'The move is offered again, if it can be made now.',
  abandon: 'Nothing more is done; what was moved stays where it is.',
};

export function valued(card: Card, nonce: string, more: Partial<ButtonValue>): string {
  const value: ButtonValue = { watch: card.watch, incident: card.incident, nonce, ...more };
  return JSON.stringify(value);
}

export function dialog(title: string, text: string, confirm: string): Confirm {
  return {
    title: plain(title, limits.confirmTitle),
    text: { type: 'mrkdwn', text: cut(escaped(text), limits.confirmText) },
    confirm: plain(confirm, limits.confirmButton),
    deny: plain('Back', limits.confirmButton),
  };
}

export function plain(text: string, max: number): Plain {
  return { type: 'plain_text', text: cut(text, max) };
}
