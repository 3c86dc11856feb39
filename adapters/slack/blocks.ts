/** Draws a card as Slack's blocks, within Slack's limits however long the plan is. */

import type { Card, CardChoice } from '../../core/card.ts';
import { utc } from '../../core/telling/words.ts';
import { type Block, limits } from './block-kit.ts';
import { actionsOf, ordersOf } from './buttons.ts';
import { cut, escaped, folded } from './escape.ts';
import { progressText, stepsText } from './step-lines.ts';

/** `nonce`: new for each drawing, so that two clicks on one drawing can be told to be one. */
export function blocksOf(card: Card, nonce: string): readonly Block[] {
  const why = [...paragraphs(card.evidence), ...layers(card.layers)];
  const seen = [...why, ...list(card.notes), ...readiness(card.readiness)];
  // Once it moves, what is done and what is asked stand above what it began with.
  const progress = section(progressText(card.progress, room.progress));
  const moving = [progress, ...ordersOf(card, nonce), ...list(card.notes), divider, ...why];
  const blocks: readonly Block[] = [
    {
      type: 'header',
      text: {
        type: 'plain_text',
        text: cut(`${signs[card.tone]} ${card.headline}`, limits.header),
      },
    },
    context(`${escaped(card.watch)} · incident ${card.incident} · ${words[card.tone]}`),
    ...(card.progress.length === 0 ? seen : moving),
    ...card.choices.flatMap((choice) => choiceBlocks(choice, card, nonce)),
  ];
  return blocks.slice(0, limits.blocks);
}

/** What a phone shows, and what a screen reader reads. */
export function fallbackOf(card: Card): string {
  return escaped(`${signs[card.tone]} ${card.headline}`);
}

const signs = {
  calm: '⚪',
  news: '🟠',
  question: '🔴',
  moving: '🔵',
  held: '🟣',
  good: '🟢',
} as const;

const words = {
  calm: 'at rest',
  news: 'for your information',
  question: 'a decision is asked',
  moving: 'under way',
  held: 'held, a person is needed',
  good: 'done and proven',
} as const;

const divider: Block = { type: 'divider' };

function section(text: string): Block {
  return { type: 'section', text: { type: 'mrkdwn', text: cut(text, limits.section) } };
}

function context(text: string): Block {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: cut(text, limits.section) }] };
}

/**
 * Characters for each part. Slack refuses a message whose blocks add up to some 13,000, which no
 * limit of a single block tells.
 */
const room = {
  title: 300,
  paragraphs: 6,
  paragraph: 700,
  list: 1_300,
  readiness: 800,
  steps: 1_700,
  progress: 2_400,
} as const;

function paragraphs(evidence: readonly string[]): readonly Block[] {
  const shown = evidence.slice(0, room.paragraphs).map((text) => {
    const [first = '', ...more] = escaped(text).split('\n');
    const lines = more.map((line) => `• ${line}`);
    return section(cut([`*${first}*`, ...lines].join('\n'), room.paragraph));
  });
  const left = evidence.length - shown.length;
  return left > 0 ? [...shown, context(`… and ${left} more services`)] : shown;
}

function layers(lines: readonly string[]): readonly Block[] {
  return lines.length === 0 ? [] : [context(cut(escaped(lines.join('; ')), room.list))];
}

function list(lines: readonly string[]): readonly Block[] {
  if (lines.length === 0) return [];
  const items = lines.map((line) => `• ${escaped(line)}`);
  const fit = { lines: 20, characters: room.list };
  return [section(folded(items, fit, (left) => `… and ${left.length} more`))];
}

/** Above the choices: what is known of them before one is made. */
function readiness(lines: readonly string[] = []): readonly Block[] {
  const [first, ...more] = lines.map(escaped);
  if (first === undefined) return [];
  return [context(cut([first, ...more.map((line) => `• ${line}`)].join('\n'), room.readiness))];
}

function choiceBlocks(choice: CardChoice, card: Card, nonce: string): readonly Block[] {
  const who = cut(escaped(choice.approvers.join(' or ')), room.title);
  const title = cut(escaped(choice.title), room.title);
  const last = card.choices.at(-1) === choice;
  return [
    divider,
    section(`*${title}*\n${stepsText(choice.steps, room.steps)}`),
    context(`${who} may approve · lapses ${utc(choice.until)} · plan ${escaped(choice.digest)}`),
    ...actionsOf(choice, { card, nonce, last }),
  ];
}
