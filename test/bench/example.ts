/** The estate of the example as trusted data: what benches and the wire suite look at and move. */

import { readFileSync } from 'node:fs';
import type { Estate } from '../../config/estate.ts';
import { loadEstate } from '../../config/load.ts';
import type { Watch } from '../../core/watch.ts';

const file = 'examples/orders.yaml';

export function example(): { readonly estate: Estate; readonly watch: Watch } {
  const loaded = loadEstate(readFileSync(file, 'utf8'), file);
  const [watch] = loaded.ok ? loaded.estate.watches : [];
  if (!loaded.ok || watch === undefined) throw new Error(`${file} is refused`);
  return { estate: loaded.estate, watch };
}
