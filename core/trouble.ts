/** What an operator will read when something cannot be done: what, because of what, and the way out. */

export class Trouble extends Error {
  override readonly name = 'Trouble';
  /** Stable and greppable, e.g. `step-kind-unknown`. */
  readonly code: string;
  /** An instruction: what to do now. */
  readonly next: string;

  constructor(code: string, told: { message: string; next: string; cause?: unknown }) {
    super(told.message, { cause: told.cause });
    this.code = code;
    this.next = told.next;
  }
}

/** Whoever was asked lives, and asks us to come again later. */
export class Busy extends Trouble {
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number, told: { message: string; next: string; cause?: unknown }) {
    super('busy', told);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The words of any thrown thing, for a `why`. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
