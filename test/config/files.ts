/** The files that the tests of `config` read: the example, and the bad ones. */

import { readdirSync, readFileSync } from 'node:fs';
import { faultLine } from '../../config/faults.ts';
import { serviceKinds } from '../../config/kinds.ts';
import { loadEstate } from '../../config/load.ts';

export const exampleText = readFileSync('examples/orders.yaml', 'utf8');

const bad = 'test/config/bad';

export const kindsKnown = Object.keys(serviceKinds).toSorted().join(', ');

/** Each says in its first lines what is wrong with it: `# expect: line:column path: …`. */
export const badFiles = readdirSync(bad).map((file) => {
  const text = readFileSync(`${bad}/${file}`, 'utf8');
  const expected = [...text.matchAll(/^# expect: (.*)$/gm)].map(
    ([, line = '']) => `${file}:${line.replace('<kinds>', kindsKnown)}`,
  );
  return { file, text, expected };
});

/** What is refused, as it would be printed; empty when the text is accepted. */
export function refusals(text: string, file = 'farwatch.yaml'): readonly string[] {
  const loaded = loadEstate(text, file);
  return loaded.ok ? [] : loaded.faults.map(faultLine);
}

/** The example with one part replaced, which must have been there. */
export function exampleWith(part: string, instead: string): string {
  if (!exampleText.includes(part)) throw new Error(`the example does not say ${part}`);
  return exampleText.replace(part, instead);
}
