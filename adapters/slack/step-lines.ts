/** Steps as lines of text: before anyone is asked, and while they are carried out. */

import type { CardStep } from '../../core/card.ts';
import { cut, escaped, folded } from './escape.ts';

const linesMax = 16;
/** Of what is folded away, how many that cannot be undone are named. */
const undoneMax = 3;

/** The plan in order, by phase; what cannot be undone is never folded away uncounted. */
export function stepsText(steps: readonly CardStep[], characters: number): string {
  const lines = steps.map((step, index) => {
    const marks = [
      ...step.marks.map((mark) => (mark === 'irreversible' ? '*irreversible*' : mark)),
      ...(step.detail === undefined ? [] : [escaped(step.detail)]),
    ];
    const marked = marks.length === 0 ? '' : ` — ${marks.join(', ')}`;
    return `${index + 1}. ${step.phase}: ${escaped(step.title)}${marked}`;
  });
  return folded(lines, { lines: linesMax, characters }, (left) => {
    const hidden = steps.slice(steps.length - left.length);
    const owable = hidden.filter((step) => step.marks.includes('may be owed')).length;
    const undone = hidden.filter((step) => step.marks.includes('irreversible'));
    // Named although they are hidden: nobody approves what cannot be undone without reading it.
    const named = undone.map(({ title }) => cut(escaped(title), 90)).slice(0, undoneMax);
    const counts = [
      ...(owable > 0 ? [`${owable} may be owed`] : []),
      ...(undone.length > 0 ? [`${undone.length} *irreversible*: ${named.join('; ')}`] : []),
    ];
    return [`… and ${left.length} more`, ...counts].join(', ');
  });
}

/** What needs eyes comes first when there is too much: the held, the tried, the owed. */
export function progressText(steps: readonly CardStep[], characters: number): string {
  const urgent =
    steps.length > linesMax ? steps.toSorted((a, b) => rank[a.state] - rank[b.state]) : steps;
  const lines = urgent.map(({ state, phase, title, detail }) => {
    const said = [...(named.includes(state) ? [state] : []), ...(detail ? [escaped(detail)] : [])];
    const more = said.length === 0 ? '' : ` — ${said.join(': ')}`;
    return `${signs[state]} ${phase}: ${escaped(title)}${more}`;
  });
  return folded(lines, { lines: linesMax, characters }, (left) => {
    const hidden = urgent.slice(urgent.length - left.length);
    const done = hidden.filter((step) => step.state === 'done').length;
    return `… and ${left.length} more, ${done} of them done`;
  });
}

/** A sign is not enough for what a person must act upon. */
const named: readonly CardStep['state'][] = ['owed', 'skipped', 'held'];

const signs: Readonly<Record<CardStep['state'], string>> = {
  planned: '○',
  waiting: '○',
  trying: '▷',
  moving: '▶',
  done: '✓',
  owed: '◐',
  skipped: '–',
  held: '✕',
};

const rank: Readonly<Record<CardStep['state'], number>> = {
  held: 0,
  trying: 1,
  moving: 2,
  owed: 3,
  skipped: 4,
  waiting: 5,
  planned: 6,
  done: 7,
};
