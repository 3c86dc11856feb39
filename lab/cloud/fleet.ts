/** Invokes functions: in an idle environment or a new one, as many side by side as are reserved. */

import type { FunctionPlan } from './deployed.ts';
import type { End, Sandbox } from './sandbox.ts';

export interface Invocation {
  readonly fn: string;
  /** Who woke it: `schedule`, `stream`, `queue`, `api`. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly event: unknown;
  /** The asset that ran. */
  readonly folder: string;
  readonly end: End;
}

export interface Fleet {
  /** `throttled`: all the concurrency it has is in use. Never rejects. */
  invoke(arn: string, by: string, event: unknown): Promise<End | 'throttled'>;
  /** Those that have ended, in that order. */
  readonly invocations: readonly Invocation[];
  /** How many are under way. */
  busy(): number;
  /** From now on events are given to these; an environment that is at one finishes it, and ends. */
  replace(plans: readonly FunctionPlan[]): Promise<void>;
  close(): Promise<void>;
}

export interface FleetMeans {
  open(plan: FunctionPlan): Promise<Sandbox>;
  /** Whose events are each given to two environments at once, as may happen. */
  twins(plan: FunctionPlan): boolean;
}

/** Of a function that reserves none. */
const concurrencyMax = 20;

export function fleetOf(plans: readonly FunctionPlan[], { open, twins }: FleetMeans): Fleet {
  const byArn = new Map(plans.map((plan) => [plan.arn, plan]));
  const idle = new Map<string, Sandbox[]>();
  const running = new Map<string, number>();
  const all = new Set<Sandbox>();
  const invocations: Invocation[] = [];
  let closing = false;

  async function taken(plan: FunctionPlan): Promise<Sandbox> {
    const known = idle.get(plan.arn)?.pop();
    if (known?.alive() === true) return known;
    if (known !== undefined) await leave(known);
    const made = await open(plan);
    all.add(made);
    return made;
  }

  async function leave(sandbox: Sandbox): Promise<void> {
    all.delete(sandbox);
    await sandbox.close();
  }

  async function give(plan: FunctionPlan, event: unknown): Promise<End> {
    const sandbox = await taken(plan);
    const end = await sandbox.invoke(event);
    const isCurrent = byArn.get(plan.arn) === plan;
    if (sandbox.alive() && isCurrent) {
      idle.set(plan.arn, [...(idle.get(plan.arn) ?? []), sandbox]);
    } else if (!closing) await leave(sandbox);
    return end;
  }

  async function wake(plan: FunctionPlan, by: string, event: unknown): Promise<End> {
    const at = Date.now();
    const end = await give(plan, event);
    invocations.push({ fn: plan.name, by, at, event, folder: plan.folder, end });
    return end;
  }

  return {
    invocations,
    busy: () => [...running.values()].reduce((sum, n) => sum + n, 0),
    async invoke(arn, by, event) {
      const plan = byArn.get(arn);
      if (plan === undefined) throw new Error(`there is no function ${arn}`);
      const many = running.get(arn) ?? 0;
      if (many >= (plan.reserved ?? concurrencyMax)) return 'throttled';
      running.set(arn, many + 1);
      try {
        const [twin, end] = await Promise.all([
          twins(plan) ? wake(plan, by, event) : undefined,
          wake(plan, by, event),
        ]);
        return twin === undefined || twin.is === 'returned' ? end : twin;
      } finally {
        running.set(arn, (running.get(arn) ?? 1) - 1);
      }
    },
    async replace(next) {
      const old = [...idle.values()].flat();
      idle.clear();
      for (const plan of next) {
        if (!byArn.has(plan.arn)) throw new Error(`there is no function ${plan.arn} to replace`);
        byArn.set(plan.arn, plan);
      }
      await Promise.all(old.map(leave));
    },
    async close() {
      closing = true;
      await Promise.all([...all].map((sandbox) => sandbox.close()));
    },
  };
}
