/** The kill switch on a card in Slack: what is drawn, and what a press of it is read as. */

import { describe, expect, it } from '@jest/globals';
import type { Block } from '../../adapters/slack/block-kit.ts';
import { blocksOf } from '../../adapters/slack/blocks.ts';
import { parseClick } from '../../adapters/slack/click.ts';
import type { Card, CardBrake } from '../../core/card.ts';
import { checkBlocks } from '../../lab/estate/slack-blocks.ts';

function drawn(brake: CardBrake): readonly Block[] {
  const card: Card = {
    headline: 'Moving bus to northeurope: 1 of 3 steps done',
    tone: 'moving',
    watch: 'orders',
    incident: 4,
    evidence: [],
    layers: [],
    notes: [],
    choices: [],
    progress: [],
    orders: [],
    brake,
  };
  return blocksOf(card, 'n1');
}

/** What Slack posts when `label` is pressed with `typed` in the only field of the card. */
function pressed(blocks: readonly Block[], label: string, typed?: string) {
  const buttons = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  const button = buttons.find(({ text }) => text.text === label);
  const fields = blocks.flatMap((block) => (block.type === 'input' ? [block] : []));
  const values = fields.map(({ block_id, element }) => [
    block_id,
    { [element.action_id]: { type: element.type, value: typed ?? null } },
  ]);
  const payload = {
    type: 'block_actions',
    user: { id: 'U0CARLA', username: 'carla' },
    actions: [button],
    state: { values: Object.fromEntries(values) },
    response_url: 'https://hooks.slack.com/actions/1',
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const parsed = parseClick(new TextEncoder().encode(body));
  return parsed.is === 'click' ? parsed.click : parsed;
}

const by = { via: 'slack', user: 'U0CARLA', name: 'carla', nonce: 'n1', watch: 'orders' };

describe('a card', () => {
  it.each<CardBrake>([{ is: 'off' }, { is: 'on', mark: 'm1' }])(
    'with the switch %j is one that Slack takes, and asks before it acts',
    (brake) => {
      const blocks = drawn(brake);
      expect(checkBlocks(JSON.stringify(blocks)).is).toBe('drawable');
      const buttons = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
      expect(buttons.map(({ confirm }) => confirm.title.text)).toEqual([
        brake.is === 'off' ? 'Stop all moves?' : 'Lift the stop?',
      ]);
    },
  );

  it('stops with the reason that was typed, and without one as well', () => {
    const off = drawn({ is: 'off' });
    expect(pressed(off, 'Stop all moves', ' the partner called ')).toEqual({
      ...by,
      kind: 'stop',
      why: 'the partner called',
    });
    for (const typed of [undefined, '', '  ']) {
      expect(pressed(off, 'Stop all moves', typed)).toMatchObject({
        kind: 'stop',
        why: 'no reason was typed on the card',
      });
    }
  });

  it('lifts the stop that it shows, with the reason that was typed, or none', () => {
    const on = drawn({ is: 'on', mark: 'm1' });
    expect(pressed(on, 'Lift the stop', 'all clear')).toEqual({
      ...by,
      kind: 'lift',
      of: 'm1',
      why: 'all clear',
    });
    expect(pressed(on, 'Lift the stop')).toMatchObject({ kind: 'lift', of: 'm1', why: '' });
  });

  it('does not take the reason to stop for a reason to lift', () => {
    const fieldOf = (blocks: readonly Block[]) =>
      blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []));
    const [stop] = fieldOf(drawn({ is: 'off' }));
    const [lift] = fieldOf(drawn({ is: 'on', mark: 'm1' }));
    const [next] = fieldOf(drawn({ is: 'on', mark: 'm2' }));
    expect(new Set([stop, lift, next]).size).toBe(3);
  });
});
