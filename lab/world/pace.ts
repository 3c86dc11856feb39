/** How fast the lab's Azure is: numbers a story may set for itself. */

/** From, up to: the dice choose. Milliseconds. */
export type Span = readonly [from: number, upTo: number];

export interface Pace {
  /** Until a workflow's new state is read and obeyed by its trigger. */
  readonly workflowMs: Span;
  /** Until a site has restarted with the settings that it was given. */
  readonly siteMs: Span;
  /** Until a failover of an alias lands. */
  readonly aliasMs: Span;
  /** How long reads still tell nothing of an accepted failover. */
  readonly aliasHiddenMs: number;
  readonly pairMs: Span;
  /** Until an app that was restarted works. */
  readonly appMs: Span;
  /** How long a pipeline runs, and how late a run is listed. */
  readonly pipelineMs: Span;
  readonly pipelineHiddenMs: number;
  /** How long a backup of API Management takes, and a restore of one. */
  readonly backupMs: Span;
  readonly restoreMs: Span;
  /** Until a resource has its new size. */
  readonly sizeMs: Span;
  /** Until the name servers say what a record set says. */
  readonly recordMs: Span;
  /** Writes of one identity within the window, before it is told to wait. */
  readonly writesMax: number;
  readonly writesWindowMs: number;
  readonly aliasTtlSeconds: number;
  /** Whether orders and documents flow at all. */
  readonly flowing: boolean;
  readonly orderMs: Span;
  readonly documentMs: Span;
  /** Between two looks of a receiver into the partner's outbox; each has its own steady beat. */
  readonly pollMs: Span;
  /** How long a run goes on after it has taken what it saw. */
  readonly runMs: number;
  /** How long the other side's receiver still sees a document that was taken. */
  readonly takenHiddenMs: number;
  readonly workMs: Span;
}

export const usualPace: Pace = {
  workflowMs: [1_000, 1_600],
  siteMs: [4_000, 8_000],
  aliasMs: [5_000, 7_000],
  aliasHiddenMs: 2_000,
  pairMs: [4_000, 6_000],
  appMs: [4_000, 6_000],
  pipelineMs: [6_000, 10_000],
  pipelineHiddenMs: 3_000,
  backupMs: [2_000, 3_000],
  restoreMs: [4_000, 6_000],
  sizeMs: [8_000, 12_000],
  recordMs: [1_500, 2_500],
  writesMax: 60,
  writesWindowMs: 10_000,
  aliasTtlSeconds: 30,
  flowing: true,
  orderMs: [1_000, 2_000],
  documentMs: [1_500, 4_500],
  pollMs: [4_800, 5_200],
  runMs: 1_500,
  takenHiddenMs: 2_000,
  workMs: [200, 1_200],
};
