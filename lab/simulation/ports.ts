/** The ports of one process: the stage's own, watched for what is true, and full of mischief. */

import type { AzureSelf } from '../../core/azure.ts';
import { Between, Refusal } from '../../core/kinds.ts';
import { later, type Run, type Vantage } from '../../core/names.ts';
import type { Chat, Clock, Pager } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import type { Rooms } from '../../lambdas/house/wiring.ts';
import type { Stage } from '../play/stage.ts';
import type { Dice } from '../world/dice.ts';
import type { Life } from '../world/life.ts';
import { type Mishap, mischievous, type Rates, type Troubler } from '../world/mischief.ts';
import { worldOf } from '../world/ports/elsewhere.ts';
import type { Sent, Shown } from './book.ts';

export interface Witness {
  sent(sent: Sent): void;
  /** Told as it is asked; what it answers is called once the answer is there. */
  reads(run: Run, resource: string): () => void;
  shown(what: Shown): void;
}

export interface ProcessOptions {
  readonly name: string;
  readonly stage: Stage;
  readonly vantages: readonly Vantage[];
  readonly skewMs: number;
  readonly life: Life;
  readonly dice: Dice;
  /** Asked at every call: mischief ends when all is healed. */
  rates(): { readonly keeping: Rates; readonly looking: Rates };
  readonly witness: Witness;
  readonly onTrouble: (where: string, error: unknown) => void;
}

/** What a store or a room may be made to do twice behind its caller's back, as SDKs retry. */
const mayRepeat = ['append', 'record', 'put', 'update', 'ring', 'acknowledge', 'resolve'];

export function roomsOf(options: ProcessOptions): Rooms {
  const { name, stage, vantages, skewMs, life, dice, witness } = options;
  const { rooms } = stage;
  const naughty = <Port extends object>(
    port: Port,
    called: string,
    more: Partial<Troubler> = {},
    rates = () => options.rates().keeping,
  ) => {
    const base = { dice: dice.fork(called), clock: stage.clock, life, mayRepeat, ...more };
    return mischievous(port, {
      ...base,
      get rates() {
        return rates();
      },
    });
  };
  let runs = 0;
  let run = '' as Run;
  return {
    rules: rooms.rules,
    clock: skewed(life.clock(stage.clock), skewMs),
    journal: naughty(rooms.journal, 'journal'),
    sightings: naughty(rooms.sightings, 'sightings'),
    memory: naughty(rooms.memory, 'memory'),
    chat: naughty(shownChat(rooms.chat, witness), 'chat'),
    pager: naughty(shownPager(rooms.pager, witness), 'pager'),
    seals: naughty(rooms.seals, 'seals'),
    brake: naughty(rooms.brake, 'brake'),
    watches: rooms.watches,
    // Every run has a port of its own, so that each change of Azure can be laid at its door.
    get azure() {
      const hand = `azure of ${run}`;
      const azure = azureFor(run, stage, dice.fork(hand), witness);
      // Whoever changes Azure does so once: its port leaves it to the step whether to try again.
      return naughty(azure, hand, { errorOf: azureError, mayRepeat: [] });
    },
    probeKinds: rooms.probeKinds,
    stepKinds: rooms.stepKinds,
    vantages: rooms.vantages
      .filter(({ vantage }) => vantages.includes(vantage))
      .map(({ vantage, net }) => ({
        vantage,
        net: naughty(net, vantage, {}, () => options.rates().looking),
      })),
    people: rooms.people,
    vouch: rooms.vouch,
    newRun: () => {
      runs += 1;
      run = `${name}.run-${runs}` as Run;
      return run;
    },
    lagMs: () => 0,
    onTrouble: options.onTrouble,
  };
}

/** A clock that goes as fast as the others, and shows another time. */
function skewed(clock: Clock, skewMs: number): Clock {
  return { ...clock, now: () => later(clock.now(), skewMs) };
}

function azureFor(run: Run, stage: Stage, dice: Dice, witness: Witness): World & AzureSelf {
  const { clock, world } = stage;
  const azure = worldOf(world, `switch/${run}`, { clock, dice });
  const leaving = (resource: string, signal: AbortSignal) => {
    if (!signal.aborted) witness.sent({ at: clock.now(), run, resource });
  };
  const telling = async <T>(resource: string, read: Promise<T>): Promise<T> => {
    const answered = witness.reads(run, resource);
    const told = await read;
    answered();
    return told;
  };
  return {
    ...azure,
    workflow: (id, signal) => telling(id, azure.workflow(id, signal)),
    workflows: (group, signal) => telling(group, azure.workflows(group, signal)),
    setWorkflow: (id, state, signal) => {
      leaving(id, signal);
      return azure.setWorkflow(id, state, signal);
    },
    put: (id, version, body, signal, ifMatch) => {
      leaving(id, signal);
      return azure.put(id, version, body, signal, ifMatch);
    },
    putRecordSet: (record, set, etag, signal) => {
      leaving(record, signal);
      return azure.putRecordSet(record, set, etag, signal);
    },
    failOverAlias: (namespace, alias, how, signal) => {
      leaving(namespace, signal);
      return azure.failOverAlias(namespace, alias, how, signal);
    },
    replaceHostedRecord: (zone, name, change, signal) => {
      leaving(`route53:${zone}/${name}`, signal);
      return azure.replaceHostedRecord(zone, name, change, signal);
    },
  };
}

const writes = [
  ...['setWorkflow', 'put', 'putRecordSet', 'failOverAlias'],
  ...['replaceHostedRecord', 'httpSend'],
];

/** As the real port tells it: what could not be written is refused, what could not be read is lost. */
function azureError({ call, sent }: Mishap): Error {
  const message = `the lab let ${call} fail`;
  return writes.includes(call) ? new Refusal({ message, sent }) : new Between(message);
}

function shownChat(chat: Chat, { shown }: Witness): Chat {
  return {
    post: (card, mark) => {
      shown({ is: 'card', text: JSON.stringify(card) });
      return chat.post(card, mark);
    },
    update: (cursor, card) => {
      shown({ is: 'card', text: JSON.stringify(card) });
      return chat.update(cursor, card);
    },
    reply: (cursor, text, mark) => {
      shown({ is: 'line', text });
      return chat.reply(cursor, text, mark);
    },
    find: (mark, where) => chat.find(mark, where),
  };
}

function shownPager(pager: Pager, { shown }: Witness): Pager {
  return {
    ring: (key, text) => {
      shown({ is: 'page', key });
      return pager.ring(key, text);
    },
    acknowledge: (key, by) => pager.acknowledge(key, by),
    resolve: (key) => pager.resolve(key),
  };
}
