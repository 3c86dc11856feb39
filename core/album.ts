/** What was seen, laid out by subject, so that a judge need not leaf through all of it each time. */

import type { Vantage } from './names.ts';
import type { Subject } from './observation.ts';
import type { Seen } from './opinion.ts';

export interface Album {
  readonly all: readonly Seen[];
  about(subject: Subject): readonly Seen[];
  from(vantage: Vantage, subject: Subject): readonly Seen[];
}

export function albumOf(all: readonly Seen[]): Album {
  // By names that are there already: thousands of keys made for every judgement would cost more.
  const pages = Map.groupBy(all, (s) => titleOf(s.subject));
  const corners = new Map(
    [...pages].map(([title, page]) => [title, Map.groupBy(page, (s) => s.vantage)]),
  );
  return {
    all,
    about: (subject) => pages.get(titleOf(subject))?.filter((s) => same(s.subject, subject)) ?? [],
    from: (vantage, subject) => {
      const corner = corners.get(titleOf(subject))?.get(vantage);
      return corner?.filter((s) => same(s.subject, subject)) ?? [];
    },
  };
}

function titleOf(subject: Subject): string {
  return subject.kind === 'control' ? subject.control : subject.service;
}

function same(a: Subject, b: Subject): boolean {
  switch (a.kind) {
    case 'control':
      return b.kind === 'control' && a.control === b.control;
    case 'pointer':
      return b.kind === 'pointer' && a.service === b.service;
    case 'chain':
      return b.kind === 'chain' && a.service === b.service;
    case 'posture':
      return b.kind === 'posture' && a.service === b.service && a.side === b.side;
    case 'service':
      return b.kind === 'service' && a.service === b.service && a.side === b.side;
  }
}
