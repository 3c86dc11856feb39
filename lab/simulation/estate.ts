/** The estate of every story: the example's, with shorter times, so that minutes tell much. */

import { readFileSync } from 'node:fs';
import type { Estate } from '../../config/estate.ts';
import { loadEstate } from '../../config/load.ts';
import type { Policy, Rules, Service, Watch } from '../../core/watch.ts';
import { type Sort, type SortName, sorts } from './sorts.ts';

export interface Setting {
  readonly estate: Estate;
  readonly watch: Watch;
  readonly sort: Sort;
}

/** Rounds, timeouts and freshness stay the example's: they are what is simulated. */
const policy: Partial<Policy> = { windowMs: 150_000, aloneMs: 60_000, homeAfterMs: 30_000 };

const rules: Partial<Rules> = {
  approvalMs: 120_000,
  startMs: 60_000,
  applyMsMax: 20_000,
  skewMs: 5_000,
  proveMs: 90_000,
  quietMs: 60_000,
};

const stepMsMax = 120_000;

/** Read where the program is started: the root of the tree. */
export function settingOf(file = 'examples/orders.yaml', sort: SortName = 'usual'): Setting {
  const loaded = loadEstate(readFileSync(file, 'utf8'), file);
  if (!loaded.ok) throw new Error(`the estate of the simulation is refused: ${file}`);
  const [first] = loaded.estate.watches;
  if (first === undefined) throw new Error(`the estate of the simulation has no watch: ${file}`);
  const watch = hurried(first);
  return { estate: { ...loaded.estate, watches: [watch] }, watch, sort: sorts[sort] };
}

function hurried(watch: Watch): Watch {
  return {
    ...watch,
    policy: { ...watch.policy, ...policy },
    rules: { ...watch.rules, ...rules },
    services: watch.services.map(hurriedService),
  };
}

function hurriedService(service: Service): Service {
  const steps = service.steps.map((move) => ({
    ...move,
    steps: move.steps.map((s) => ({ ...s, stepMsMax: Math.min(s.stepMsMax, stepMsMax) })),
  }));
  return { ...service, steps };
}
