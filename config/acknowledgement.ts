/** A kind of step that is dangerous may be part of a plan only where the file says so by name. */

import type { DraftWatch } from './draft.ts';
import type { Flaw } from './faults.ts';
import { stepKinds } from './kinds.ts';

export function acknowledgements(watch: DraftWatch): readonly Flaw[] {
  const { acknowledge, mode, services, path } = watch;
  const compiled = services.flatMap((service) => service.compiled ?? []);
  if (acknowledge === undefined || compiled.length < services.length) return [];
  const steps = compiled.flatMap(({ service }) => service.steps.flatMap((move) => move.steps));
  const kinds = [...new Set(steps.map(({ kind }) => kind))];
  const dangerous = kinds.filter((kind) => stepKinds[kind]?.danger !== undefined);
  const silent = dangerous.filter((kind) => !acknowledge.includes(kind));
  const missing = mode === 'ask' && silent.length > 0;
  return [
    ...(missing ? [unsaid(path, silent, acknowledge)] : []),
    ...acknowledge.flatMap((kind, at): readonly Flaw[] => {
      if (acknowledge.indexOf(kind) < at) {
        const twice = { message: 'is named twice', next: 'Remove it.' };
        return [{ path: [...path, 'acknowledge', at], ...twice }];
      }
      return dangerous.includes(kind) ? [] : [idle([...path, 'acknowledge', at], dangerous)];
    }),
  ];
}

function unsaid(path: Flaw['path'], silent: readonly string[], said: readonly string[]): Flaw {
  const why = silent.map((kind) => `${kind}, which ${stepKinds[kind]?.danger}`).join('; nor ');
  const all = [...said, ...silent].join(', ');
  return {
    path: [...path, 'acknowledge'],
    message: `does not name ${why}`,
    next: `Read what \`farwatch rights\` says of it, and write acknowledge: [${all}].`,
  };
}

/** One that is not needed now would let a later service in unread. */
function idle(path: Flaw['path'], dangerous: readonly string[]): Flaw {
  const needed = dangerous.length === 0 ? 'nothing' : dangerous.join(', ');
  return {
    path,
    message: 'is no dangerous kind of step of this watch',
    next: `Remove it: ${needed} needs to be named here.`,
  };
}
