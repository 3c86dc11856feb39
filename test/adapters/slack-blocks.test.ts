/** Cards as Slack's blocks: within Slack's limits however long the plan, and honest when folded. */

import { describe, expect, it } from '@jest/globals';
import { blocksOf, fallbackOf } from '../../adapters/slack/blocks.ts';
import type { Card, CardChoice, CardStep } from '../../core/card.ts';
import type { Digest, Instant, StepName } from '../../core/names.ts';
import { checkBlocks } from '../../lab/estate/slack-blocks.ts';

const long = 'x & <y> '.repeat(120);

function steps(count: number, state: CardStep['state'] = 'planned'): readonly CardStep[] {
  return Array.from({ length: count }, (_, n) => ({
    step: `workflows/step-${n}` as StepName,
    title: `Disable <edi-receive-${n}> in rg-orders-we & its trigger`,
    phase: 'fence',
    marks: n % 50 === 49 ? ['irreversible'] : ['may be owed'],
    state,
  }));
}

function choice(count: number, more: Partial<CardChoice> = {}): CardChoice {
  return {
    digest: '0123456789abcdef' as Digest,
    offer: 1,
    title: 'Move all 7 services to northeurope (forced)',
    steps: steps(count),
    approvers: ['ana', 'carol'],
    until: 1_000_000 as Instant,
    ...more,
  };
}

function card(more: Partial<Card> = {}): Card {
  return {
    headline: 'westeurope is down: bus',
    tone: 'question',
    watch: 'orders',
    incident: 1,
    evidence: ['bus: down in westeurope\nnorth: connect: timed out'],
    layers: ['ARM up'],
    notes: [],
    choices: [choice(3)],
    progress: [],
    orders: [],
    ...more,
  };
}

function texts(drawn: Card): string {
  return JSON.stringify(blocksOf(drawn, 'n1'));
}

function problems(drawn: Card): unknown {
  const checked = checkBlocks(texts(drawn));
  return checked.is === 'drawable' ? [] : checked;
}

describe('blocks', () => {
  it('say what was changed of a plan by hand before its buttons', () => {
    const byHand = ['Changed by hand by ana: 1 step left out.', 'left out: api/turn: DNS <orders>'];
    const drawn = texts(card({ choices: [choice(3, { byHand })] }));
    const said = drawn.indexOf('*Changed by hand by ana: 1 step left out.*');
    expect(said).toBeGreaterThan(drawn.indexOf('3. fence'));
    expect(drawn).toContain('• left out: api/turn: DNS &lt;orders&gt;');
    expect(drawn.indexOf('"actions"')).toBeGreaterThan(said);
    expect(problems(card({ choices: [choice(3, { byHand: byHand.slice(0, 1) })] }))).toEqual([]);
  });

  const tall: readonly (readonly [string, Partial<Card>])[] = [
    ['a small card', {}],
    ['two plans of 300 steps', { choices: [choice(12), choice(300)] }],
    ['a doubted plan of 300 steps', { choices: [choice(300, { despite: 'DESPITE DOUBT' })] }],
    [
      'two plans of 300 steps, all of them changed by hand',
      { choices: [choice(300), choice(300, { byHand: Array.from({ length: 301 }, () => long) })] },
    ],
    ['300 steps under way', { choices: [], progress: steps(300, 'trying') }],
    [
      'long words everywhere',
      {
        headline: long,
        wanted: long,
        evidence: Array.from({ length: 40 }, () => `${long}\n${long}`),
        layers: Array.from({ length: 60 }, () => long),
        notes: Array.from({ length: 60 }, () => long),
        readiness: Array.from({ length: 6 }, () => long),
        choices: [choice(300, { title: long }), choice(300, { title: long, approvers: [long] })],
      },
    ],
    [
      'orders with long titles',
      {
        choices: [],
        orders: (['retry', 'settled', 'skip', 'proceed'] as const).map((order) => ({
          order,
          step: long.slice(0, 300) as StepName,
          title: long,
        })),
      },
    ],
  ];
  it.each(tall)('of %s are what Slack takes', (_, more) => {
    expect(problems(card(more))).toEqual([]);
  });

  it('hold a plan of 60 steps, which cannot be approved without reading what is irreversible', () => {
    const marked = (at: number): CardStep['marks'] => (at === 40 ? ['irreversible'] : []);
    const long60 = steps(60).map((step, at) => ({ ...step, marks: marked(at) }));
    const drawn = card({ choices: [choice(12), choice(60, { steps: long60 })] });
    expect(problems(drawn)).toEqual([]);
    expect(texts(drawn)).toContain('1 *irreversible*: Disable &lt;edi-receive-40&gt;');
    expect(problems(card({ choices: [], progress: steps(60, 'trying') }))).toEqual([]);
  });

  it('name in the dialog what is irreversible and what may be left undone', () => {
    const [fence, alias] = steps(2);
    if (fence === undefined || alias === undefined) throw new Error('no steps');
    const undone = {
      ...alias,
      title: 'Service Bus alias orders',
      marks: ['irreversible'] as const,
    };
    const drawn = blocksOf(card({ choices: [choice(0, { steps: [fence, undone] })] }), 'n1');
    const [approve] = drawn.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    expect(approve?.confirm.text.text).toBe(
      [
        'Move all 7 services to northeurope (forced): 2 steps.',
        'Irreversible: Service Bus alias orders.',
        'May be owed: Disable &lt;edi-receive-0&gt; in rg-orders-we &amp; its trigger.',
        'Plan 0123456789abcdef.',
      ].join(' '),
    );
  });

  it('say what is wanted first, and put what it began with last once it moves', () => {
    const held = { wanted: 'Held: a lock. ana: choose below.', choices: [], tone: 'held' } as const;
    const text = texts(card({ ...held, progress: steps(3, 'held') }));
    const order = ['*Held: a lock. ana: choose below.*', 'orders · incident 1', '✕', '*bus: down'];
    const places = order.map((part) => text.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('fold a long plan and count what is hidden, the irreversible ones first', () => {
    const text = texts(card({ choices: [choice(300)] }));
    expect(text).toMatch(/… and 28\d more, 27\d may be owed, 6 \*irreversible\*: Disable &lt;edi/);
  });

  it('show what needs eyes first when a long plan is under way', () => {
    const progress = [...steps(40, 'done'), ...steps(2, 'held')];
    const text = texts(card({ choices: [], progress }));
    expect(text.indexOf('✕')).toBeLessThan(text.indexOf('✓'));
    expect(text).toContain('27 of them done');
  });

  it('say above the choices whether they would work, and nothing where nobody checks', () => {
    const lines = ['Readiness checked 01:48:00 UTC, 12 min before: would work.', 'odd <one>'];
    const text = texts(card({ readiness: lines }));
    expect(text).toContain('would work.\\n• odd &lt;one&gt;');
    expect(text.indexOf('would work')).toBeLessThan(text.indexOf('may approve'));
    expect(texts(card())).not.toContain('Readiness');
  });

  it('escape what people and Azure wrote', () => {
    const text = texts(
      card({ evidence: ['<!channel> & co: down'], notes: ['<https://evil|click>'] }),
    );
    expect(text).toContain('&lt;!channel&gt; &amp; co');
    expect(text).not.toContain('<https://evil');
    expect(fallbackOf(card({ headline: '<!here> down' }))).toContain('&lt;!here&gt;');
  });

  it('carry incident, digest, offer and nonce, one decline, and a dialog that names the plan', () => {
    const drawn = blocksOf(card({ choices: [choice(3), choice(3)] }), 'n1');
    const buttons = drawn.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    expect(buttons.map((button) => button.text.text)).toEqual(['Approve', 'Approve', 'Decline']);
    expect(JSON.parse(buttons[0]?.value ?? '')).toEqual({
      ...{ watch: 'orders', incident: 1, nonce: 'n1' },
      ...{ digest: '0123456789abcdef', offer: 1 },
    });
    expect(buttons[0]?.confirm.text.text).toContain('Plan 0123456789abcdef');
  });
});
