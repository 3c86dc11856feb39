/** The page on every kind of service, drawn from the registries: how it is looked at, moved and set. */

import { serviceKinds, stepKinds } from '../config/kinds.ts';
import type { ServiceKind } from '../core/kinds.ts';
import { sides } from '../core/names.ts';
import { code, firstSentence, origin, sorted } from './kinds-pages.ts';
import { settingRows } from './setting-rows.ts';

/** `docs/services.md` */
export function servicesPage(): string {
  const head = `# Services

${origin}

What a watch may be made of, with every setting of each kind. How they work and what they ask of you is
said in [configuration.md](configuration.md#a-service); what looks and what acts, in
[probes.md](probes.md) and [steps.md](steps.md). Named here is what the example of each kind comes to.
`;
  return [head, ...sorted(serviceKinds).map(([name, kind]) => section(name, kind))].join('\n');
}

function section(name: string, kind: ServiceKind<unknown>): string {
  const parsed = kind.settings.safeParse(kind.example);
  const settings = parsed.success ? parsed.data : kind.example;
  const { probes, steps, checks } = usedBy(kind, settings);
  const dangers = steps.filter((step) => stepKinds[step]?.danger !== undefined);
  const among = (page: string) => (one: string) => `[${code(one)}](${page}.md#${one})`;
  return `## ${code(name)}

${firstSentence('services', name)}

On cards and at the terminal: ${code(kind.describe(settings))}

| | |
|---|---|
| looked at by | ${listed(probes.map(among('probes')))} |
| moved by | ${listed(steps.map(among('steps')))} |
| checked by | ${listed(checks.map(code))} |
| has to be [acknowledged](configuration.md#a-watch) | ${listed(dangers.map(code))} |

| setting | value | default | meaning |
|---|---|---|---|
${rowsOf(kind)}
`;
}

/** The kinds that it places, each once, in the order in which it names them. */
function usedBy(kind: ServiceKind<unknown>, settings: unknown) {
  const asked = [
    ...sides.flatMap((side) => kind.probes(settings, side, 'active')),
    ...sides.flatMap((side) => kind.probes(settings, side, 'passive')),
    ...kind.pointers(settings),
    ...(kind.chain ? [kind.chain(settings).probe] : []),
  ];
  const moves = (['failover', 'failback', 'repair'] as const).flatMap((move) =>
    (['forced', 'planned'] as const).flatMap((mode) =>
      sides.flatMap((from) => kind.steps(settings, { move, mode, from })),
    ),
  );
  const kindsOf = (specs: readonly { readonly kind: string }[]) => [
    ...new Set(specs.map((spec) => spec.kind)),
  ];
  return {
    probes: kindsOf(asked),
    steps: kindsOf(moves),
    checks: kindsOf(kind.checks?.(settings) ?? []),
  };
}

function rowsOf({ settings }: ServiceKind<unknown>): string {
  return settingRows(settings)
    .map(({ key, value, default: usual, meaning }) => {
      return `| ${code(key)} | ${value} | ${usual} | ${meaning.replaceAll('|', '\\|')} |`;
    })
    .join('\n');
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ');
}
