/** Writes a plan as YAML that explains itself, to be changed by hand and read again. */

import { Document, isMap, isSeq } from 'yaml';
import { movePhases, type Plan, type Step } from '../core/plan.ts';
import type { Watch } from '../core/watch.ts';

/** `file`: the watch file that it was drafted from. The same plan is always the same text. */
export function planText(plan: Plan, watch: Watch, file: string): string {
  const { move, mode, from, services, trafficOnly, steps } = plan;
  const alone = trafficOnly === undefined ? {} : { trafficOnly: true };
  const phases = movePhases.filter((phase) => steps.some((step) => step.phase === phase));
  const inPhase = (wanted: string) => steps.filter(({ phase }) => phase === wanted);
  const document = new Document({
    ...{ watch: watch.name, move, mode, from, services, ...alone },
    steps: Object.fromEntries(phases.map((phase) => [phase, inPhase(phase).map(entryOf)])),
  });
  document.commentBefore = headOf(plan, watch, file).map(spaced).join('\n');
  const named = document.get('services');
  if (isSeq(named)) named.flow = true;
  for (const phase of phases) {
    for (const [at, step] of inPhase(phase).entries()) {
      const node = document.getIn(['steps', phase, at]);
      const says = marksOf(step, mode);
      if (isMap(node) && says !== '') node.commentBefore = spaced(says);
    }
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function entryOf({ name, kind, title, settings }: Step) {
  return { name, kind, title, settings };
}

function marksOf({ irreversible, owable, guardedBy, holds }: Step, mode: Plan['mode']): string {
  return [
    ...(irreversible ? ['Irreversible.'] : []),
    ...(owable && mode === 'forced' ? ['May be owed while its region is dark.'] : []),
    ...(holds === undefined ? [] : [`A fence that is never owed: ${holds}.`]),
    ...(guardedBy.length > 0 ? [`Only after ${guardedBy.join(', ')}.`] : []),
  ].join(' ');
}

function headOf({ move, mode, from, to }: Plan, watch: Watch, file: string): readonly string[] {
  const { regions, name } = watch;
  return [
    `A plan of farwatch, to be changed by hand: ${move} of ${name}, ${regions[from]} → ${regions[to]}, ${mode}.`,
    '',
    'Leave out steps or whole services, change settings, move a step to another phase, or add a step that',
    `changes what steps of ${name} change anyway. Then, beside a \`farwatch watch\` of this machine:`,
    '',
    `  farwatch run THIS-FILE --file ${file} --as YOU --alone "why" --why "what for"`,
    '',
    'Nothing is moved by that: it is shown as a difference to the plan that would be drafted, put to the',
    'approvers under a digest of its own, and held to what every plan is held to. What guards a step so that',
    'nothing runs twice must stay before it.',
    '',
    'The steps of a phase are carried out side by side, and phases in this order:',
    `${movePhases.join(', ')}.`,
    'A title is for people: it is made anew from the settings, whatever stands here.',
  ];
}

function spaced(line: string): string {
  return line === '' ? '' : ` ${line}`;
}
