/** The partner's documents: put out, taken by a receiver, carried by a queue, answered. */

import type { Region, Side } from '../../core/names.ts';
import type { Aliases } from './aliases.ts';
import type { Apps } from './apps.ts';
import type { Layout, Place, WorkflowLayout } from './azure.ts';
import type { BusRules } from './bus-rules.ts';
import type { Dice } from './dice.ts';
import type { FaultBook } from './faults.ts';
import type { Integrations } from './integrations.ts';
import { createOutbox, type Document, type Outbox } from './outbox.ts';
import type { Pace } from './pace.ts';
import type { Publishers } from './publishers.ts';
import type { ServiceBus } from './service-bus.ts';
import type { Timeline } from './timeline.ts';
import type { HandedOn, LedgerLine, Traffic } from './traffic.ts';
import { startWorkers } from './workers.ts';
import type { Workflows } from './workflows.ts';

export interface DocumentWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly faults: FaultBook;
  readonly workflows: Workflows;
  readonly aliases: Aliases;
  readonly apps: Pick<Apps, 'holdOn' | 'watch'>;
  readonly bus: ServiceBus;
  readonly integrations: Pick<Integrations, 'send'>;
  readonly publishers: Pick<Publishers, 'valueOf'>;
  readonly busRules: Pick<BusRules, 'mayListen'>;
  readonly placesOf: (host: string) => readonly Place[];
}

interface Receiver {
  readonly workflow: WorkflowLayout;
  readonly region: Region;
  readonly outbox: Outbox;
  readonly beatMs: number;
  readonly offsetMs: number;
  /** The number of the last document it has taken: what a trigger remembers while disabled. */
  position: number;
  polling: boolean;
  /** What came of its runs. */
  readonly did: HandedOn[];
}

/** The alias's queue keeps what nobody fetches for two weeks, Service Bus' usual time to live. */
const documentTtlMs = 14 * 24 * 3_600_000;

export function createDocuments(layout: Layout, world: DocumentWorld): Omit<Traffic, 'orders'> {
  const { timeline, dice, pace, workflows } = world;
  const alias = layout.aliases[0];
  const ledger: LedgerLine[] = [];
  const receivers = receiversOf(layout, world);
  const outboxes = [...new Set(receivers.map((receiver) => receiver.outbox))];
  let put = 0;

  function poll(receiver: Receiver): void {
    receiver.polling = false;
    if (!workflows.isEnabled(receiver.workflow)) return;
    take(receiver, alias?.host ?? '', alias?.orders ?? '', world);
    wake(receiver);
  }

  /** Plans the next look, if there may be something to see. */
  function wake(receiver: Receiver): void {
    const { outbox, position, polling, beatMs, offsetMs } = receiver;
    const now = timeline.now();
    if (polling) return;
    // Of most, a look that finds nothing is nobody's news.
    const isTraced = receiver.workflow.trigger !== undefined;
    if (!isTraced && outbox.visible(position, now).length === 0) return;
    receiver.polling = true;
    const beat = Math.floor((now - offsetMs) / beatMs) + 1;
    timeline.after(offsetMs + beat * beatMs - now, () => poll(receiver));
  }

  function putOut(): void {
    put += 1;
    const outbox = dice.pick(outboxes);
    outbox.put({ number: put, id: `document-${String(put).padStart(6, '0')}` });
    for (const receiver of receivers) if (receiver.outbox === outbox) wake(receiver);
    timeline.after(dice.between(...pace.documentMs), putOut);
  }

  workflows.watch((workflow, enabled, hasForgotten) => {
    const receiver = receivers.find((r) => r.workflow === workflow);
    if (receiver === undefined || !enabled) return;
    if (hasForgotten) receiver.position = put;
    wake(receiver);
  });
  for (const receiver of receivers) if (workflows.isEnabled(receiver.workflow)) wake(receiver);
  if (pace.flowing && alias !== undefined && outboxes.length > 0) {
    timeline.after(dice.between(...pace.documentMs), putOut);
    startWorkers(alias, layout, world, (document, region) => {
      const number = world.integrations.send(region, document);
      ledger.push({ document, region, at: timeline.now(), ...(number && { number }) });
    });
  }
  return { ...accounts(ledger, () => put, timeline), handedOn: () => did(receivers, timeline) };
}

function did(receivers: readonly Receiver[], timeline: Timeline): readonly HandedOn[] {
  timeline.catchUp();
  return receivers.flatMap((receiver) => receiver.did).toSorted((a, b) => a.at - b.at);
}

/** Receivers of the two sides are the same flow twice, by their order: they share an outbox. */
function receiversOf(layout: Layout, { dice, pace }: DocumentWorld): readonly Receiver[] {
  const outboxes: Outbox[] = [];
  const counts: Record<Side, number> = { primary: 0, secondary: 0 };
  const found = layout.workflows.filter((workflow) => workflow.does === 'receiver');
  const hiddenMs = ({ leaves }: WorkflowLayout) => (leaves ? Infinity : pace.takenHiddenMs);
  return found
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((workflow) => {
      const lane = counts[workflow.side]++;
      const outbox = outboxes[lane] ?? createOutbox(hiddenMs(workflow));
      outboxes[lane] = outbox;
      const beatMs = Math.round(dice.between(...pace.pollMs));
      const offsetMs = dice.whole(beatMs);
      const region = layout.regions[workflow.side];
      const rest = { position: 0, polling: false, did: [] };
      return { workflow, region, outbox, beatMs, offsetMs, ...rest };
    });
}

/** One look of a receiver, and a run for what it sees; a region that is dark leaves no trace. */
function take(receiver: Receiver, host: string, queue: string, world: DocumentWorld): void {
  const { timeline, dice, faults, workflows } = world;
  const { workflow, region, outbox, position } = receiver;
  const name = workflow.id.split('/').at(-1);
  const { is } = faults.treatBy(dice, [`${region}/logic/${name}`]);
  if (is === 'silent') return;
  const isLetIn = is === 'served' && maySee(workflow, world);
  const seen = isLetIn ? outbox.visible(position, timeline.now()) : [];
  workflows.look(workflow, !isLetIn ? 'Failed' : seen.length > 0 ? 'Succeeded' : 'Skipped');
  const [first] = seen;
  if (first !== undefined) {
    const may = permitted(workflow, world);
    const ends = may === 'yes' ? handOn(seen, receiver, host, queue, world) : may;
    workflows.run(workflow, ends, first.id);
    // What its trigger has seen it does not see again, whatever became of the run.
    if (ends === 'Cancelled') receiver.position = seen.at(-1)?.number ?? position;
  }
}

function maySee({ listensBy }: WorkflowLayout, { busRules }: DocumentWorld): boolean {
  return listensBy === undefined || busRules.mayListen(listensBy);
}

/** What it reads before its first side effect: it ends there where another side is named, or nobody answers. */
function permitted(
  { checks }: WorkflowLayout,
  { dice, faults, publishers }: DocumentWorld,
): 'yes' | 'Failed' | 'Cancelled' {
  if (checks === undefined) return 'yes';
  const store = /\/configurationStores\/([^/]+)/i.exec(checks.key)?.[1]?.toLowerCase();
  if (faults.treatBy(dice, [`appconfiguration/${store}`]).is !== 'served') return 'Failed';
  return publishers.valueOf(checks.key) === checks.value ? 'yes' : 'Cancelled';
}

/** Each document it sees, in order, until the queue does not take one: then the run fails. */
function handOn(
  seen: readonly Document[],
  receiver: Receiver,
  host: string,
  queue: string,
  { timeline, dice, faults, bus, placesOf }: DocumentWorld,
): 'Succeeded' | 'Failed' {
  for (const document of seen) {
    if (faults.treatBy(dice, placesOf(host)).is !== 'served') return 'Failed';
    bus.send(host, queue, messageOf(document));
    receiver.did.push({ document: document.id, region: receiver.region, at: timeline.now() });
    receiver.outbox.take(document, timeline.now());
    receiver.position = document.number;
  }
  return 'Succeeded';
}

function messageOf({ id }: Document) {
  return { id, body: id, ttlMs: documentTtlMs };
}

function accounts(
  ledger: readonly LedgerLine[],
  put: () => number,
  timeline: Timeline,
): Omit<Traffic, 'orders' | 'handedOn'> {
  const answered = () => Map.groupBy(ledger, (line) => line.document);
  return {
    documents() {
      timeline.catchUp();
      return put();
    },
    ledger() {
      timeline.catchUp();
      return ledger;
    },
    waiting() {
      timeline.catchUp();
      return put() - answered().size;
    },
    duplicates() {
      timeline.catchUp();
      return [...answered()].filter(([, lines]) => lines.length > 1).map(([document]) => document);
    },
  };
}
