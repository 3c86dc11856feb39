/** Where the functions of an estate are deployed, as far as its file or the user says. */

import type { Estate } from '../config/estate.ts';
import { Trouble } from '../core/trouble.ts';
import { homeIn } from '../deploy/names.ts';

/** The AWS region of the tables: as given, or the first vantage, as the stacks have it. */
export function homeOf(estate: Estate, given: string | undefined): string {
  const home = homeIn(estate, given);
  if (home !== undefined) return home;
  throw new Trouble('home-unknown', {
    message: 'Cannot tell where the functions are: no vantage of the file is an AWS region',
    next: 'Name the region of the tables with --home.',
  });
}
