/** How one list of steps differs from another, setting by setting. */

import type { Alteration, Step } from './plan.ts';

export function alterations(
  drafted: readonly Step[],
  made: readonly Step[],
): readonly Alteration[] {
  const among = (steps: readonly Step[], { name }: Step) => steps.find((one) => one.name === name);
  return [
    ...drafted
      .filter((step) => among(made, step) === undefined)
      .map(({ name, title }): Alteration => ({ is: 'left out', step: name, says: title })),
    ...made.flatMap((step): readonly Alteration[] => {
      const { name, phase, title } = step;
      const was = among(drafted, step);
      if (was === undefined) return [{ is: 'added', step: name, says: `in ${phase}: ${title}` }];
      const moved: Alteration = { is: 'moved', step: name, says: `from ${was.phase} to ${phase}` };
      return [...(was.phase === phase ? [] : [moved]), ...changed(was, step)];
    }),
  ];
}

function changed(was: Step, { name, settings }: Step): readonly Alteration[] {
  const [before, after] = [leaves(was.settings), leaves(settings)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((key) => JSON.stringify(before.get(key)) !== JSON.stringify(after.get(key)))
    .map((key) => {
      const says = `${key} ${difference(before.get(key), after.get(key))}`;
      return { is: 'changed', step: name, says };
    });
}

function difference(before: unknown, after: unknown): string {
  if (Array.isArray(before) && Array.isArray(after)) {
    const [was, is] = [namesIn(before), namesIn(after)];
    const gone = was.filter((one) => !is.includes(one));
    const more = is.filter((one) => !was.includes(one));
    const parts = [
      ...(gone.length > 0 ? [`without ${gone.join(', ')}`] : []),
      ...(more.length > 0 ? [`with ${more.join(', ')}`] : []),
    ];
    return parts.length > 0 ? parts.join(', ') : 'in another order';
  }
  return `${shown(before)} → ${shown(after)}`;
}

/** The entries of a list, none of anything else. */
export function namesIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(shown) : [];
}

function shown(value: unknown): string {
  if (value === undefined) return '(none)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Settings by their paths, `tag.name`; a list is one of them. */
export function leaves(settings: unknown, path = ''): ReadonlyMap<string, unknown> {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    return new Map([[path, settings]]);
  }
  return new Map(
    Object.entries(settings).flatMap(([key, value]) => [
      ...leaves(value, path === '' ? key : `${path}.${key}`),
    ]),
  );
}
