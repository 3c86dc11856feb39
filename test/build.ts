/** Builders: a small estate, what was seen of it, and stories told in facts. */

import { isAsking } from '../core/carrying.ts';
import type { Rulebook } from '../core/decide.ts';
import { decide } from '../core/decide.ts';
import { evolve, replay } from '../core/evolve.ts';
import type { Fact, Order } from '../core/fact.ts';
import type { Incident } from '../core/incident.ts';
import { judge } from '../core/judge.ts';
import type {
  Instant,
  Person,
  ProbeName,
  Region,
  Run,
  ServiceName,
  Serving,
  Side,
  StepName,
  Vantage,
  WatchName,
} from '../core/names.ts';
import type { Finding, Look, Observation, Subject } from '../core/observation.ts';
import type { Picture } from '../core/picture.ts';
import type { Standing, Step } from '../core/plan.ts';
import type { Signal } from '../core/signal.ts';
import type { Service, Watch } from '../core/watch.ts';

export const minute = 60_000;
export const at = (ms: number): Instant => ms as Instant;
export const service = (name: string): ServiceName => name as ServiceName;
export const step = (name: string): StepName => name as StepName;
export const run = (name: string): Run => name as Run;

export const ana = 'ana' as Person;
export const ben = 'ben' as Person;
export const carla = 'carla' as Person;
/** Knows the room and may not approve. */
export const bob = 'bob' as Person;

export const vantages = ['north', 'west', 'east'] as readonly string[] as readonly Vantage[];

function stepOf(of: string, name: string, more: Partial<Step>): Step {
  return {
    name: step(`${of}/${name}`),
    service: service(of),
    kind: 'note',
    phase: 'data',
    settings: { resource: `${of}/${name}` },
    title: `${name} of ${of}`,
    requires: ['entra', 'arm'],
    owable: false,
    irreversible: false,
    guardedBy: [],
    stepMsMax: 5 * minute,
    settleMs: 5_000,
    ...more,
  };
}

function serviceOf(name: string, critical: boolean, steps: readonly Step[]): Service {
  const spec = [{ name: 'door', kind: 'http', settings: {} }];
  const roles = { active: spec, passive: spec };
  return {
    name: service(name),
    kind: 'made-up',
    title: name,
    critical,
    movesWith: [],
    probes: { primary: roles, secondary: roles },
    pointers: name === 'api' ? [{ name: 'name', kind: 'dns', settings: {} }] : [],
    steps: [
      ...(['primary', 'secondary'] as const).flatMap((from) =>
        (['forced', 'planned'] as const).map(
          (mode) => ({ move: 'failover', mode, from, steps }) as const,
        ),
      ),
      { move: 'failback', mode: 'planned', from: 'secondary', steps },
    ],
  };
}

export const fence = stepOf('receivers', 'fence', { phase: 'fence', owable: true });
export const enable = stepOf('receivers', 'enable', {
  phase: 'receivers',
  guardedBy: [fence.name],
});
export const alias = stepOf('bus', 'alias', { irreversible: true });
export const turn = stepOf('api', 'turn', { phase: 'traffic' });

export const watch: Watch = {
  name: 'orders' as WatchName,
  mode: 'ask',
  regions: { primary: 'westeurope' as Region, secondary: 'northeurope' as Region },
  vantages,
  quorum: 2,
  downWhen: 1,
  services: [
    serviceOf('receivers', false, [fence, enable]),
    serviceOf('bus', true, [alias]),
    serviceOf('api', true, [turn]),
  ],
  controls: [],
  approvers: [ana, ben],
  mayStop: [carla, ana, ben],
  mayLift: [ana, ben],
  policy: {
    roundMs: 20_000,
    timeoutMs: 10_000,
    reaskMs: 5_000,
    downStreak: 3,
    upStreak: 2,
    freshMs: 50_000,
    aloneMs: 5 * minute,
    windowMs: 10 * minute,
    homeAfterMs: 5 * minute,
    degradedShare: 0.2,
    slowMs: 5_000,
  },
  rules: {
    approvalMs: 15 * minute,
    startMs: 2 * minute,
    applyMsMax: minute,
    skewMs: 5_000,
    triesMax: 3,
    proveMs: 5 * minute,
    oweAfterMs: 3_000,
    quietMs: 30 * minute,
  },
};

/** Not a real digest: a text that changes when its input does is all that the rules need. */
export const rulebook = (changes: Partial<Watch> = {}): Rulebook => ({
  watch: { ...watch, ...changes },
  digest: (text) =>
    [...text].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) >>> 0, 7).toString(16),
});

export const up: Finding = { is: 'up' };
export const down: Finding = { is: 'down', phase: 'connect', why: 'timed out' };
export const ours: Finding = { is: 'unsure', whose: 'ours', why: 'status 401' };
export const between: Finding = { is: 'unsure', whose: 'between', why: 'Entra did not answer' };

/** What an estate shows, by subject key; what is not named is up. */
export type Shown = Readonly<Record<string, Finding>>;

const names = ['receivers', 'bus', 'api'];
const controls = ['reference', 'entra', 'arm', 'azure-dns'] as const;

function subjects(): readonly (readonly [string, Subject])[] {
  const sided = names.flatMap((name) =>
    (['primary', 'secondary'] as const).map((side): readonly [string, Subject] => [
      `${name}/${side}`,
      { kind: 'service', service: service(name), side },
    ]),
  );
  const planes = controls.map((control): readonly [string, Subject] => [
    control,
    { kind: 'control', control },
  ]);
  return [...planes, ...sided, ['api/public', { kind: 'pointer', service: service('api') }]];
}

/** One pass of one vantage. `points`: where the public name leads. */
export function lookOf(
  vantage: Vantage,
  slot: number,
  shown: Shown = {},
  more: { pass?: 1 | 3; points?: Side | undefined; tookMs?: number } = {},
): Look {
  const { pass = 1, points = 'primary', tookMs = 100 } = more;
  const askedAt = pass === 1 ? slot : slot + 5_000 + tookMs;
  const observations = subjects()
    .filter(([key]) => pass === 1 || shown[key]?.is === 'down')
    .map(
      ([key, subject]): Observation => ({
        probe: (subject.kind === 'service' ? `${key}/door` : key) as ProbeName,
        subject,
        vantage,
        at: at(askedAt),
        tookMs,
        finding: shown[key] ?? up,
        phases: {},
        ...(subject.kind === 'pointer' && (shown[key] ?? up).is === 'up' ? { points } : {}),
      }),
    );
  return { vantage, slot: at(slot), pass, observations, lagMs: 0 };
}

/** Rounds from every vantage, each with its second pass where something failed. */
export function rounds(
  slots: readonly number[],
  shown: Shown | ((vantage: Vantage, slot: number) => Shown) = {},
  more: { points?: Side; tookMs?: number } = {},
): readonly Look[] {
  return slots.flatMap((slot) =>
    vantages.flatMap((vantage) => {
      const here = typeof shown === 'function' ? shown(vantage, slot) : shown;
      const failing = Object.values(here).some((f) => f.is === 'down');
      const first = lookOf(vantage, slot, here, more);
      return failing ? [first, lookOf(vantage, slot, here, { ...more, pass: 3 })] : [first];
    }),
  );
}

/** What two rounds that end just before `ms` show. */
export function picture(
  ms: number,
  shown: Shown = {},
  more: { points?: Side; rules?: Rulebook; active?: Record<string, Serving> } = {},
): Picture {
  const looks = rounds([ms - 30_000, ms - 10_000], shown, more);
  return judge(looks, (more.rules ?? rulebook()).watch, more.active ?? {}, at(ms));
}

export const dark: Shown = {
  'api/primary': down,
  'bus/primary': down,
  'receivers/primary': down,
};

/** Facts that follow from `signals`, each at its time, beginning with nothing known. */
export class Story {
  readonly facts: Fact[] = [];
  readonly rules: Rulebook;

  constructor(rules: Rulebook = rulebook()) {
    this.rules = rules;
  }

  get incident(): Incident {
    return replay(this.facts);
  }

  tell(ms: number, signal: Signal): readonly Fact[] {
    const fresh = decide(this.incident, signal, this.rules, at(ms));
    this.facts.push(...fresh);
    return fresh;
  }

  sees(ms: number, shown: Shown = {}, points: Side = 'primary'): readonly Fact[] {
    const active = this.incident.active;
    const judged = picture(ms, shown, { points, rules: this.rules, active });
    return this.tell(ms, { kind: 'judged', picture: judged });
  }

  /** Everything of a signal but what the story is about. */
  answers(
    ms: number,
    who: Person,
    more: Partial<Extract<Signal, { kind: 'answered' }>> & { shown?: Shown } = {},
  ): readonly Fact[] {
    const { incident } = this;
    const offer = isAsking(incident) ? incident.offer : undefined;
    const { shown = dark, ...rest } = more;
    return this.tell(ms, {
      kind: 'answered',
      yes: true,
      by: who,
      digest: offer?.plans[0]?.digest ?? ('none' as never),
      offer: offer?.number ?? 0,
      via: 'terminal',
      at: at(ms),
      seal: 'sealed',
      picture: picture(ms, shown, { rules: this.rules }),
      ...rest,
    });
  }

  inspects(
    ms: number,
    name: StepName,
    standing: Standing,
    more: { run?: string; shown?: Shown; fences?: Readonly<Record<string, Standing>> } = {},
  ): readonly Fact[] {
    const { fences } = more;
    const seen = picture(ms, more.shown ?? dark, { rules: this.rules });
    const by = run(more.run ?? 'run-1');
    const told = { kind: 'inspected', step: name, standing, run: by, picture: seen } as const;
    return this.tell(ms, { ...told, ...(fences && { fences }) });
  }

  /** What is not said stands at `todo`. */
  preflights(ms: number, standings: Readonly<Record<string, Standing>> = {}): readonly Fact[] {
    const todo = [fence, alias, enable, turn].map((s) => [s.name, { is: 'todo' }] as const);
    return this.tell(ms, {
      kind: 'preflighted',
      standings: { ...Object.fromEntries(todo), ...standings },
      picture: picture(ms, dark, { rules: this.rules }),
    });
  }

  /** By ana, of the step that is held, when nothing else is said. */
  orders(ms: number, order: Order, more: { by?: Person; step?: StepName } = {}): readonly Fact[] {
    const told = { by: ana, via: 'terminal', why: 'as the story goes', ...more };
    return this.tell(ms, { kind: 'ordered', order, ...told });
  }

  applies(ms: number, name: StepName, by = 'run-1'): readonly Fact[] {
    return this.tell(ms, { kind: 'applied', step: name, run: run(by) });
  }

  /** From calm to an approved move, preflighted, at 10 minutes. */
  static approved(rules: Rulebook = rulebook()): Story {
    const story = new Story(rules);
    story.sees(9 * minute, dark);
    story.answers(10 * minute, ana);
    story.preflights(10 * minute);
    return story;
  }
}

/** One line a fact: what a story is compared by. */
export function kinds(facts: readonly Fact[]): readonly string[] {
  return facts.map((fact) =>
    'step' in fact && fact.step ? `${fact.kind} ${fact.step}` : fact.kind,
  );
}

export function after(incident: Incident, facts: readonly Fact[]): Incident {
  return facts.reduce(evolve, incident);
}
