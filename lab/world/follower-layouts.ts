/** Who follows a public name, and what is counted of those who do not, as plain data. */

import type { Side } from '../../core/names.ts';

/** A public resolver, and the names that it is asked for by everybody else. */
export interface ResolverLayout {
  readonly address: string;
  /** In lower case. */
  readonly names: readonly string[];
}

/** Something whose requests Azure Monitor counts: those that its host answers. */
export interface MeterLayout {
  readonly id: string;
  readonly side: Side;
  readonly host: string;
  readonly metric: string;
}
