/** The last word on the card of an incident whose end nobody told, as the next one opened first. */

import type { Card } from '../card.ts';

/** What its card showed last. */
export interface StoryTold {
  readonly headline: string;
  readonly evidence: readonly string[];
  readonly notes: readonly string[];
  /** "Disable the receivers: done". */
  readonly steps: readonly string[];
}

export interface Farewell {
  readonly watch: string;
  readonly incident: number;
  /** The incident that is open now. */
  readonly next: number;
}

/** The story stays as it was told, in the past tense, and nothing on it can be pressed. */
export function farewellTo(
  shown: StoryTold | undefined,
  { watch, incident, next }: Farewell,
): Card {
  const told =
    shown === undefined ? [] : [`The last that was told here: ${shown.headline}.`, ...shown.steps];
  return {
    headline: `Incident ${incident} of ${watch} is over; another has begun since`,
    tone: 'calm',
    watch,
    incident,
    evidence: shown?.evidence ?? [],
    layers: [],
    notes: [`What goes on is on the card of incident ${next}.`, ...told, ...(shown?.notes ?? [])],
    choices: [],
    progress: [],
    orders: [],
  };
}
