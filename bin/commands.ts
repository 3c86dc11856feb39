/** Every command, in the order in which help shows them. What they do is loaded when it is asked for. */

import type { Command } from 'commander';
import { active } from './commands/active.ts';
import { azure } from './commands/azure.ts';
import { lift, stop } from './commands/brake.ts';
import { breaks } from './commands/break.ts';
import { calm } from './commands/calm.ts';
import { cost } from './commands/cost.ts';
import { heal } from './commands/heal.ts';
import { journal } from './commands/journal.ts';
import { lab } from './commands/lab.ts';
import { move } from './commands/move.ts';
import { plan } from './commands/plan.ts';
import { probe } from './commands/probe.ts';
import { publish } from './commands/publish.ts';
import { readiness } from './commands/readiness.ts';
import { reconcile } from './commands/reconcile.ts';
import { rehearse } from './commands/rehearse.ts';
import { report } from './commands/report.ts';
import { rights } from './commands/rights.ts';
import { run } from './commands/run.ts';
import { schema } from './commands/schema.ts';
import { validate } from './commands/validate.ts';
import { watch } from './commands/watch.ts';
import type { Exit } from './exit.ts';

export type Enrol = (program: Command, done: (exit: Exit) => void) => void;

export const commands: readonly Enrol[] = [
  rehearse,
  lab,
  breaks,
  heal,
  watch,
  stop,
  lift,
  move,
  probe,
  plan,
  run,
  validate,
  readiness,
  report,
  reconcile,
  journal,
  rights,
  azure,
  cost,
  active,
  calm,
  publish,
  schema,
];
