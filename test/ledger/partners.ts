/** Two integration accounts and the partners that are sent to from them: by dice, in all the shapes there are. */

import type { Azure } from '../../core/azure.ts';
import { ahead, type Bounds, numberOf, type Sort } from '../../core/control-numbers.ts';
import { Between } from '../../core/kinds.ts';
import { other, type Side, sides } from '../../core/names.ts';
import type { Dice } from '../../lab/world/dice.ts';
import { azureWith, notFound } from '../steps/azure.ts';

const accounts = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Logic/integrationAccounts';
export const accountOf = (side: Side) => `${accounts}/${side}`;

/** No name that an account would give: what is kept of AS2 is published nowhere. */
const takenAs = 'taken ';

type Content = Readonly<Record<string, unknown>>;

/** One number of one agreement: what is sent with it, and what its partner has seen. */
interface Counter {
  readonly agreement: string;
  readonly sort: Sort;
  readonly bounds: Bounds;
  readonly perMinute: number;
  /** Of each document, in the order of being sent. */
  readonly seen: number[];
}

export interface Partners {
  readonly counters: readonly Counter[];
  /** Regions of which nothing can be read or written. */
  readonly dark: Set<Side>;
  /** What was written that must not have been. */
  readonly faults: string[];
  readonly azure: Azure;
  /** A minute's worth of documents. */
  send(from: Side): void;
  /** Whatever stands in that account is copied to the other, as the connector does it. */
  replicate(from: Side): void;
  /** Interchanges taken by one account, and messages of AS2, that the other does not know. */
  unknownIn(side: Side): number;
}

export function partnersBy(dice: Dice): Partners {
  const agreements = ['acme', 'globex & sons', 'initech'].slice(0, 1 + dice.whole(3));
  const sessions = { primary: new Map<string, Content>(), secondary: new Map<string, Content>() };
  const counters = agreements.flatMap((agreement) =>
    (dice.chance(0.3) ? (['Icn', 'Gcn'] as const) : (['Icn'] as const)).map((sort) =>
      counterOf(agreement, sort, dice),
    ),
  );
  for (const counter of counters) {
    const content = contentOf(counter.bounds, dice);
    for (const side of sides) {
      const isThere = side === 'primary' || !dice.chance(0.1);
      if (isThere) sessions[side].set(keyOf(counter), content);
    }
  }
  let received = 0;
  const dark = new Set<Side>();
  const faults: string[] = [];

  /** The session that an id names, of a region that answers. */
  function placeOf(id: string) {
    const side = sides.find((one) => id.startsWith(`${accountOf(one)}/`));
    if (side === undefined || dark.has(side)) throw new Between('ARM did not answer');
    const key = decodeURIComponent(id.split('/').at(-1) ?? '').toLowerCase();
    return { kept: sessions[side], key };
  }

  const azure = azureWith({
    async resource(id) {
      const { kept, key } = placeOf(id);
      if (key === 'agreements') return { value: agreements.map((name) => told(name, counters)) };
      const content = kept.get(key);
      if (content === undefined) throw notFound();
      return { name: key.toUpperCase(), properties: { content } };
    },
    async put(id, _version, body) {
      const { kept, key } = placeOf(id);
      const { content } = Object(Object(body).properties) as { readonly content: Content };
      const counter = counters.find((one) => keyOf(one) === key);
      if (counter !== undefined) faults.push(...faultsOf(counter, kept.get(key), content));
      kept.set(key, content);
    },
    // A region that says nothing is waited for; nothing else here is slow.
    pause: (ms) => (ms === 1_500 ? new Promise(() => {}) : Promise.resolve()),
  });

  return {
    ...{ counters, dark, faults, azure },
    send(from) {
      // Whoever is sent to sends as well: an interchange, or a message of which the MIC is kept.
      received += 1;
      sessions[from].set(`${takenAs}${received}`, { taken: received });
      for (const counter of counters) {
        const content = sessions[from].get(keyOf(counter));
        if (content === undefined) continue;
        // At most twice as many in one minute as in another: what the rate is to cover.
        const many = Math.round(counter.perMinute * dice.between(2 / 3, 4 / 3));
        for (let nth = 0; nth < many; nth += 1) giveOut(counter, sessions[from]);
      }
    },
    replicate(from) {
      for (const [key, content] of sessions[from]) sessions[other(from)].set(key, content);
    },
    unknownIn(side) {
      const taken = [...sessions[other(side)].keys()].filter((key) => key.startsWith(takenAs));
      return taken.filter((key) => !sessions[side].has(key)).length;
    },
  };
}

function counterOf(agreement: string, sort: Sort, dice: Dice): Counter {
  const lower = dice.pick([0, 1, 1_000]);
  const upper = lower + dice.pick([199_999, 999_999_998, 2_147_483_646]);
  const bounds = { lower, upper, rolls: dice.chance(0.8) };
  return { agreement, sort, bounds, perMinute: dice.pick([3, 6, 12, 24]), seen: [] };
}

/** As connectors of all times have left it. */
function contentOf({ lower, upper }: Bounds, dice: Dice): Content {
  const near = dice.chance(0.5) ? upper - dice.whole(3_000) : lower + dice.whole(3_000);
  const spelt = dice.pick<unknown>([near, String(near), String(near).padStart(9, '0')]);
  const [number, time] = dice.pick([
    ['ControlNumber', 'ControlNumberChangedTime'],
    ['controlNumber', 'controlNumberChangedTime'],
    ['CONTROLNUMBER', 'controlnumberchangedtime'],
  ] as const);
  return {
    [number]: spelt,
    ...(dice.chance(0.8) && {
      [time]: dice.pick(['2/22/2017 8:05:41 PM', '22.02.2017 20:05:41', '2026-01-03T01:00:10Z']),
    }),
    ...(dice.chance(0.5) && { IsMessageProcessingFailed: null }),
    ...(dice.chance(0.5) && { partnerSince: '3/4/2011 1:00:00 AM' }),
    MessageType: dice.pick<unknown>([0, 1, 'Edifact']),
  };
}

/** The connector's own way: one more, and from the lower bound again after the upper. */
function giveOut(counter: Counter, kept: Map<string, Content>): void {
  const { bounds, seen } = counter;
  const content = kept.get(keyOf(counter)) ?? {};
  const number = numberOf({ properties: { content } });
  if (number === undefined || (number >= bounds.upper && !bounds.rolls)) return;
  const next = number >= bounds.upper ? bounds.lower : number + 1;
  const changed = Object.entries(content).map(([key, value]) => {
    if (key.toLowerCase() !== 'controlnumber') return [key, value];
    const width = String(value).startsWith('0') ? String(value).length : 0;
    return [key, typeof value === 'number' ? next : String(next).padStart(width, '0')];
  });
  kept.set(keyOf(counter), Object.fromEntries(changed));
  seen.push(next);
}

/** Nothing is lowered, nothing leaves its bounds, and nothing but the number and its time changes. */
function faultsOf(counter: Counter, before: Content | undefined, after: Content): string[] {
  const { bounds } = counter;
  const number = numberOf({ properties: { content: after } });
  if (number === undefined) return [`${keyOf(counter)} became no number`];
  const within = number >= bounds.lower && number <= bounds.upper;
  const had = before && numberOf({ properties: { content: before } });
  const lowered = had !== undefined && ahead(number, had, bounds) <= 0;
  const lost = Object.entries(before ?? {}).filter(
    ([key, value]) => !/^controlnumber/i.test(key) && after[key] !== value,
  );
  return [
    ...(within ? [] : [`${keyOf(counter)} left its bounds: ${number}`]),
    ...(lowered ? [`${keyOf(counter)} was lowered from ${had} to ${number}`] : []),
    ...lost.map(([key]) => `${keyOf(counter)} lost ${key}`),
  ];
}

function told(name: string, counters: readonly Counter[]) {
  const { bounds } = counters.find(({ agreement }) => agreement === name) ?? {};
  const of = (sort: string, Sort: string) => {
    const counter = counters.find((one) => one.agreement === name && one.sort === Sort);
    const { lower, upper, rolls } = counter?.bounds ?? bounds ?? {};
    const stem = Sort === 'Icn' ? 'nterchange' : 'roup';
    return {
      [`${sort}${stem}ControlNumberLowerBound`]: lower,
      [`${sort}${stem}ControlNumberUpperBound`]: String(upper),
      [`rollover${sort.toUpperCase()}${stem}ControlNumber`]: rolls,
    };
  };
  const envelopeSettings = { ...of('i', 'Icn'), ...of('g', 'Gcn') };
  const content = { edifact: { sendAgreement: { protocolSettings: { envelopeSettings } } } };
  return { name, properties: { agreementType: 'Edifact', content } };
}

function keyOf({ agreement, sort }: Pick<Counter, 'agreement' | 'sort'>): string {
  return `${agreement}-${sort}`.toLowerCase();
}
