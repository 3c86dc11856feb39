/** The one door for `farwatch.yaml`: text goes in, trusted data or every fault comes out. */

import { disagreements } from './agreement.ts';
import { type Draft, draftOf } from './draft.ts';
import type { Estate } from './estate.ts';
import type { Fault, Flaw, Path } from './faults.ts';
import { fileSchema } from './schema.ts';
import { type Secrets, secretsIn } from './secrets.ts';
import { estateOf } from './watches.ts';
import { flawsIn } from './wording.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

export type Loaded =
  | { readonly ok: true; readonly estate: Estate }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** `file` is what faults call it. Nothing that looks like a secret is repeated in any of them. */
export function loadEstate(text: string, file: string): Loaded {
  const yaml = readYaml(text);
  const secrets = secretsIn(yaml.document);
  const unsafe = [...yaml.flaws, ...secrets.flaws];
  const refused = (flaws: readonly Flaw[]): Loaded => ({
    ok: false,
    faults: faultsOf(flaws, yaml, file, secrets),
  });
  if (!yaml.readable) return refused(unsafe);
  if (yaml.data === null || yaml.data === undefined) return refused([empty]);

  const draft = draftOf(yaml.data);
  const flaws = [
    ...unsafe,
    ...flawsIn(fileSchema, yaml.data),
    ...compilationFlaws(draft),
    ...disagreements(draft),
  ];
  const parsed = fileSchema.safeParse(yaml.data);
  if (flaws.length > 0 || !parsed.success) return refused(flaws);
  return { ok: true, estate: estateOf(parsed.data) };
}

const empty: Flaw = {
  path: [],
  message: 'is empty',
  next: 'Begin with a copy of examples/orders.yaml.',
};

function compilationFlaws({ watches }: Draft): readonly Flaw[] {
  return watches.flatMap(({ services }) =>
    services.flatMap(({ path, compiled }) =>
      (compiled?.flaws ?? []).map((flaw) => ({ ...flaw, path: [...path, ...flaw.path] })),
    ),
  );
}

/** In the order of the file; of a place that holds a secret nothing else is said. */
export function faultsOf(
  flaws: readonly Flaw[],
  yaml: YamlFile,
  file: string,
  secrets: Secrets,
): readonly Fault[] {
  const secret = new Set(secrets.flaws.map(pathKey));
  return flaws
    .filter((flaw) => flaw.offset !== undefined || !secret.has(pathKey(flaw)))
    .map(({ message, next, ...where }) => ({
      file,
      ...yaml.place(where),
      path: secrets.hide(pathText(where.path)),
      message: secrets.hide(message),
      next: secrets.hide(next),
    }))
    .toSorted((a, b) => a.line - b.line || a.column - b.column);
}

function pathKey({ path }: Flaw): string {
  return JSON.stringify(path);
}

/** `watches.orders.approvers[1]` */
function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
