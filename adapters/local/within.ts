/** Stops waiting when a signal aborts, whatever the work itself makes of the signal. */

/** The deadline passed before the work ended. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
  constructor() {
    super('timed out');
  }
}

/** Settles as `work` does, or rejects with `TimedOut`. The work's late end is nobody's business. */
export async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let stop = () => {};
  const late = new Promise<never>((_, reject) => {
    stop = () => reject(new TimedOut());
  });
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, late]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
