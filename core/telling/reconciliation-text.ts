/** A reconciliation as Markdown: the list for the day after a move. */

import { abandonedStatuses, type Reconciliation, type Span, unreadIn } from './reconciliation.ts';
import { rangesOf } from './reconciliation-tables.ts';
import { bullets, section, table } from './report-text.ts';
import { counted, listed, took, utcDay } from './words.ts';

/** How many ids a cell can bear. */
const idsMax = 5;

/** The lines of it, without a last line break. */
export function reconciliationText(told: Reconciliation): string {
  const { watch, incident, title, from, movedAt, window, at } = told;
  const moved = movedAt === undefined ? 'not all of it was done' : `moved at ${utcDay(movedAt)}`;
  return [
    `# ${watch}, incident ${incident}: what is left in ${from}`,
    `**${title}**: ${moved}. Looked at ${spanOf(window)}; read at ${utcDay(at)}. All times are UTC.`,
    section('What could not be read', bullets(unreadIn(told))),
    section('Abandoned runs', runs(told)),
    section('To run them again', commands(told)),
    section('Messages left', messages(told)),
    section('Seen on both sides', twice(told)),
    section('Numbers skipped', numbers(told)),
    section('Received there alone', received(told)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function spanOf({ from, until }: Span): string {
  return `${utcDay(from)} to ${until === undefined ? 'now' : utcDay(until)}`;
}

function runs({ runs: all, from, beforeMs }: Reconciliation): readonly string[] {
  if (all.length === 0) return ['No workflows were moved.'];
  const found = all.flatMap((one) => (one.runs.is === 'read' ? one.runs.found : []));
  const read = all.filter((one) => one.runs.is === 'read').length;
  const rows = found.map((run) => [
    ...[run.workflow, run.run, utcDay(run.startedAt), run.status, verbatim(run.trackingId ?? '')],
  ]);
  return [
    `${counted(found.length, 'run')} of ${counted(read, 'workflow')} in ${from}: ${listed(abandonedStatuses, 'or')}. One that had begun more than ${took(beforeMs)} before the first failure is only among them if it is not over yet.`,
    ...spaced(table(['workflow', 'run', 'began', 'is', 'tracking id'], rows)),
  ];
}

function commands({ runs: all, from }: Reconciliation): readonly string[] {
  const found = all.flatMap((one) => (one.runs.is === 'read' ? one.runs.found : []));
  const lines = found.flatMap(({ resubmit }) =>
    resubmit.is === 'command' ? [resubmit.command] : [],
  );
  const without = found.flatMap(({ workflow, run, resubmit }) =>
    resubmit.is === 'none' ? [`${workflow} ${run}: ${resubmit.why}`] : [],
  );
  if (lines.length === 0) return bullets(without);
  return [
    `A run is begun anew in ${from}, with what began it first, and does again what it had done before. See in its history how far it had come, and begin one of those that bear the same id: they are of the same document.`,
    ...['', '```sh', ...lines, '```'],
    ...spaced(bullets(without)),
  ];
}

function messages({ messages: all }: Reconciliation): readonly string[] {
  if (all.length === 0) return ['No service was moved that leaves messages behind.'];
  return all.flatMap(({ namespace, entities }) => {
    if (entities.is === 'unsure') return [`- ${namespace}: not known`];
    if (entities.found.length === 0) return [`- ${namespace}: none`];
    const rows = entities.found.map((one) => {
      const ids =
        one.messages.is === 'read' ? one.messages.found.map(({ id }) => verbatim(id)) : [];
      const all = one.active + one.scheduled + one.deadLettered;
      const named = ids.slice(0, idsMax);
      const rest = all - named.length;
      const told = rest > 0 ? [...named, `${rest} more`] : named;
      return [one.entity, one.active, one.scheduled, one.deadLettered, told.join(', ')].map(String);
    });
    const head = ['entity', 'active', 'scheduled', 'dead letters', 'ids'];
    return [`- ${namespace}:`, ...spaced(table(head, rows)), ''];
  });
}

function twice({ twice: all }: Reconciliation): readonly string[] {
  if (all.length === 0) return ['By the journal, at no time could both sides have run.'];
  const lines = all.flatMap(({ overlap, runs: of }) => {
    const is = overlap.until === undefined ? 'is still owed' : 'was settled then';
    const first = `- ${overlap.service}: both sides may have run from ${spanOf(overlap)}; ${overlap.step} ${is}.`;
    if (of.is === 'unsure') return [`${first} Their runs could not be compared.`];
    if (of.found.length === 0)
      return [`${first} No run of the one bears the id of one of the other.`];
    const pairs = of.found.map(
      ({ trackingId, left, serving }) =>
        `  - ${verbatim(trackingId)}: ${left.workflow} ${left.run}, and ${serving.workflow} ${serving.run}`,
    );
    return [first, ...pairs];
  });
  return [
    ...lines,
    '',
    'Runs bear the same client tracking id only where whoever sends gives one, or the trigger takes it from what it fetches. What else came twice, only the documents tell.',
  ];
}

function numbers({ numbers: all, from }: Reconciliation): readonly string[] {
  if (all.length === 0) return ['No control numbers were raised.'];
  return all.map(({ session, service, raisedTo, skipped }) => {
    const name = session === '' ? service : session;
    if (skipped.is === 'unsure') {
      const raised = raisedTo === undefined ? '' : `raised to ${raisedTo}; `;
      return `- ${name}: ${raised}which were skipped is not known`;
    }
    return `- ${name}: ${rangesOf(skipped)} never sent (${skipped.found.count}), as ${from} says now`;
  });
}

function received({ received: all, from }: Reconciliation): readonly string[] {
  if (all.length === 0) return ['No integration account was left.'];
  const lines = all.flatMap(({ service, account, interchanges }) => {
    if (interchanges.is === 'unsure') return [`- ${service}: not known`];
    if (interchanges.found.length === 0) return [`- ${service}: ${account} knows all of them`];
    return interchanges.found.map(({ agreement, numbers: of }) => {
      const rest = of.length - idsMax;
      const told = [...of.slice(0, idsMax).map(verbatim), ...(rest > 0 ? [`${rest} more`] : [])];
      return `- ${verbatim(agreement)}: ${counted(of.length, 'interchange')} of ${from} that ${account} does not know: ${told.join(', ')}`;
    });
  });
  return [...lines, '', 'Sent again, they are taken again. Message ids of AS2 cannot be compared.'];
}

/** Apart from what stands above it; nothing where there is nothing. */
function spaced(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

/** Words of somebody else: no markup, no link, and nothing that a terminal obeys. */
function verbatim(text: string): string {
  return text === '' ? '' : `\`${text.replace(/\p{Cc}/gu, ' ').replaceAll('`', "'")}\``;
}
