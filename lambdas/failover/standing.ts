/** What stands and waits for a person, said again at each tick: an alarm lasts as long as it does. */

import { isCarrying, owedSteps } from '../../core/carrying.ts';
import type { Incident } from '../../core/incident.ts';
import type { WatchName } from '../../core/names.ts';

export interface StandingLine {
  readonly [name: string]: string;
  readonly level: 'warn';
  readonly watch: WatchName;
  /** Metric filters count these (`infra/alarms-on.ts`). */
  readonly stands: 'held' | 'owed';
  readonly what: string;
}

export function standingLines(watch: WatchName, incident: Incident): readonly StandingLine[] {
  if (!isCarrying(incident)) return [];
  const owed = owedSteps(incident).map(({ name }) => name);
  const line = (stands: StandingLine['stands'], what: string): StandingLine => {
    return { level: 'warn', watch, stands, what };
  };
  return [
    ...(incident.stage === 'held' ? [line('held', incident.step ?? 'the whole move')] : []),
    ...(owed.length > 0 ? [line('owed', owed.join(', '))] : []),
  ];
}
