/** Raising control numbers: to what, how they are spelt, and what a person must be asked about. */

import { describe, expect, it } from '@jest/globals';
import type { Azure } from '../../core/azure.ts';
import { ahead, type Bounds, further, furthest, numberOf } from '../../core/control-numbers.ts';
import { Between, Refusal } from '../../core/kinds.ts';
import { later } from '../../core/names.ts';
import type { Ledger, Line } from '../../core/number-ledger.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { controlNumbers as kind } from '../../steps/control-numbers.ts';
import { at } from '../build.ts';
import { ledgerFrom } from '../ledger/build.ts';
import { azureWith, never, notFound, throttled, unanswered } from './azure.ts';

const accounts = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Logic/integrationAccounts';
const settings = {
  ...{
    account: `${accounts}/ne`,
    source: `${accounts}/we`,
    margin: 1_000,
    factor: 2,
    concurrency: 4,
  },
  ...{ create: false, sourceAnswers: false },
};
const now = at(Date.parse('2026-03-01T10:00:00Z'));

const silenceMs = 1_500;

type Content = Readonly<Record<string, unknown>>;
const session = (content: Content) => ({ properties: { content } });
const bearing = (number: number) => session({ ControlNumber: String(number) });

interface Shown {
  readonly ne?: Readonly<Record<string, unknown>>;
  /** A word: the region is dark. */
  readonly we?: Readonly<Record<string, unknown>> | 'dark';
  readonly envelope?: Content;
  readonly agreements?: readonly string[];
  readonly ledger?: Ledger;
}

/** Two accounts with the agreement acme; what is put stays. */
function edi(shown: Shown) {
  const { ne = {}, we = {}, envelope = {}, agreements = ['acme'], ledger = ledgerFrom() } = shown;
  const kept: Record<string, unknown> = { ...ne };
  const puts: string[] = [];
  const rests: number[] = [];
  const rest = (ms: number) => void rests.push(ms);
  const azure: Azure = azureWith({
    async resource(id) {
      const name = decodeURIComponent(id.split('/').at(-1) ?? '');
      const dark = id.startsWith(settings.source) && we === 'dark';
      if (dark) throw new Between('ARM did not answer');
      if (name === 'agreements')
        return { value: agreements.map((one) => agreementOf(one, envelope)) };
      const found = id.startsWith(settings.account) ? kept[name] : we !== 'dark' && we[name];
      if (!found) throw notFound();
      return found;
    },
    async put(id, version, body) {
      const name = decodeURIComponent(id.split('/').at(-1) ?? '');
      puts.push(`${name} ${version}`);
      kept[name] = body;
    },
    // Nobody here is as slow as a region that says nothing.
    pause: (ms) => (ms === silenceMs ? new Promise(() => {}) : Promise.resolve(rest(ms))),
  });
  const fixed = (given = settings) => kind.fix?.(azure, given, now, never, ledger);
  const fix = async (given = settings) => (await fixed(given))?.value;
  return { azure, kept, puts, rests, fix, fixed };
}

function agreementOf(name: string, envelopeSettings: Content) {
  const sendAgreement = { protocolSettings: { envelopeSettings } };
  return { name, properties: { agreementType: 'X12', content: { x12: { sendAgreement } } } };
}

describe('a target', () => {
  it.each([
    ['the source is ahead', { ne: 1_000, we: 1_040 }, 2_040],
    ['the source is behind', { ne: 1_040, we: 7 }, 2_040],
    ['the source cannot be read', { ne: 1_000 }, 2_000],
  ])('is past the highest that can be read when %s', async (_, shown, expected) => {
    const we = 'we' in shown ? { 'acme-Icn': bearing(shown.we ?? 0) } : ('dark' as const);
    const { fix } = edi({ ne: { 'acme-Icn': bearing(shown.ne) }, we });
    expect(await fix()).toMatchObject([{ session: 'acme-Icn', number: expected }]);
  });

  it('has groups and transactions where they are numbered', async () => {
    const ne = { 'acme-Icn': bearing(1), 'acme-Gcn': bearing(20), 'acme-Tscn': bearing(300) };
    const aims = await edi({ ne, we: 'dark' }).fix();
    const told = Object.values(Object(aims)).map((aim) => Object(aim).number);
    expect(told).toEqual([1_001, 1_020, 1_300]);
  });

  it('is not known without a source that should answer', async () => {
    const { fix } = edi({ ne: { 'acme-Icn': bearing(1) }, we: 'dark' });
    await expect(fix({ ...settings, sourceAnswers: true })).rejects.toThrow('did not answer');
  });

  it('is not guessed when we are forbidden to read the source', async () => {
    const { azure } = edi({ ne: { 'acme-Icn': bearing(1) } });
    const forbidden = new Refusal({ message: 'AuthorizationFailed', sent: 'no', status: 403 });
    const resource: Azure['resource'] = async (id, ...rest) => {
      if (id.startsWith(settings.source)) throw forbidden;
      return azure.resource(id, ...rest);
    };
    const fixing = kind.fix?.({ ...azure, resource }, settings, now, never, ledgerFrom());
    await expect(fixing).rejects.toThrow('AuthorizationFailed');
  });

  it('leaves alone an agreement that has never sent', async () => {
    expect(await edi({}).fix()).toEqual([]);
  });
});

describe('a target for a source that is dark', () => {
  /** What was read there so many minutes ago, and the highest rate before. */
  async function readBefore(minutes: number, line: Partial<Line> & { number: number }) {
    const ledger = ledgerFrom(() => now);
    const read = later(now, -minutes * 60_000);
    const lines = { 'acme-icn': { at: read, days: [], ...line } };
    await ledger.keep(settings.source, { at: read, lines });
    return ledger;
  }
  const rising = (perMinute: number) => [{ day: 20_510, perMinute, given: 1 }];
  const ne = { 'acme-Icn': bearing(1_000) };

  it.each([
    ['what the rate may have made since', 200, 1_100, 1_100 + 200 * 14 * 2],
    ['the margin, where that is more', 3.1, 1_100, 2_100],
    ['the higher number, whichever side it was seen on', 200, 7, 1_000 + 200 * 14 * 2],
  ])('is past it by %s', async (_, perMinute, number, expected) => {
    const ledger = await readBefore(14, { number, days: rising(perMinute) });
    const fixed = await edi({ ne, we: 'dark', ledger }).fixed();
    expect(fixed?.value).toMatchObject([{ session: 'acme-Icn', number: expected }]);
    expect(fixed?.says).toBe(
      `acme-Icn ${expected}; last read 14 min 0 s ago, at most ${perMinute}/min`,
    );
    const widest = expected - Math.max(number, 1_000);
    expect(fixed?.margin).toEqual({ sessions: 1, widest, unreadMs: 14 * 60_000 });
  });

  it('says that it was never read there', async () => {
    const fixed = await edi({ ne, we: 'dark' }).fixed();
    expect(fixed?.says).toBe('acme-Icn 2000; 1 never read there');
  });

  it('knows of a number that was never replicated', async () => {
    const ledger = await readBefore(5, { number: 900 });
    const given = { ...settings, create: true };
    expect(await edi({ we: 'dark', ledger }).fix(given)).toMatchObject([{ number: 1_900 }]);
    expect(await edi({ we: 'dark', ledger }).fix()).toMatchObject([
      { trouble: 'it is missing, and may not be made' },
    ]);
  });

  it('asks a person where the rate leads beyond the bounds', async () => {
    const ledger = await readBefore(60, { number: 1_000, days: rising(50) });
    const envelope = { interchangeControlNumberUpperBound: 5_000 };
    expect(await edi({ ne, we: 'dark', ledger, envelope }).fix()).toMatchObject([
      { trouble: '6000 past 1000 is beyond 5000' },
    ]);
  });

  it('counts on no rate for a source that answers', async () => {
    const ledger = await readBefore(600, { number: 1_000, days: rising(50) });
    const we = { 'acme-Icn': bearing(1_010) };
    expect((await edi({ ne, we, ledger }).fixed())?.says).toBe('acme-Icn 2010');
  });

  it('is left where the next reading finds that the leap was ours', async () => {
    const ledger = await readBefore(14, { number: 1_100, days: rising(200) });
    await edi({ ne, we: 'dark', ledger }).fix();
    expect(await ledger.raised(settings.account)).toEqual({ 'acme-icn': 6_700 });
  });
});

describe('a person is asked', () => {
  const stuck = async (shown: Shown) => {
    const { azure, fix, puts } = edi(shown);
    const standing = await kind.inspect(azure, settings, never, await fix());
    expect(puts).toEqual([]);
    return standing;
  };

  it.each([
    ['a number is missing', { we: { 'acme-Icn': bearing(5) } }, 'may not be made'],
    ['nobody knows of a number', { we: 'dark' }, 'never replicated'],
    ['a number is none', { ne: { 'acme-Icn': session({ ControlNumber: 'A1' }) } }, 'no number'],
    [
      'there is no room',
      { ne: { 'acme-Icn': bearing(99) }, envelope: { interchangeControlNumberUpperBound: 999 } },
      'beyond 999',
    ],
  ] as const)('when %s', async (_, shown, why) => {
    expect(await stuck(shown)).toEqual({ is: 'stuck', why: expect.stringContaining(why) });
  });

  it('when an agreement is not there', async () => {
    const { azure } = edi({});
    const given = { ...settings, agreements: ['globex'] };
    expect(await kind.inspect(azure, given, never)).toMatchObject({ is: 'stuck' });
  });

  it('when the source has passed what was fixed', async () => {
    const before = edi({ ne: { 'acme-Icn': bearing(1) }, we: { 'acme-Icn': bearing(10) } });
    const target = await before.fix();
    const { azure } = edi({
      ne: { 'acme-Icn': bearing(1_010) },
      we: { 'acme-Icn': bearing(1_011) },
    });
    expect(await kind.inspect(azure, settings, never, target)).toEqual({
      is: 'stuck',
      why: 'acme-Icn is at 1011 in we, past 1010',
    });
  });
});

describe('a session', () => {
  it('keeps every key as it was spelt, and its own way of writing a number', async () => {
    const content = {
      messageType: 'Edifact',
      controlNumber: '000000999',
      controlNumberChangedTime: '2/22/2017 8:05:41 PM',
      IsMessageProcessingFailed: null,
      partnerSince: '3/4/2011 1:00:00 AM',
    };
    const { azure, kept, fix, puts } = edi({ ne: { 'acme-Icn': session(content) }, we: 'dark' });
    const target = await fix();
    await kind.apply(azure, settings, never, target);
    const after = {
      controlNumber: '000001999',
      controlNumberChangedTime: '2026-03-01T10:00:00.000Z',
    };
    expect(kept['acme-Icn']).toEqual(session({ ...content, ...after }));
    expect(puts).toEqual(['acme-Icn 2019-05-01']);
    expect(await kind.inspect(azure, settings, never, target)).toEqual({ is: 'done' });
    await kind.apply(azure, settings, never, target);
    expect(puts).toHaveLength(1);
  });

  it('never goes back in time', async () => {
    const content = { ControlNumber: 5, ControlNumberChangedTime: '2026-03-01T12:00:00.000Z' };
    const { azure, kept, fix } = edi({ ne: { 'acme-Icn': session(content) }, we: 'dark' });
    await kind.apply(azure, settings, never, await fix());
    const after = { ControlNumber: 1_005, ControlNumberChangedTime: '2026-03-01T12:00:00.001Z' };
    expect(kept['acme-Icn']).toEqual(session(after));
  });

  it('is made only where the file says so', async () => {
    const { azure, kept, fix } = edi({ we: { 'acme-Icn': bearing(41) } });
    const given = { ...settings, create: true };
    await kind.apply(azure, given, never, await fix(given));
    expect(kept['acme-Icn']).toEqual(
      session({
        ...{ ControlNumber: '1041', ControlNumberChangedTime: '2026-03-01T10:00:00.000Z' },
        MessageType: 0,
      }),
    );
  });
});

it('waits as long as ARM asks', async () => {
  const { azure, fix, rests, puts } = edi({ ne: { 'acme-Icn': bearing(1) }, we: 'dark' });
  const target = await fix();
  rests.length = 0;
  let refused = 0;
  const put: Azure['put'] = async (...call) => {
    refused += 1;
    if (refused < 3) throw throttled(7_000);
    await azure.put(...call);
  };
  await kind.apply({ ...azure, put }, settings, never, target);
  expect([rests, puts.length]).toEqual([[7_000, 7_000], 1]);
});

it('goes on wherever its hand died, and raises each once', async () => {
  const agreements = ['acme', 'globex', 'initech'];
  for (let calls = 0; calls < 12; calls += 1) {
    const ne = Object.fromEntries(agreements.map((name) => [`${name}-Icn`, bearing(10)]));
    const { azure, fix, puts } = edi({ ne, we: 'dark', agreements });
    const target = await fix();
    let left = calls;
    const dying = <T extends unknown[], R>(call: (...given: T) => Promise<R>, late: boolean) => {
      return async (...given: T) => {
        left -= 1;
        if (left < 0 && !late) throw unanswered('maybe');
        const answer = await call(...given);
        if (left < 0) throw unanswered('maybe');
        return answer;
      };
    };
    const hand = { ...azure, resource: dying(azure.resource, false), put: dying(azure.put, true) };
    await kind.apply(hand, settings, never, target).catch(() => undefined);
    await kind.apply(azure, settings, never, target);
    expect(await kind.inspect(azure, settings, never, target)).toEqual({ is: 'done' });
    expect(puts).toHaveLength(3);
  }
});

describe('numbers within bounds', () => {
  const dice = diceOf('numbers');
  const cases = Array.from({ length: 2_000 }, () => {
    const lower = dice.whole(50);
    const upper = lower + 10 + dice.whole(500);
    const bounds: Bounds = { lower, upper, rolls: dice.whole(2) === 1 };
    const margin = 1 + dice.whole(60);
    const within = () => lower + dice.whole(upper - lower + 1);
    return { bounds, margin, from: within(), other: within() };
  });

  it('are raised within them and never lowered, or not at all', () => {
    for (const { bounds, margin, from } of cases) {
      const to = further(from, margin, bounds);
      if (to === undefined) continue;
      expect(to >= bounds.lower && to <= bounds.upper).toBe(true);
      expect(ahead(to, from, bounds)).toBe(margin);
    }
    const none = cases.filter(({ from, margin, bounds }) => !further(from, margin, bounds));
    expect(none.length > 0 && none.length < cases.length).toBe(true);
  });

  it('are not raised by what is no number', () => {
    const bounds = { lower: 1, upper: 999, rolls: true };
    expect(further(5, Number.NaN, bounds)).toBeUndefined();
  });

  it('are told apart the same from either end', () => {
    for (const { bounds, from, other } of cases) {
      const most = furthest([from, other], bounds) ?? 0;
      expect([from, other]).toContain(most);
      expect(ahead(most, from, bounds) >= 0 && ahead(most, other, bounds) >= 0).toBe(true);
    }
  });

  it.each([
    ['12', 12],
    ['000000641', 641],
    [7, 7],
    ['', undefined],
    ['12a', undefined],
    [-3, undefined],
  ])('are read from %p', (ControlNumber, expected) => {
    expect(numberOf(session({ ControlNumber }))).toBe(expected);
    expect(numberOf(session({ controlNUMBER: ControlNumber }))).toBe(expected);
  });
});
