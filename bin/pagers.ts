/** The pagers of a file as far as they can be rung from this machine: by keys in its environment. */

import { wallClock } from '../adapters/local/clock.ts';
import type { Secrets } from '../adapters/local/secrets.ts';
import { byFetch } from '../adapters/page/by-fetch.ts';
import { listedPager } from '../adapters/page/listed.ts';
import { several } from '../adapters/page/several.ts';
import type { PagerAt } from '../config/estate.ts';
import type { Memory, Pager } from '../core/ports.ts';

/** Where the keys of those are kept that can be rung from here. */
export function pagerKeys(pagers: readonly PagerAt[]): readonly string[] {
  return pagers.flatMap((one) => (isNear(one) ? [keyOf(one)] : []));
}

/** What nobody is rung by from here, for the first line: empty when all are. */
export function notRungFromHere(pagers: readonly PagerAt[]): string {
  const left = pagers.filter((one) => !isNear(one)).map(({ kind }) => kind);
  return left.length === 0 ? '' : `From here nobody is rung by ${left.join(', ')}.`;
}

/** Together with whoever rings at this terminal. */
export function pagerHere(
  terminal: Pager,
  pagers: readonly PagerAt[],
  means: { readonly secrets: Secrets; readonly memory: Memory },
): Pager {
  const sending = { send: byFetch, clock: wallClock, ...means };
  return several([terminal, listedPager(pagers.filter(isNear), sending)]);
}

/** A laptop reads no Parameter Store, and publishes to no topic. */
function isNear(one: PagerAt): boolean {
  return keyOf(one).startsWith('env:');
}

function keyOf(one: PagerAt): string {
  if (one.kind === 'sns') return '';
  return one.kind === 'webhook' ? one.url : one.key;
}
