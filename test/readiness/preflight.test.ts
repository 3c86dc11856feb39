/** Preflight cannot write, whatever a step kind tries, and ends although Azure is silent. */

import { describe, expect, it } from '@jest/globals';
import type { AzureSelf } from '../../core/azure.ts';
import { Between, Refusal, type StepKind } from '../../core/kinds.ts';
import type { Instant, StepName } from '../../core/names.ts';
import type { Step } from '../../core/plan.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';
import { virtualClock } from '../../lab/world/clock.ts';
import { memoryBrake } from '../../lab/world/stores/brake.ts';
import { preflight } from '../../lambdas/failover/preflight.ts';
import { turn, watch } from '../build.ts';
import { azureWith } from '../steps/azure.ts';

type Inspect = StepKind<unknown>['inspect'];

function kindWith(inspect: Inspect): StepKind<unknown> {
  const not = () => {
    throw new Error('a preflight only inspects');
  };
  return {
    settings: { safeParse: not },
    example: {},
    permissions: ['Lab/things/read', 'Lab/things/write'],
    requires: [],
    owable: false,
    irreversible: false,
    stepMsMax: 1,
    settleMs: 1,
    describe: not,
    targets: (settings) => [thing(settings)],
    inspect,
    apply: not,
  };
}

/** Of a step of `test/build.ts`: settings `{ resource: 'bus/alias' }`. */
function thing(settings: unknown): string {
  const name = String(Object(settings).resource).replace('/', '-');
  return `/subscriptions/s/resourceGroups/lab/providers/Lab/things/${name}`;
}

const all: AzureSelf = {
  token: async () => ({ ageMs: 1_000 }),
  permissions: async () => [{ actions: ['lab/*'], notActions: [] }],
};
const todo: Inspect = async () => ({ is: 'todo' });

async function proved(inspect: Inspect, self: Partial<AzureSelf> = {}, of = watch) {
  const clock = virtualClock(0 as Instant);
  const kinds = { note: kindWith(inspect) };
  const azure = { ...azureWith({}), ...all, ...self };
  return clock.play(preflight(of, { clock, kinds, brake: memoryBrake(), azure }));
}

/** The usual watch, with a way for its name that asks nothing of Azure, as the only one or in place of another. */
function withRecord(insteadOf?: StepName): Watch {
  const record: Step = { ...turn, name: 'api/record' as StepName, requires: [] };
  const services = watch.services.map((service) => ({
    ...service,
    steps: service.steps.map((move) =>
      service.name !== turn.service
        ? move
        : { ...move, steps: insteadOf ? [...move.steps, { ...record, insteadOf }] : [record] },
    ),
  }));
  return { ...watch, services };
}

const rejecting = (error: Error) => () => Promise.reject(error);

describe('preflight', () => {
  it('is unsure of a step that says nothing, and still tells of the others', async () => {
    const { steps, at } = await proved(async (_azure, settings) => {
      const { resource } = Object(settings);
      return resource === 'bus/alias' ? new Promise(() => {}) : { is: 'todo' };
    });
    expect(at).toBe(10_000);
    const told = steps.filter(({ from }) => from === 'primary').map(({ standing }) => standing.is);
    expect(told.toSorted()).toEqual(['todo', 'todo', 'todo', 'unsure']);
  });

  it('says on which way each step lies', async () => {
    const { steps } = await proved(todo);
    expect(new Set(steps.map(({ from }) => from))).toEqual(new Set(['primary', 'secondary']));
  });

  it('calls a step stuck that its identity may not even read', async () => {
    const error = new Refusal({ message: 'AuthorizationFailed', sent: 'no', status: 403 });
    const { steps } = await proved(rejecting(error));
    expect(new Set(steps.map(({ standing }) => standing.is))).toEqual(new Set(['stuck']));
  });
});

describe('the token of a preflight', () => {
  const off = new Trouble('federation-off', {
    message: 'federation is off',
    next: 'Switch it on.',
  });
  const no = new Refusal({ message: 'Entra refused our credentials', sent: 'no', status: 401 });
  const cases: readonly [Error, 'refused' | 'unsure', string][] = [
    [no, 'refused', 'Entra refused our credentials'],
    [off, 'refused', 'federation is off. Switch it on.'],
    [new Between('Entra gave no token: timed out'), 'unsure', 'Entra gave no token: timed out'],
    [
      new Trouble('aws-silent', { message: 'no answer', next: 'Wait.' }),
      'unsure',
      'no answer. Wait.',
    ],
  ];

  it.each(cases)('after %p is %s, and no step is asked about', async (error, is, why) => {
    let asked = 0;
    const counting: Inspect = async () => {
      asked += 1;
      return { is: 'todo' };
    };
    const { token, steps, services } = await proved(counting, { token: rejecting(error) });
    expect(token).toEqual({ is, why });
    expect([asked, steps]).toEqual([0, []]);
    expect(services.toSorted()).toEqual(watch.services.map(({ name }) => name).toSorted());
  });

  it('is not waited for by a step that asks nothing of Azure', async () => {
    const { steps, services } = await proved(todo, { token: rejecting(no) }, withRecord());
    expect(steps.map(({ step, from, standing }) => [step, from, standing.is])).toEqual([
      ['api/record', 'primary', 'todo'],
      ['api/record', 'secondary', 'todo'],
    ]);
    expect(services.toSorted()).toEqual(['bus', 'receivers']);
  });

  it('is what a service cannot move without whose other way is only for when Azure is dark', async () => {
    const { steps, services } = await proved(todo, { token: rejecting(no) }, withRecord(turn.name));
    expect(steps.map(({ step, standsIn }) => [step, standsIn])).toEqual([
      ['api/record', true],
      ['api/record', true],
    ]);
    expect(services).toContain(turn.service);
  });

  it('is told with its age', async () => {
    expect((await proved(todo)).token).toEqual({ is: 'held', ageMs: 1_000 });
  });

  it('is unsure when nobody says anything about it', async () => {
    const { token, at } = await proved(todo, { token: () => new Promise(() => {}) });
    expect([token.is, at]).toEqual(['unsure', 10_000]);
  });
});

describe('the rights of a preflight', () => {
  it('are asked for once on each resource, whatever number of steps is about it', async () => {
    const scopes: string[] = [];
    await proved(todo, {
      permissions: async (scope) => {
        scopes.push(scope);
        return [];
      },
    });
    expect(scopes.length).toBeGreaterThan(2);
    expect(new Set(scopes).size).toBe(scopes.length);
  });

  it('are missing where no role gives them, each action by its name', async () => {
    const { steps } = await proved(todo, {
      permissions: async () => [{ actions: ['Lab/things/read'], notActions: [] }],
    });
    for (const { rights } of steps) {
      expect(rights).toMatchObject({ is: 'missing', missing: [{ action: 'Lab/things/write' }] });
    }
  });

  it('are not known where ARM does not say', async () => {
    const { steps } = await proved(todo, { permissions: rejecting(new Between('ARM is silent')) });
    expect(steps[0]?.rights).toMatchObject({ is: 'unsure' });
    expect(JSON.stringify(steps[0]?.rights)).toMatch(/in lab is not known: ARM is silent/);
  });

  it('are missing for certain although ARM is silent about another resource', async () => {
    const [bus] = watch.services;
    const first = thing(bus?.steps[0]?.steps[0]?.settings);
    const kind = { ...kindWith(todo), targets: () => [first, `${first}-silent`] };
    const clock = virtualClock(0 as Instant);
    const azure = {
      ...azureWith({}),
      ...all,
      permissions: async (scope: string) => {
        if (scope.endsWith('-silent')) throw new Between('ARM is silent');
        return [];
      },
    };
    const world = { clock, kinds: { note: kind }, brake: memoryBrake(), azure };
    const { steps } = await clock.play(preflight(watch, world));
    expect(new Set(steps.map(({ rights }) => rights.is))).toEqual(new Set(['missing']));
  });
});
