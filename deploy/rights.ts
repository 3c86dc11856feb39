/** What each identity may do at Azure, on which resource, for whose sake: computed, never written down. */

import type { Estate } from '../config/estate.ts';
import { checkKinds, probeKinds, stepKinds } from '../config/kinds.ts';
import { mayBeOffered } from '../core/draft.ts';
import type { ProbeSpec, Right } from '../core/kinds.ts';
import { sides } from '../core/names.ts';
import { postureOf } from '../core/posture.ts';
import { rightsOfStep } from '../core/rights.ts';
import { Trouble } from '../core/trouble.ts';
import type { Service, Watch } from '../core/watch.ts';
import { type Scope, scopeOf } from './scope.ts';
import { worstOf } from './worst.ts';

export type IdentityName = 'look' | 'switch';

export interface NeededRight {
  readonly identity: IdentityName;
  readonly action: string;
  readonly plane: Right['plane'];
  readonly scope: Scope;
  /** The kinds of the probes, checks or steps that need it. */
  readonly kinds: readonly string[];
  /** Those themselves, by their full names. */
  readonly needs: readonly string[];
  /** The worst a thief of the identity could do with it. */
  readonly worst: string;
  /** The dangerous kinds among them, if the right is one to change anything. */
  readonly dangers: readonly Danger[];
}

export interface Danger {
  readonly kind: string;
  /** Goes on after the kind: "cannot be undone". */
  readonly danger: string;
  /** Those that acknowledge it, and use it. */
  readonly watches: readonly string[];
}

interface Need extends Right {
  readonly identity: IdentityName;
  readonly kind: string;
  readonly need: string;
  readonly watch: Watch;
}

/** Where no watch offers moves, nobody is given a right to change anything. */
export function rightsOf(estate: Estate): readonly NeededRight[] {
  const needs = estate.watches.flatMap((watch) => [
    ...watch.services.flatMap((service) => [
      ...looking(watch, service),
      ...(watch.mode === 'ask' ? switching(watch, service) : []),
    ]),
    ...watch.controls.flatMap(({ control, spec }) =>
      asking(watch, spec, `${watch.name}: ${control}/${spec.name}`),
    ),
  ]);
  return withoutEchoes(merged(needs));
}

function looking(watch: Watch, { name, ...service }: Service): readonly Need[] {
  const full = (rest: string) => `${watch.name}: ${name}/${rest}`;
  const probes = sides.flatMap((side) =>
    [...service.probes[side].active, ...service.probes[side].passive].flatMap((spec) =>
      asking(watch, spec, full(`${side}/${spec.name}`)),
    ),
  );
  const pointers = service.pointers.flatMap((spec) =>
    asking(watch, spec, full(`public/${spec.name}`)),
  );
  const checks = (service.checks ?? []).flatMap(({ name: check, kind, settings }) =>
    kindNamed(checkKinds, kind)
      .rights(settings)
      .map((right): Need => ({ ...right, identity: 'look', kind, need: full(check), watch })),
  );
  const postures = sides.flatMap((side) =>
    postureOf({ name, ...service }, side).flatMap(({ name: step, kind, settings }) =>
      rightsOfStep(kindNamed(stepKinds, kind), settings)
        .filter(({ action }) => action.endsWith('/read'))
        .map(
          (right): Need => ({
            ...right,
            identity: 'look',
            kind,
            need: `${watch.name}: ${step}`,
            watch,
          }),
        ),
    ),
  );
  return [...probes, ...pointers, ...checks, ...postures];
}

function asking(watch: Watch, { kind, settings }: ProbeSpec, need: string): readonly Need[] {
  const rights = kindNamed(probeKinds, kind).rights?.(settings) ?? [];
  return rights.map((right) => ({ ...right, identity: 'look', kind, need, watch }));
}

/** Whoever may act must be able to tell that he may: the preflight asks ARM for it on each resource. */
const ownPermissions = 'Microsoft.Authorization/permissions/read';

function switching(watch: Watch, { steps: moves }: Service): readonly Need[] {
  return moves.filter(mayBeOffered).flatMap(({ steps }) =>
    steps.flatMap(({ name, kind, settings }) => {
      const rights = rightsOfStep(kindNamed(stepKinds, kind), settings);
      const scopes = [...new Set(rights.map(({ scope }) => scope))];
      const told = { identity: 'switch', kind, need: `${watch.name}: ${name}`, watch } as const;
      return [
        ...rights.map((right): Need => ({ ...right, ...told })),
        ...scopes.map((scope): Need => {
          return { action: ownPermissions, scope, plane: 'control', ...told };
        }),
      ];
    }),
  );
}

function merged(needs: readonly Need[]): readonly NeededRight[] {
  const located = needs.map((need) => ({ ...need, scope: scopeOf(need.scope) }));
  const groups = Map.groupBy(located, keyOf).values();
  return [...groups].flatMap(([first, ...rest]) => {
    if (first === undefined) return [];
    const all = [first, ...rest];
    const { identity, action, plane, scope } = first;
    return [
      {
        ...{ identity, action, plane, scope },
        kinds: [...new Set(all.map(({ kind }) => kind))].toSorted(),
        needs: [...new Set(all.map(({ need }) => need))].toSorted(),
        worst: worstOf(action, scope),
        dangers: action.endsWith('/read') ? [] : dangersOf(all),
      },
    ];
  });
}

function dangersOf(needs: readonly Pick<Need, 'identity' | 'kind' | 'watch'>[]): readonly Danger[] {
  const moving = needs.filter(({ identity }) => identity === 'switch');
  return [...Map.groupBy(moving, ({ kind }) => kind)].flatMap(([kind, all]): Danger[] => {
    const { danger } = kindNamed(stepKinds, kind);
    if (danger === undefined) return [];
    const knowing = all.filter(({ watch }) => watch.acknowledged?.includes(kind));
    const watches = [...new Set(knowing.map(({ watch }) => String(watch.name)))];
    return [{ kind, danger, watches }];
  });
}

function keyOf(right: Pick<NeededRight, 'identity' | 'action' | 'scope' | 'plane'>): string {
  return [right.identity, right.scope.id.toLowerCase(), right.action, right.plane].join(' ');
}

/** What a resource group's right gives already need not be given on each resource in it. */
function withoutEchoes(rights: readonly NeededRight[]): readonly NeededRight[] {
  const wide = new Set(rights.filter(({ scope }) => scope.resource === undefined).map(keyOf));
  const isEcho = ({ scope, ...right }: NeededRight) => {
    const { subscription, group } = scope;
    const whole = scopeOf(`/subscriptions/${subscription}/resourceGroups/${group}`);
    return scope.resource !== undefined && wide.has(keyOf({ ...right, scope: whole }));
  };
  return rights
    .filter((right) => !isEcho(right))
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function kindNamed<Kind>(kinds: Readonly<Record<string, Kind>>, name: string): Kind {
  const kind = kinds[name];
  if (kind !== undefined) return kind;
  throw new Trouble('kind-unknown', {
    message: `Cannot tell the rights of ${name}: no kind is named so`,
    next: 'Run the version of farwatch that accepted this watch file.',
  });
}
