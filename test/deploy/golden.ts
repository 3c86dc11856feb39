/** Texts that a person has read and accepted. `UPDATE_GOLDEN=1 npm test -- test/deploy` writes them anew. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';
import type { Estate } from '../../config/estate.ts';
import { loadEstate } from '../../config/load.ts';

export function expectGolden(name: string, text: string): void {
  const path = join('test/deploy/golden', name);
  if (process.env['UPDATE_GOLDEN'] !== undefined) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}

/** The example as it is, or with some of its text replaced. */
export function exampleEstate(...changes: readonly (readonly [string, string])[]): Estate {
  const text = readFileSync('examples/orders.yaml', 'utf8');
  const changed = changes.reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`the example does not say ${from}`);
    return now.replaceAll(from, to);
  }, text);
  const loaded = loadEstate(changed, 'examples/orders.yaml');
  if (loaded.ok) return loaded.estate;
  throw new Error(loaded.faults.map(({ path, message }) => `${path} ${message}`).join('\n'));
}
