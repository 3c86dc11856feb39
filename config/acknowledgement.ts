/** What cannot be undone may be part of a plan only where the file says so by name. */

import type { DraftWatch } from './draft.ts';
import type { Flaw } from './faults.ts';

export function acknowledgements(watch: DraftWatch): readonly Flaw[] {
  const { acknowledge, mode, services, path } = watch;
  const compiled = services.flatMap((service) => service.compiled ?? []);
  if (acknowledge === undefined || compiled.length < services.length) return [];
  const steps = compiled.flatMap(({ service }) => service.steps.flatMap((move) => move.steps));
  const grave = [...new Set(steps.filter((s) => s.irreversible).map(({ kind }) => kind))];
  const silent = grave.filter((kind) => !acknowledge.includes(kind));
  const missing = mode === 'ask' && silent.length > 0;
  return [
    ...(missing ? [unsaid(path, silent, acknowledge)] : []),
    ...acknowledge.flatMap((kind, at): readonly Flaw[] =>
      grave.includes(kind) ? [] : [idle([...path, 'acknowledge', at], grave)],
    ),
  ];
}

function unsaid(path: Flaw['path'], silent: readonly string[], said: readonly string[]): Flaw {
  const all = [...said, ...silent].join(', ');
  return {
    path: [...path, 'acknowledge'],
    message: `does not name ${silent.join(', ')}: a move would do what cannot be undone`,
    next: `Read what \`farwatch rights\` says of it, and write acknowledge: [${all}].`,
  };
}

/** One that is not needed now would let a later service in unread. */
function idle(path: Flaw['path'], grave: readonly string[]): Flaw {
  const needed = grave.length === 0 ? 'nothing' : grave.join(', ');
  return {
    path,
    message: 'is no step of this watch that cannot be undone',
    next: `Remove it: ${needed} needs to be named here.`,
  };
}
