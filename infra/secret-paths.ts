/** Which parameters each function must be able to read, taken from what the file refers to. */

import type { Estate } from '../config/estate.ts';

export interface SecretPaths {
  readonly look: readonly string[];
  readonly probe: readonly string[];
  readonly readiness: readonly string[];
  readonly failover: readonly string[];
  readonly answer: readonly string[];
  readonly tell: readonly string[];
  /** `env:NAME` references: nobody sets those in a deployed function. */
  readonly unset: readonly string[];
}

export function secretPathsOf({ azure, slack, pagers, watches }: Estate): SecretPaths {
  const references = {
    look: referencesIn(azure.look.deployed),
    probe: referencesIn(
      watches.map(({ services, controls, chains }) => [
        controls,
        chains,
        services.map(({ probes, pointers }) => [probes, pointers]),
      ]),
    ),
    readiness: referencesIn(watches.map(({ services }) => services.map(({ checks }) => checks))),
    failover: [
      ...referencesIn(azure.switch.deployed),
      ...referencesIn(watches.map(({ services }) => services.map(({ steps }) => steps))),
    ],
    answer: referencesIn(slack && [slack.signingSecret, slack.token]),
    tell: referencesIn([slack?.token, pagers]),
  };
  const all = [...new Set(Object.values(references).flat())];
  return {
    look: paths(references.look),
    probe: paths(references.probe),
    readiness: paths(references.readiness),
    failover: paths(references.failover),
    answer: paths(references.answer),
    tell: paths(references.tell),
    unset: all.filter((reference) => reference.startsWith('env:')).toSorted(),
  };
}

function paths(references: readonly string[]): readonly string[] {
  const all = references.filter((reference) => reference.startsWith('ssm:'));
  return [...new Set(all.map((reference) => reference.slice('ssm:'.length)))].toSorted();
}

/** Wherever they stand: kinds name their settings as they like. */
function referencesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return /^(?:env|ssm):/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}
