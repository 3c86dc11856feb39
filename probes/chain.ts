/** Sends a test document into the public entry and looks for it at the declared end of the chain. */

import * as z from 'zod';
import { Between, type ProbeKind, Unreachable } from '../core/kinds.ts';
import type { HttpAnswer, HttpRequest, Net } from '../core/net.ts';
import type { Finding } from '../core/observation.ts';
import { headersOf } from './secret.ts';
import { answerOf, findingOf } from './status.ts';

/** Stands for the correlation id, which tells one test document from every other. */
const placeholder = '{id}';

const address = z.url({ protocol: /^https$/, error: 'must be an https:// address' });
const statuses = z.array(z.int().min(100).max(599)).min(1);
/** A value may be a secret reference. */
const headers = z.record(z.string(), z.string()).optional();

const settings = z.strictObject({
  entry: z.strictObject({
    url: address,
    method: z.enum(['POST', 'PUT']).default('POST'),
    headers,
    /** By which the document is taken. */
    statuses: statuses.default([200, 201, 202, 204]),
  }),
  end: z.strictObject({
    url: address,
    headers,
    /** By which it is there. 404 and 204 mean that it is not, yet. */
    statuses: statuses.default([200]),
    /** What the answer must hold besides, where the end also answers for what it has not got. */
    contains: z.string().min(1).optional(),
    everySeconds: z.int().min(1).max(60).default(2),
  }),
  document: z.string().min(1).max(65_536),
});

type Settings = z.infer<typeof settings>;
type End = Settings['end'];

export const chain: ProbeKind<Settings> = {
  settings,
  example: {
    entry: {
      url: 'https://orders.contoso.com/edi/orders',
      method: 'POST',
      headers: { 'content-type': 'application/json', 'Ocp-Apim-Subscription-Key': 'env:CHAIN_KEY' },
      statuses: [202],
    },
    end: {
      url: 'https://archive.contoso.com/farwatch/{id}',
      headers: { 'x-api-key': 'env:ARCHIVE_KEY' },
      statuses: [200],
      everySeconds: 2,
    },
    document: '{"test":true,"orderNumber":"{id}"}',
  },

  describe: ({ entry, end }) => `a test document from ${bare(entry.url)} to ${bare(end.url)}`,

  async ask(net, { entry, end, document }, signal) {
    // Only has to differ from every other document; nothing is decided by it.
    const id = `farwatch-${crypto.randomUUID()}`;
    const told = (text: string) => text.replaceAll(placeholder, id);
    const [sent, asked] = [
      await filled(net, entry.headers, told),
      await filled(net, end.headers, told),
    ];
    const { url, method } = entry;
    const posting = { url: told(url), method, headers: sent, body: told(document) };
    const taken = await patiently(net, posting, signal);
    const finding = findingOf(taken.status, entry.statuses, 'the entry');
    if (finding.is !== 'up') return answerOf(taken, finding);
    const looking = { url: told(end.url), method: 'GET', headers: asked } as const;
    const seen = (answer: HttpAnswer) => seenIn(answer, end, told);
    return answerOf(taken, await found(net, looking, seen, end, signal));
  },
};

/** The references among the values are resolved first: a secret is never looked into. */
async function filled(
  net: Net,
  of: End['headers'],
  told: (text: string) => string,
): Promise<Readonly<Record<string, string>>> {
  const entries = Object.entries(of ?? {}).map(([name, value]) => [name, told(value)] as const);
  return await headersOf(net, Object.fromEntries(entries));
}

type Asking = Omit<HttpRequest, 'signal'>;

/** What one look at the end says: it is there, it is not yet, or we cannot tell, for now or for good. */
type Sight = Readonly<
  | { is: 'there' }
  | { is: 'not yet' }
  | { is: 'hidden'; why: string }
  | { is: 'refused'; why: string }
>;

function seenIn({ status, text }: HttpAnswer, end: End, told: (text: string) => string): Sight {
  if (end.statuses.includes(status)) {
    return end.contains === undefined || text.includes(told(end.contains))
      ? { is: 'there' }
      : { is: 'not yet' };
  }
  if (status === 404 || status === 204) return { is: 'not yet' };
  const finding = findingOf(status, end.statuses, 'the end');
  const why = finding.is === 'up' ? '' : finding.why;
  const passes = finding.is !== 'unsure' || status === 429;
  return { is: passes ? 'hidden' : 'refused', why };
}

/**
 * Until it is there or the time is over. An end that cannot be asked says nothing about the way to it:
 * whether a document has come is then not known, however long it took.
 */
async function found(
  net: Net,
  looking: Asking,
  seen: (answer: HttpAnswer) => Sight,
  { everySeconds }: End,
  signal: AbortSignal,
): Promise<Finding> {
  let last: Sight = { is: 'hidden', why: 'the end was not asked in time' };
  while (!signal.aborted) {
    const sight = await lookOnce(net, looking, seen, signal);
    if (sight?.is === 'there') return { is: 'up' };
    if (sight?.is === 'refused') return { is: 'unsure', whose: 'ours', why: sight.why };
    last = sight ?? last;
    await net.azure.pause(everySeconds * 1_000, signal);
  }
  if (last.is === 'hidden') {
    const why = `taken at the entry, and whether it arrived is not known: ${last.why}`;
    return { is: 'unsure', whose: 'between', why };
  }
  return {
    is: 'down',
    phase: 'answer',
    why: 'taken at the entry, and not found at the end in time',
  };
}

/** Undefined where our own deadline cut it short: that is no news of the end. */
async function lookOnce(
  net: Net,
  looking: Asking,
  seen: (answer: HttpAnswer) => Sight,
  signal: AbortSignal,
): Promise<Sight | undefined> {
  try {
    return seen(await patiently(net, looking, signal));
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Between)) throw error;
    return signal.aborted ? undefined : { is: 'hidden', why: `the end: ${error.message}` };
  }
}

/** One exchange is given no more than that, though the document may be on its way for minutes. */
const exchangeMsMax = 15_000;

async function patiently(net: Net, asking: Asking, signal: AbortSignal): Promise<HttpAnswer> {
  const [late, over] = [new AbortController(), new AbortController()];
  const cut = () => late.abort();
  net.azure.pause(exchangeMsMax, AbortSignal.any([signal, over.signal])).then(cut, cut);
  try {
    return await net.http.fetch({ ...asking, signal: AbortSignal.any([signal, late.signal]) });
  } finally {
    over.abort();
  }
}

function bare(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${decodeURI(pathname)}`;
}
