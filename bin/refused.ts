/** Everything that is wrong with an input, at once. */

import { faultLine } from '../config/faults.ts';

/** One thing that is wrong; what is known of its place comes along. */
export interface Complaint {
  readonly message: string;
  /** An instruction: what to do now. */
  readonly next: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
}

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly faults: readonly Complaint[];

  constructor(faults: readonly Complaint[]) {
    super(faults.map(lineOf).join('\n'));
    this.faults = faults;
  }
}

export function lineOf({ message, next, ...where }: Complaint): string {
  const { file, line, column, path } = where;
  if (file === undefined || line === undefined || column === undefined) {
    return `${message}. ${next}`;
  }
  return faultLine({ file, line, column, path: path ?? '', message, next });
}
