/** `farwatch report`: tells an outage and its move to whoever was not there, from the journal alone. */

import { factsOf } from '../../core/chronicle.ts';
import type { Fact } from '../../core/fact.ts';
import { type Report, reportOf } from '../../core/telling/report.ts';
import { reportText } from '../../core/telling/report-text.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Place, Verified } from '../../core/verifying.ts';
import type { Watch } from '../../core/watch.ts';
import { type Exit, exits } from '../exit.ts';
import { keptOf, readAll, type Where } from '../kept.ts';
import { complain, print, printJson } from '../print.ts';
import { readEstate, watchIn } from '../read-estate.ts';

export interface ReportOptions extends Where {
  readonly watch?: string;
  readonly incident?: number;
  readonly json?: boolean;
}

/** Told is what can be read; where the journal is not what was once written, that is told first. */
export async function report(file: string, options: ReportOptions): Promise<Exit> {
  const estate = await readEstate(file);
  const watch = watchIn(estate, options.watch);
  const { places, verified } = await readAll(watch.name, await keptOf(estate, options));
  const told = reportIn(places, watch, options.incident);
  if (options.json) printJson({ ...told, verified });
  else print(inOrder(reportText(told, watch), verified));
  for (const { where, why } of verified.flaws) complain(`${where}: ${why}`);
  return verified.flaws.length === 0 ? exits.fine : exits.failed;
}

/** The incident that was named, or else the last with an outage. */
function reportIn(places: readonly Place[], watch: Watch, wanted: number | undefined): Report {
  const entries = places.flatMap((place) => (place.is === 'entry' ? [place.entry] : []));
  const numbers = [...new Set(entries.map(({ incident }) => incident))];
  const factsIn = (number: number): readonly Fact[] =>
    factsOf(entries.filter(({ incident }) => incident === number));
  const reports = numbers.flatMap((number) => reportOf(watch, factsIn(number)) ?? []);
  const found = reports.findLast(({ incident }) => wanted === undefined || incident === wanted);
  if (found !== undefined) return found;
  const outages = reports.map(({ incident }) => incident);
  throw new Trouble('nothing-to-report', {
    message:
      wanted === undefined
        ? `Cannot report on ${watch.name} because its journal tells of no outage and of no move`
        : `Cannot report on incident ${wanted} of ${watch.name} because its journal tells of no outage and of no move in it`,
    next:
      outages.length === 0
        ? 'See that this is the journal you mean: --state names its folder, --deployed the one on AWS.'
        : `There are reports on ${outages.length === 1 ? 'incident' : 'incidents'} ${outages.join(', ')}.`,
  });
}

/** What puts the report itself in doubt is read first. */
function inOrder(text: string, verified: Verified): string {
  const journal = journalText(verified);
  const all = verified.flaws.length === 0 ? [text, journal] : [journal, text];
  return all.join('\n\n');
}

function journalText({ entries, head, anchors, flaws }: Verified): string {
  if (flaws.length > 0) {
    return `**The journal is not what was once written**, so this report may not be true:\n\n${flaws
      .map(({ where, why }) => `- ${where}: ${why}`)
      .join('\n')}`;
  }
  const held = anchors === 0 ? '' : ` and to ${anchors} anchors`;
  return `Told by a journal of ${entries} entries, which hold to their hashes${held}; the last is \`${head.hash}\`.`;
}
