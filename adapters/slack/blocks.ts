/** Draws a card as Slack's blocks, within Slack's limits however long the plan is. */

import type { Card, CardChoice } from '../../core/card.ts';
import { utc } from '../../core/telling/words.ts';
import { type Block, limits } from './block-kit.ts';
import { brakeBlocks } from './brake.ts';
import { actionsOf, ordersOf, wishesOf } from './buttons.ts';
import { cut, escaped, folded } from './escape.ts';
import { progressText, stepsText } from './step-lines.ts';

/** `nonce`: new for each drawing, so that two clicks on one drawing can be told to be one. */
export function blocksOf(card: Card, nonce: string): readonly Block[] {
  const blocks: readonly Block[] = [
    {
      type: 'header',
      text: {
        type: 'plain_text',
        text: cut(`${signs[card.tone]} ${card.headline}`, limits.header),
      },
    },
    ...wanted(card),
    context(placeOf(card)),
    ...(card.progress.length === 0 ? asking(card, nonce) : moving(card, nonce)),
    ...wishesOf(card, nonce),
    ...brakeBlocks(card, nonce),
  ];
  return blocks.slice(0, limits.blocks);
}

/** What is seen, why nothing is offered, then the choices, each with its own buttons. */
function asking(card: Card, nonce: string): readonly Block[] {
  const seen = [...paragraphs(card.evidence), ...layers(card.layers)];
  const notes = list(card.notes);
  // Without a choice the reasons for that are what is read first.
  const first = card.choices.length === 0 && card.layers.length > 0;
  return [
    ...(first ? [...notes, ...ordersOf(card, nonce), ...seen] : [...seen, ...notes]),
    ...readiness(card.readiness),
    ...card.choices.flatMap((choice) => choiceBlocks(choice, card, nonce)),
    ...(first ? [] : ordersOf(card, nonce)),
  ];
}

/** Once it moves, what is done and what is asked stand above what it began with. */
function moving(card: Card, nonce: string): readonly Block[] {
  return [
    section(progressText(card.progress, room.progress)),
    ...ordersOf(card, nonce),
    ...list(card.notes),
    divider,
    ...began(card),
  ];
}

function wanted({ wanted: text }: Card): readonly Block[] {
  return text === undefined ? [] : [section(`*${cut(escaped(text), room.wanted)}*`)];
}

function placeOf({ watch, incident, tone, wanted: text }: Card): string {
  const place = `${escaped(watch)} · incident ${incident}`;
  return text === undefined ? `${place} · ${words[tone]}` : place;
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
  wanted: 500,
  paragraphs: 6,
  paragraph: 700,
  small: 300,
  list: 1_300,
  readiness: 800,
  byHand: 900,
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

/** The evidence of a decision that was taken: small, below what came of it. */
function began({ evidence, layers: beside }: Card): readonly Block[] {
  const shown = evidence.slice(0, room.paragraphs).map((text) => cut(oneLine(text), room.small));
  const left = evidence.length - shown.length;
  const more = left > 0 ? [`… and ${left} more services`] : [];
  const lines = [...shown, ...more, ...(beside.length === 0 ? [] : [besideText(beside)])];
  return lines.length === 0 ? [] : [context(lines.join('\n'))];
}

function oneLine(text: string): string {
  const [first = '', ...more] = escaped(text).split('\n');
  return [`*${first}*`, ...more].join(' · ');
}

function besideText(lines: readonly string[]): string {
  return cut(escaped(lines.join(' · ')), room.list);
}

function layers(lines: readonly string[]): readonly Block[] {
  return lines.length === 0 ? [] : [context(besideText(lines))];
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
  const owable = choice.steps.some((step) => step.marks.includes('may be owed'));
  return [
    divider,
    section(`*${title}*\n${stepsText(choice.steps, room.steps)}`),
    ...changed(choice.byHand),
    ...(owable ? [context(owedText)] : []),
    context(`${who} may approve · lapses ${utc(choice.until)} · plan ${escaped(choice.digest)}`),
    ...actionsOf(choice, { card, nonce, last }),
  ];
}

/** What nobody has drafted is read before it is approved. */
function changed(lines: readonly string[] = []): readonly Block[] {
  const [first, ...more] = lines;
  if (first === undefined) return [];
  const items = more.map((line) => `• ${escaped(line)}`);
  const fit = { lines: 12, characters: room.byHand };
  const text = folded(items, fit, (left) => `… and ${left.length} more`);
  return [section(`*${escaped(first)}*\n${text}`)];
}

const owedText = 'May be owed: what cannot be reached is left, and done at the first sign of life.';
