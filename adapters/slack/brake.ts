/** The kill switch on a card: a field for the reason, and the button that sets or lifts it. */

import type { Card } from '../../core/card.ts';
import { type ActionsBlock, type InputBlock, limits } from './block-kit.ts';
import { dialog, plain, valued } from './buttons.ts';
import { cut } from './escape.ts';

export const stopAction = 'farwatch.stop';
export const liftAction = 'farwatch.lift';
/** The field in which the reason is typed; its block is named after what it is the reason for. */
export const whyAction = 'farwatch.why';

/** `mark`: of the stop to be lifted. What was typed to stop must not become a reason to lift. */
export function whyBlock(mark = 'stop'): string {
  return cut(`${whyAction}.${mark}`, limits.blockId);
}

export function brakeBlocks(card: Card, nonce: string): readonly (InputBlock | ActionsBlock)[] {
  switch (card.brake?.is) {
    case undefined:
      return [];
    case 'off':
      return stopping(card, nonce);
    case 'on':
      return lifting(card, card.brake.mark, nonce);
  }
}

function stopping(card: Card, nonce: string): readonly (InputBlock | ActionsBlock)[] {
  const text =
    'Nothing more is changed in Azure for any watch, until an approver lifts it. What Azure has accepted goes on.';
  return [
    field(whyBlock(), 'Why stop? May be left empty.'),
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: stopAction,
          text: plain('Stop all moves', limits.button),
          style: 'danger',
          value: valued(card, nonce, {}),
          confirm: dialog('Stop all moves?', text, 'Stop'),
        },
      ],
    },
  ];
}

function lifting(card: Card, mark: string, nonce: string): readonly (InputBlock | ActionsBlock)[] {
  const text = 'Moves may change Azure again. A held move waits for an order all the same.';
  return [
    field(whyBlock(mark), 'Why may the stop be lifted? An approver says so, and why.'),
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: liftAction,
          text: plain('Lift the stop', limits.button),
          value: valued(card, nonce, { mark }),
          confirm: dialog('Lift the stop?', text, 'Lift it'),
        },
      ],
    },
  ];
}

function field(block: string, label: string): InputBlock {
  return {
    type: 'input',
    block_id: block,
    label: plain(label, limits.label),
    element: { type: 'plain_text_input', action_id: whyAction, max_length: 500 },
  };
}
