/** Writes down, every few minutes and with an identity that may only look, what a move will lean on. */

import type { CheckKind } from '../../core/kinds.ts';
import type { Net } from '../../core/net.ts';
import type { Ledger } from '../../core/number-ledger.ts';
import type { Clock } from '../../core/ports.ts';
import type { Watch } from '../../core/watch.ts';

export interface LedgerWorld {
  readonly clock: Clock;
  readonly net: Net;
  readonly kinds: Readonly<Record<string, CheckKind<unknown>>>;
  readonly ledger: Ledger;
  /** Told of what could not be read: what was read of it before grows old, and is told as such. */
  onTrouble(where: string, error: unknown): void;
}

/** As the schedule of the deployed function has it. */
export const everyMs = 5 * 60_000;
/** A thousand numbers take their time: ARM lets one identity ask some twenty times in a second. */
const recordMsMax = 120_000;

/** Never rejects for what Azure does. */
export async function record(watch: Watch, world: LedgerWorld): Promise<void> {
  const { clock, net, ledger, kinds, onTrouble } = world;
  const deadline = clock.after(recordMsMax);
  const ground = { net, regions: watch.regions, at: clock.now(), ledger };
  const specs = watch.services.flatMap(({ name, checks = [] }) =>
    checks.map((spec) => ({ ...spec, where: `${name}/${spec.name}` })),
  );
  try {
    await Promise.all(
      specs.map(async ({ kind, settings, where }) => {
        try {
          const recording = kinds[kind]?.record?.(ground, settings, deadline.signal);
          await Promise.race([recording, silence(deadline.signal)]);
        } catch (error) {
          onTrouble(where, error);
        }
      }),
    );
  } finally {
    deadline.cancel();
  }
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const why = `no answer within ${recordMsMax / 1_000} s`;
    signal.addEventListener('abort', () => reject(new Error(why)), { once: true });
  });
}
