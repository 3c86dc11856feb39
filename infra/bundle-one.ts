/** Bundles the function that is named into the folder that is named: see bundle.ts. */

import { functions, weigh } from './bundle.ts';

const [, , wanted, folder] = process.argv;
const name = functions.find((known) => known === wanted);
if (name === undefined || folder === undefined)
  throw new Error('call me with a function and a folder');
await weigh(name, folder);
