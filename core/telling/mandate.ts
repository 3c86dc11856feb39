/** A watch file that came into force, as people are told: by whom, and what it changes of who may do what. */

import type { Card } from '../card.ts';
import type { FactOf } from '../fact.ts';
import type { Change } from '../mandate.ts';
import type { Watch } from '../watch.ts';
import { utcDay } from './words.ts';

/** "A new watch file by ana (Admin) is in force: approvers + ben − carla; targets + …" */
export function adoptedText({ file, before, changes }: FactOf<'adopted'>): string {
  const what = before === undefined ? 'The first' : 'A new';
  const despite = file.despite === undefined ? '' : `, published in spite of an open incident`;
  return `${what} watch file, by ${authorOf(file.author)}${despite}, is in force: ${changesText(changes)}`;
}

/** On a card of its own, for it belongs to no outage. */
export function adoptedCard(fact: FactOf<'adopted'>, watch: Watch, incident: number): Card {
  const { file, changes } = fact;
  const { despite, digest, publishedAt } = file;
  return {
    headline: `${watch.name}: ${adoptedText(fact)}`,
    tone: 'news',
    watch: watch.name,
    incident,
    evidence: lines(changes),
    layers: [],
    notes: [
      `Published ${utcDay(publishedAt)}; its digest is ${digest.slice(0, 12)}.`,
      ...(despite === undefined ? [] : [`Published in spite of an open incident: ${despite}.`]),
    ],
    choices: [],
    progress: [],
    orders: [],
  };
}

/** The name at the end of an ARN, and whatever it was assumed as; anything else as it is. */
export function authorOf(author: string): string {
  const [, role, session] =
    /^arn:aws[\w-]*:sts::\d+:assumed-role\/([^/]+)\/(.+)$/.exec(author) ?? [];
  if (role !== undefined && session !== undefined) return `${session} (${role})`;
  return /^arn:aws[\w-]*:iam::\d+:(?:user|root)\/?(.*)$/.exec(author)?.[1] || author;
}

const signs = { added: '+', removed: '−', changed: '~' } as const;
const kinds = ['mode', 'approvers', 'responders', 'targets', 'rights'] as const;
/** People are named one by one; of the rest it is told how much. */
const namedMax = 4;

export function changesText(changes: readonly Change[]): string {
  const parts = kinds.flatMap((of) => {
    const ours = changes.filter((change) => change.of === of);
    return ours.length === 0 ? [] : [`${of} ${briefly(ours)}`];
  });
  return parts.length === 0 ? 'nothing changes of who may do what to what' : parts.join('; ');
}

function briefly(changes: readonly Change[]): string {
  const ofPeople = changes.every(({ of }) => of === 'approvers' || of === 'responders');
  if (ofPeople || changes.length <= 1) return changes.map(signed).join(' ');
  if (changes.length <= namedMax && changes.every(({ what }) => what.length < 40))
    return changes.map(signed).join(', ');
  const many = (is: Change['is']) => changes.filter((change) => change.is === is).length;
  return (['added', 'removed', 'changed'] as const)
    .flatMap((is) => (many(is) === 0 ? [] : [`${signs[is]} ${many(is)}`]))
    .join(' ');
}

function signed({ of, is, what }: Change): string {
  return of === 'mode' ? what : `${signs[is]} ${what}`;
}

const linesMax = 25;

/** Each change on a line, e.g. for whoever is about to publish it. */
export function linesOf(changes: readonly Change[]): readonly string[] {
  return changes.map((change) => `${change.of}: ${signed(change)}`);
}

function lines(changes: readonly Change[]): readonly string[] {
  const all = linesOf(changes);
  const more = all.length - linesMax;
  return more <= 0 ? all : [...all.slice(0, linesMax), `and ${more} more, all in the journal`];
}
