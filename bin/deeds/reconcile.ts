/** `farwatch reconcile`: lists what a move left behind, by its journal and by what Azure says now. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { netFor } from '../../adapters/azure/account.ts';
import { busPeekFor } from '../../adapters/azure/bus-peek.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import { codeOf } from '../../adapters/local/keep.ts';
import { secretsOf } from '../../adapters/local/secrets.ts';
import type { Estate } from '../../config/estate.ts';
import { factsOf } from '../../core/chronicle.ts';
import type { Fact } from '../../core/fact.ts';
import { type Reconciliation, unreadIn } from '../../core/telling/reconciliation.ts';
import { reconciliationTables } from '../../core/telling/reconciliation-tables.ts';
import { reconciliationText } from '../../core/telling/reconciliation-text.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import type { Place, Verified } from '../../core/verifying.ts';
import type { Watch } from '../../core/watch.ts';
import { labDescribedIn } from '../../lab/play/description.ts';
import { labAt } from '../../lab/play/remote.ts';
import { labAccount } from '../../lab/world/lab-logins.ts';
import { type Exit, exits } from '../exit.ts';
import { remembering } from '../hush.ts';
import { keptOf, readAll, type Where } from '../kept.ts';
import { lookingFrom } from '../logins.ts';
import { complain, print, printJson } from '../print.ts';
import { readEstate, watchIn } from '../read-estate.ts';
import { type Ground, reconcileMove } from '../reconciling/reconcile-move.ts';
import { type Scope, scopeOf } from '../reconciling/scope.ts';
import { systemWords } from '../system-words.ts';

export interface ReconcileOptions extends Where {
  readonly watch?: string;
  readonly incident?: number;
  readonly before: number;
  readonly ids: number;
  readonly csv?: string;
  readonly attach?: string;
  readonly json?: boolean;
}

const hourMs = 3_600_000;

/** What could not be read is told as such, and ends with `unsure`: nothing is left out in silence. */
export async function reconcile(file: string, options: ReconcileOptions): Promise<Exit> {
  const estate = await readEstate(file);
  const watch = watchIn(estate, options.watch);
  const { places, verified } = await readAll(watch.name, await keptOf(estate, options));
  const scope = scopeIn(places, watch, options.incident);
  const ground = await groundOf(estate, options);
  if (!options.json) complain('Asking Azure; nothing is changed.');
  const told = await reconcileMove(watch, scope, ground);
  if (options.csv !== undefined) await writeTables(told, options.csv);
  if (options.json) printJson({ ...told, verified });
  else print([...doubtIn(verified), reconciliationText(told)].join('\n\n'));
  for (const { where, why } of verified.flaws) complain(`${where}: ${why}`);
  if (verified.flaws.length > 0) return exits.failed;
  return unreadIn(told).length > 0 ? exits.unsure : exits.fine;
}

/** What puts all of it in doubt is read first. */
function doubtIn({ flaws }: Verified): readonly string[] {
  if (flaws.length === 0) return [];
  return ['**The journal is not what was once written**, so that this may not be true.'];
}

/** The move of the incident that was named, or else the last. */
function scopeIn(places: readonly Place[], watch: Watch, wanted: number | undefined): Scope {
  const entries = places.flatMap((place) => (place.is === 'entry' ? [place.entry] : []));
  const numbers = [...new Set(entries.map(({ incident }) => incident))];
  const incidents = numbers.map((number): readonly Fact[] =>
    factsOf(entries.filter(({ incident }) => incident === number)),
  );
  const scopes = incidents.flatMap(
    (facts, at) => scopeOf(watch, facts, incidents.slice(at + 1)) ?? [],
  );
  const found = scopes.findLast(({ incident }) => wanted === undefined || incident === wanted);
  if (found !== undefined) return found;
  const which = wanted === undefined ? '' : ` in incident ${wanted}`;
  throw new Trouble('nothing-to-reconcile', {
    message: `Cannot reconcile ${watch.name} because its journal tells of no move${which}`,
    next:
      scopes.length === 0
        ? 'See that this is the journal you mean: --state names its folder, --deployed the one on AWS.'
        : `There were moves in ${scopes.map(({ incident }) => incident).join(', ')}: name one with --incident.`,
  });
}

async function groundOf(
  { azure }: Estate,
  { attach, ids, before }: ReconcileOptions,
): Promise<Ground> {
  const clock = wallClock;
  const how = { clock, idsMax: ids, beforeMs: before * hourMs };
  if (attach === undefined) {
    const secrets = remembering(secretsOf());
    const account = lookingFrom(azure);
    const net = await netFor(account, secrets);
    return { ...how, azure: net.azure, bus: await busPeekFor(account, secrets) };
  }
  const { secrets: values, dialOf, ca } = labAt(await labDescribedIn(attach));
  const secrets = async (reference: string) => values[reference] ?? '';
  const reach = { dial: dialOf('operator'), ca };
  // AMQP asks Node's own list whom to trust.
  setDefaultCACertificates([...getCACertificates('default'), ca]);
  const net = await netFor(labAccount(azure), secrets, reach);
  return { ...how, azure: net.azure, bus: await busPeekFor(labAccount(azure), secrets, reach) };
}

/** `orders-4-runs.csv` and so on; the same move again replaces them. */
async function writeTables(told: Reconciliation, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const { name, csv } of reconciliationTables(told)) {
      await writeFile(join(folder, `${told.watch}-${told.incident}-${name}.csv`), csv);
    }
  } catch (cause) {
    const message = systemWords('use', folder, codeOf(cause) ?? wordsOf(cause));
    throw new Trouble('folder-unwritable', {
      message,
      next: 'Name a folder that may be written to with --csv.',
      cause,
    });
  }
}
