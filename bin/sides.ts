/** How an option names a side of a watch. */

import { Option } from 'commander';
import { sides } from '../core/names.ts';

export function sideOption(flags: string, description: string): Option {
  return new Option(flags, description).choices(sides).default('primary');
}
