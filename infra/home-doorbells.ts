/** Who is woken by what: news of the journal, and what was seen that deserves a judge at once. */

import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { tables as keys } from '../adapters/aws/tables.ts';
import type { AlarmOn } from './alarms.ts';
import { doorbellLate } from './alarms-on.ts';
import { Doorbell } from './doorbell.ts';
import type { Fn } from './fn.ts';
import type { HomeFunctions } from './home-functions.ts';
import type { Tables } from './tables.ts';

/**
 * A look's key ends with its pass. The first one holds what answered at once; only slow and failing
 * answers make a second and a third. What is well is judged by the tick, at a tenth of the price.
 */
const worthJudging = ['#2', '#3'];

export function homeDoorbells(
  scope: Construct,
  { judge, tell, failover }: HomeFunctions,
  { journal, sightings }: Tables,
  deadLetters: Queue,
): { readonly functions: readonly Fn[]; readonly alarms: readonly AlarmOn[] } {
  const short = Duration.minutes(2);
  new Doorbell(scope, 'Sighted', {
    table: sightings,
    fn: judge,
    deadLetters,
    endings: { key: keys.sightings.sort, of: worthJudging },
    maxAge: short,
  });
  new Doorbell(scope, 'NewsToTell', { table: journal, fn: tell, deadLetters, maxAge: short });
  const brief = [judge, tell];
  const late = brief.map((fn) => doorbellLate(fn, Duration.minutes(1)));
  if (failover === undefined) return { functions: brief, alarms: late };
  // While a run drives, its own bell waits: a ring must live longer than the longest run.
  const long = Duration.minutes(10);
  new Doorbell(scope, 'NewsToDrive', { table: journal, fn: failover, deadLetters, maxAge: long });
  return {
    functions: [...brief, failover],
    alarms: [...late, doorbellLate(failover, Duration.minutes(6))],
  };
}
