/** Every command by its name, loaded when it is asked for: the clients of Azure take their time. */

import type { Command } from 'commander';
import type { Exit } from './exit.ts';

export type Enrol = (program: Command, done: (exit: Exit) => void) => void;

/** In the order in which help shows them. */
const loaders: Readonly<Record<string, () => Promise<Enrol>>> = {
  rehearse: async () => (await import('./commands/rehearse.ts')).rehearse,
  lab: async () => (await import('./commands/lab.ts')).lab,
  break: async () => (await import('./commands/break.ts')).breaks,
  heal: async () => (await import('./commands/heal.ts')).heal,
  watch: async () => (await import('./commands/watch.ts')).watch,
  probe: async () => (await import('./commands/probe.ts')).probe,
  plan: async () => (await import('./commands/plan.ts')).plan,
  validate: async () => (await import('./commands/validate.ts')).validate,
  readiness: async () => (await import('./commands/readiness.ts')).readiness,
  rights: async () => (await import('./commands/rights.ts')).rights,
  azure: async () => (await import('./commands/azure.ts')).azure,
  cost: async () => (await import('./commands/cost.ts')).cost,
  publish: async () => (await import('./commands/publish.ts')).publish,
  schema: async () => (await import('./commands/schema.ts')).schema,
};

/** The one that is named; without one, all of them, for help and for guesses at what was meant. */
export function commandsFor(name: string | undefined): Promise<readonly Enrol[]> {
  const named = name !== undefined && Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  return Promise.all(
    (named === undefined ? Object.values(loaders) : [named]).map((load) => load()),
  );
}
