/** Generated control numbers of X12 and EDIFACT: read from what ARM says, compared, and raised. */

/**
 * Sessions are named `<agreement>-<Icn|Gcn|Tscn>`, whatever the protocol; seen in recordings of
 * Azure PowerShell (src/LogicApp) with api-versions 2016-06-01 and 2018-07-01-preview. The names of
 * the bounds are those of Microsoft.Logic 2019-05-01.
 */
export const sorts = ['Icn', 'Gcn', 'Tscn'] as const;
export type Sort = (typeof sorts)[number];

/** The numbers of a partner, from `lower` to `upper`, and then from `lower` again if it `rolls`. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
  readonly rolls: boolean;
}

export interface Agreement {
  readonly name: string;
  readonly protocol: 'X12' | 'Edifact';
  readonly bounds: Readonly<Record<Sort, Bounds>>;
}

const stems = { Icn: 'nterchange', Gcn: 'roup', Tscn: 'ransactionSet' } as const;
const initials = { Icn: 'i', Gcn: 'g', Tscn: 't' } as const;
/** X12 has nine digits; an EDIFACT sample of the recordings ends where 32 bits do. */
const uppers = { X12: 999_999_999, Edifact: 2_147_483_647 } as const;

/** One entry of a list of agreements; undefined for AS2, which numbers nothing. */
export function agreementIn(told: unknown): Agreement | undefined {
  const { name, properties } = Object(told);
  const { agreementType, content } = Object(properties);
  const protocol = (['X12', 'Edifact'] as const).find((one) => same(one, agreementType));
  if (protocol === undefined || typeof name !== 'string') return undefined;
  const { sendAgreement } = Object(under(Object(content), protocol));
  const { envelopeSettings } = Object(Object(sendAgreement).protocolSettings);
  const settings = Object(envelopeSettings);
  const bounds = (sort: Sort): Bounds => {
    const numbers = `${stems[sort]}ControlNumber`;
    const lower = numberIn(settings[`${initials[sort]}${numbers}LowerBound`]) ?? 1;
    const upper = numberIn(settings[`${initials[sort]}${numbers}UpperBound`]) ?? uppers[protocol];
    const rolls = settings[`rollover${initials[sort].toUpperCase()}${numbers}`] === true;
    return { lower, upper, rolls };
  };
  return {
    name,
    protocol,
    bounds: { Icn: bounds('Icn'), Gcn: bounds('Gcn'), Tscn: bounds('Tscn') },
  };
}

/** Whether a partner is asked to refuse a number that it has seen: what makes inbound recovery safe. */
export function refusesDuplicates(told: unknown, { protocol }: Agreement): boolean {
  const { receiveAgreement } = Object(under(Object(Object(told).properties.content), protocol));
  const { validationSettings } = Object(Object(receiveAgreement).protocolSettings);
  return Object(validationSettings).checkDuplicateInterchangeControlNumber === true;
}

/** Of a session; undefined when what it says is no number. Keys have been seen in both casings. */
export function numberOf(session: unknown): number | undefined {
  return numberIn(under(Object(Object(Object(session).properties).content), 'ControlNumber'));
}

/**
 * How far `a` is ahead of `b`, negative when it is behind. Numbers that roll over have no first and
 * no last: of the two ways round, the shorter one counts.
 */
export function ahead(a: number, b: number, { lower, upper, rolls }: Bounds): number {
  if (!rolls) return a - b;
  const size = upper - lower + 1;
  const way = (((a - b) % size) + size) % size;
  return way <= size / 2 ? way : way - size;
}

export function furthest(numbers: readonly number[], bounds: Bounds): number | undefined {
  return numbers.reduce<number | undefined>(
    (most, one) => (most === undefined || ahead(one, most, bounds) > 0 ? one : most),
    undefined,
  );
}

/** `margin` further on, undefined when there is no room: numbers that do not roll over end. */
export function further(from: number, margin: number, bounds: Bounds): number | undefined {
  const { lower, upper, rolls } = bounds;
  const size = upper - lower + 1;
  // Half way round, ahead and behind cannot be told apart; nor is what is no number any way at all.
  if (!(margin < size / 2)) return undefined;
  const to = Math.max(from, lower) + margin;
  if (to <= upper) return to;
  return rolls ? to - size : undefined;
}

/**
 * What to PUT so that a session bears `number`: every key it has, as it was spelt, with its value as
 * it was sent; the number stays a text or a number, and as wide as it was. The time of the change
 * never goes back.
 */
export function raised(session: unknown, number: number, atMs: number): unknown {
  const { properties, location, tags } = Object(session);
  const content: Readonly<Record<string, unknown>> = Object(Object(properties).content);
  const before = Date.parse(String(under(content, 'ControlNumberChangedTime')));
  const at = new Date(Math.max(atMs, before >= 0 ? before + 1 : 0)).toISOString();
  const fresh = Object.entries(content).map(([key, value]) => {
    if (same(key, 'ControlNumber')) return [key, spelt(number, value)];
    return [key, same(key, 'ControlNumberChangedTime') ? at : value];
  });
  const dated = Object.keys(content).some((key) => same(key, 'ControlNumberChangedTime'));
  const missing = dated ? {} : { ControlNumberChangedTime: at };
  const kept = { ...(location !== undefined && { location }), ...(tags && { tags }) };
  return { ...kept, properties: { content: { ...Object.fromEntries(fresh), ...missing } } };
}

/** A session that was never there, as Azure PowerShell writes one: the protocol is a number then. */
export function begun(number: number, protocol: Agreement['protocol'], atMs: number): unknown {
  const ControlNumberChangedTime = new Date(atMs).toISOString();
  const MessageType = protocol === 'X12' ? 0 : 1;
  const content = { ControlNumber: String(number), ControlNumberChangedTime, MessageType };
  return { properties: { content } };
}

function spelt(number: number, before: unknown): unknown {
  if (typeof before === 'number') return number;
  const padded = typeof before === 'string' && before.startsWith('0') ? before.length : 0;
  return String(number).padStart(padded, '0');
}

function numberIn(told: unknown): number | undefined {
  const text = typeof told === 'number' ? String(told) : told;
  if (typeof text !== 'string' || !/^\d{1,15}$/.test(text.trim())) return undefined;
  return Number(text);
}

function under(all: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.entries(all).find(([key]) => same(key, name))?.[1];
}

function same(a: string, b: unknown): boolean {
  return typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
}
