/** The kill switch as people see it: who stopped what, and which button they are given. */

import type { CardBrake } from '../card.ts';
import type { Stop } from '../fact.ts';
import type { Incident } from '../incident.ts';
import { utc } from './words.ts';

/** A sentence without its full stop. */
export function stopText({ by, via, at, why }: Omit<Stop, 'mark'>): string {
  const what = 'nothing is changed in Azure until an approver lifts it';
  return `Stopped by ${by} (${via}) at ${utc(at)}: ${why}; ${what}`;
}

/** A stop may be lifted wherever it is told; it is offered where something could be changed. */
export function brakeOf({ stage, stopped }: Incident): { readonly brake?: CardBrake } {
  if (stopped !== undefined) return { brake: { is: 'on', mark: stopped.mark } };
  const changing = stage === 'moving' || stage === 'held' || stage === 'settling';
  return changing ? { brake: { is: 'off' } } : {};
}
