/** What happens though nothing is new: deadlines pass, and what was missed is found again. */

import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { HomeFunctions } from './home-functions.ts';
import { Tick } from './tick.ts';

const minute = Duration.minutes(1);
/** `core/readiness.ts` calls a result stale after two and a half of these. */
const halfHour = Duration.minutes(30);
/** As `lambdas/ledger/ledger.ts` has it; a check calls it stale after three of these. */
const fewMinutes = Duration.minutes(5);
/** One of them is enough: the first anchor of a day stays. */
const quarterDay = Duration.hours(6);

export function homeTicks(
  scope: Construct,
  { judge, tell, failover, pulse, readiness, ledger }: HomeFunctions,
  deadLetters: Queue,
): void {
  const tick = { input: { kind: 'tick' }, deadLetters };
  new Tick(scope, 'JudgeTick', { fn: judge, every: minute, ...tick });
  new Tick(scope, 'TellTick', { fn: tell, every: minute, ...tick });
  new Tick(scope, 'PulseTick', { fn: pulse, every: minute, ...tick });
  const anchor = { input: { kind: 'anchor' }, deadLetters };
  new Tick(scope, 'AnchorTick', { fn: pulse, every: quarterDay, ...anchor });
  new Tick(scope, 'ReadinessTick', { fn: readiness, every: halfHour, ...tick });
  if (ledger !== undefined)
    new Tick(scope, 'LedgerTick', { fn: ledger, every: fewMinutes, ...tick });
  if (failover === undefined) return;
  new Tick(scope, 'FailoverTick', { fn: failover, every: minute, ...tick });
  new Tick(scope, 'PreflightTick', {
    fn: failover,
    every: halfHour,
    input: { kind: 'preflight' },
    deadLetters,
  });
}
