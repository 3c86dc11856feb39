/** The pages on every kind of probe and step, drawn from the registries so that they stay true. */

import { readFileSync } from 'node:fs';
import { probeKinds, stepKinds } from '../config/kinds.ts';
import type { ProbeKind } from '../core/kinds.ts';
import { took } from '../core/telling/words.ts';
import type { AnyStep } from '../core/world.ts';
import { settingRows } from './setting-rows.ts';

export const origin =
  '<!-- Written by `npm run docs` from the registries. Edit the kinds, not this page. -->';

/** `docs/probes.md` */
export function probesPage(): string {
  const head = `# Probes

${origin}

The ways to look. Services place them: you rarely write one yourself, and
[configuration.md](configuration.md) says which keys of a service lead here. What each answer means
is said in [how it decides](how-it-decides.md).
`;
  return [head, ...sorted(probeKinds).map(([name, kind]) => probeSection(name, kind))].join('\n');
}

/** `docs/steps.md` */
export function stepsPage(): string {
  const head = `# Steps

${origin}

The ways to act. Each is inspected before and after it is applied, and done when what it changes says so.
Give the identity under \`azure.switch\` these rights, on the resources that your file names, and no
more: ${allOf((action) => action.startsWith('Microsoft.'))}.
What is not Azure's is changed by the role of the failover function, which its stack gives these rights on
the very records: ${allOf((action) => action.startsWith('route53:'))}; or by a key of its own.
`;
  return [head, ...sorted(stepKinds).map(([name, kind]) => stepSection(name, kind))].join('\n');
}

/** What any kind asks for, as far as it is wanted. */
function allOf(isWanted: (action: string) => boolean): string {
  const all = sorted(stepKinds).flatMap(([, kind]) => kind.permissions.filter(isWanted));
  return [...new Set(all)].map(code).join(', ');
}

function probeSection(name: string, kind: ProbeKind<unknown>): string {
  return `## ${code(name)}

${firstSentence('probes', name)}

On cards and at the terminal: ${code(kind.describe(kind.example))}

${settingsOf(kind)}`;
}

function stepSection(name: string, kind: AnyStep): string {
  const { permissions, requires, owable, irreversible, danger, stepMsMax, settleMs } = kind;
  return `## ${code(name)}

${firstSentence('steps', name)}

On cards and at the terminal: ${code(kind.describe(kind.example))}

| | |
|---|---|
| rights | ${permissions.map(code).join('<br>') || 'none: it has a key'} |
| must answer | ${requires.join(', ') || 'nothing of Azure'} |
| may be owed, as a fence in a dark region | ${owable ? 'yes' : 'no'} |
| who does it | ${kind.awaits ? 'others: it is only waited for' : 'farwatch'} |
| can be undone by another step | ${irreversible ? 'no: both sides are judged again before it' : 'yes'} |
| has to be [acknowledged](configuration.md#a-watch) | ${danger === undefined ? 'no' : `yes: it ${danger}`} |
| a person is asked after | ${took(stepMsMax)} |
| the old state may be told for | ${took(settleMs)} |

${settingsOf(kind)}`;
}

function settingsOf({ settings }: ProbeKind<unknown> | AnyStep): string {
  const rows = settingRows(settings);
  if (rows.length === 0) return 'It has no settings.\n';
  const lines = rows.map(
    ({ key, value, default: usual }) => `| ${code(key)} | ${value} | ${usual} |`,
  );
  return ['| setting | value | default |', '|---|---|---|', ...lines, ''].join('\n');
}

/** What the kind's own file says it is for. */
export function firstSentence(folder: 'probes' | 'steps' | 'services', name: string): string {
  const text = readFileSync(new URL(`../${folder}/${name}.ts`, import.meta.url), 'utf8');
  const said = /^\/\*\* (.+) \*\/$/m.exec(text)?.[1];
  if (said === undefined) throw new Error(`${folder}/${name}.ts does not say what it is for`);
  return said;
}

export function sorted<K>(kinds: Readonly<Record<string, K>>): readonly (readonly [string, K])[] {
  return Object.entries(kinds).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

export function code(text: string): string {
  return `\`${text}\``;
}
