import { describe, expect, it } from '@jest/globals';
import { probeKinds, serviceKinds, stepKinds } from '../../config/kinds.ts';
import type { ServiceKind } from '../../core/kinds.ts';
import { type Role, type Side, sides } from '../../core/names.ts';
import { type MoveMode, movePhases } from '../../core/plan.ts';

const roles: readonly Role[] = ['active', 'passive'];
const modes: readonly MoveMode[] = ['forced', 'planned'];

const all = Object.entries(serviceKinds);

describe.each(all)('the service kind %s', (_, kind) => {
  const settings = read(kind);

  it('has an example that it accepts, and accepts again once read', () => {
    expect(kind.settings.safeParse(settings)).toMatchObject({ success: true, data: settings });
  });

  it('is described for people without a reference to a secret', () => {
    expect(kind.describe(settings).length).toBeGreaterThan(10);
    expect(kind.describe(settings)).not.toMatch(/env:|ssm:/);
  });

  it('refuses a setting that it does not know', () => {
    const odd = { ...Object(settings), misspelt: true };
    expect(kind.settings.safeParse(odd).success).toBe(false);
  });
});

describe.each(all.filter(([, kind]) => kind.chain !== undefined))('the chain %s', (_, kind) => {
  const settings = read(kind);
  const spec = kind.chain?.(settings);

  it('is tested in a way that exists and accepts it, and has no side of its own', () => {
    expect(spec && refusedBy(probeKinds, spec.probe)).toEqual([]);
    for (const side of sides) expect(kind.probes(settings, side, 'active')).toEqual([]);
  });

  it('says how test documents are kept from partners', () => {
    expect(spec?.keptFromPartners.length).toBeGreaterThan(20);
  });
});

describe.each(all.filter(([, kind]) => kind.chain === undefined))('the service %s', (_, kind) => {
  const settings = read(kind);
  const failovers = modes.flatMap((mode) =>
    sides.map((from) => ({ from, steps: kind.steps(settings, { move: 'failover', mode, from }) })),
  );
  const probes = sides.flatMap((side) =>
    roles.map((role) => ({ side, role, specs: kind.probes(settings, side, role) })),
  );

  it('looks at each side in each role, in ways that exist and accept it', () => {
    for (const { specs } of probes) {
      expect(specs.length).toBeGreaterThan(0);
      expect(new Set(specs.map(({ name }) => name)).size).toBe(specs.length);
      for (const spec of specs) expect(refusedBy(probeKinds, spec)).toEqual([]);
    }
  });

  it('looks at the two sides differently: neither stands in for the other', () => {
    for (const role of roles) {
      const [one, two] = sides.map((side) => kind.probes(settings, side, role));
      expect(one).not.toEqual(two);
    }
  });

  it('asks public names in ways that exist and accept it', () => {
    for (const spec of kind.pointers(settings)) expect(refusedBy(probeKinds, spec)).toEqual([]);
  });

  it('fails over from either side, planned or forced, by steps that exist and accept it', () => {
    for (const side of sides) {
      const away = failovers.filter(({ from }) => from === side);
      expect(away.some(({ steps }) => steps.length > 0)).toBe(true);
    }
    for (const { steps } of failovers) {
      expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length);
      for (const step of steps) {
        expect(refusedBy(stepKinds, step)).toEqual([]);
        expect(movePhases).toContain(step.phase);
      }
    }
  });

  it('guards only by steps of its own that come in an earlier phase', () => {
    for (const { steps } of failovers) {
      const phaseOf = new Map(steps.map(({ name, phase }) => [name, movePhases.indexOf(phase)]));
      for (const { phase, guardedBy = [] } of steps) {
        for (const guard of guardedBy) {
          expect(phaseOf.get(guard)).toBeLessThan(movePhases.indexOf(phase));
        }
      }
    }
  });

  it('stands in for steps of its own in the same phase, by what needs other planes', () => {
    for (const { steps } of failovers) {
      for (const { name, kind: own, phase, insteadOf } of steps) {
        if (insteadOf === undefined) continue;
        const first = steps.find((step) => step.name === insteadOf);
        expect([name, first?.phase, first?.insteadOf]).toEqual([name, phase, undefined]);
        const [needed, without] = [first?.kind ?? '', own].map((of) => stepKinds[of]?.requires);
        expect(needed?.some((plane) => !without?.includes(plane))).toBe(true);
      }
    }
  });

  it('changes different things, or to different ends, away from each side', () => {
    const away = (side: Side) => failovers.filter(({ from }) => from === side);
    expect(away('primary')).not.toEqual(away('secondary'));
  });

  it('is the same each time it is asked', () => {
    expect(kind.pointers(settings)).toEqual(kind.pointers(settings));
    for (const { side, role, specs } of probes) {
      expect(kind.probes(settings, side, role)).toEqual(specs);
    }
  });
});

describe('every registry', () => {
  it.each([
    ['services', serviceKinds],
    ['probes', probeKinds],
    ['steps', stepKinds],
  ])('of %s names its kinds in kebab case', (_, kinds) => {
    for (const name of Object.keys(kinds)) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
  });
});

function read(kind: ServiceKind<unknown>): unknown {
  const parsed = kind.settings.safeParse(kind.example);
  if (parsed.success) return parsed.data;
  throw new Error(JSON.stringify(parsed.error.issues));
}

/** Why the kind that a spec names refuses its settings; nothing when it does not. */
function refusedBy(
  kinds: typeof probeKinds | typeof stepKinds,
  { kind, settings }: { readonly kind: string; readonly settings: unknown },
): readonly string[] {
  const known = kinds[kind];
  if (known === undefined) return [`no kind is named ${kind}`];
  const parsed = known.settings.safeParse(settings);
  return parsed.success ? [] : parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
}
