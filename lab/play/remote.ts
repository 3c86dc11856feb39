/** A lab in another process, reached by what its file says: the same access, over HTTP. */

import * as z from 'zod';
import type { Dial } from '../../adapters/local/dial.ts';
import type { Pager } from '../../core/ports.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import { faultSchema } from '../estate/breakable.ts';
import type { Levers } from '../estate/levers.ts';
import { labStateSchema } from '../estate/state.ts';
import type { LabDescription } from './description.ts';
import type { LabAccess } from './lab.ts';

export function labAt(lab: LabDescription): LabAccess {
  const { ca, secrets, slack, clicksPort, nameServers } = lab;
  return {
    ca,
    secrets,
    slack,
    clicksPort,
    nameServersOf: (origin) => nameServers[origin] ?? [],
    dialOf: (origin) => dialBy(`${lab.control}/dial/${encodeURIComponent(origin)}`),
    pager: pagerAt(lab.pager),
    levers: leversAt(lab.control),
  };
}

const brokenSchema = z.array(z.object({ place: z.string(), fault: faultSchema }));

export function leversAt(control: string): Levers {
  const at = (place: string) => `${control}/faults/${encodeURI(place)}`;
  const faults = async () =>
    brokenSchema.parse(await asked(`${control}/faults`, { what: 'read what is broken' }));
  return {
    faults,
    break: async (place, fault) =>
      void (await asked(at(place), { what: `break ${place}`, method: 'PUT', body: fault })),
    heal: async (place) => {
      const broken = await faults();
      const known = broken.some((one) => one.place === place);
      if (known) await asked(at(place), { what: `heal ${place}`, method: 'DELETE' });
    },
    state: async () =>
      labStateSchema.parse(await asked(`${control}/state`, { what: 'read the state' })),
  };
}

const placed = z.object({ host: z.string(), port: z.number() });
const refusal = z.object({ errors: z.array(z.string()), code: z.string().optional() });

function dialBy(origin: string): Dial {
  return async (host, port) => {
    const { status, text } = await sent(`${origin}/${encodeURIComponent(host)}/${port}`);
    if (status === 200) return placed.parse(JSON.parse(text));
    const { errors, code } = refusal.parse(JSON.parse(text));
    throw Object.assign(new Error(errors.join('; ')), { code });
  };
}

function pagerAt(pager: string): Pager {
  const call = async (verb: string, body: unknown) =>
    void (await asked(`${pager}/${verb}`, { what: `${verb} the pager`, method: 'PUT', body }));
  return {
    ring: (key, text) => call('ring', { key, text }),
    acknowledge: (key, by) => call('acknowledge', { key, by }),
    resolve: (key) => call('resolve', { key }),
  };
}

interface Asking extends Sending {
  /** What cannot be done when the lab refuses: `break westeurop`. */
  readonly what: string;
}

/** Rejects with a `Trouble` that says what the lab had to say. */
async function asked(url: string, asking: Asking): Promise<unknown> {
  const { status, text } = await sent(url, asking);
  if (status === 200) return JSON.parse(text);
  const isRefusal = status === 400 || status === 404;
  const why = isRefusal ? refusal.parse(JSON.parse(text)).errors.join('; ') : text;
  throw new Trouble('lab-refused', {
    message: `Cannot ${asking.what}: ${why}`,
    next: 'Correct it, and try again; nothing was changed.',
  });
}

interface Sending {
  readonly method?: 'PUT' | 'DELETE';
  readonly body?: unknown;
}

/** The lab answers within milliseconds, or it is not there. */
const answerMs = 5_000;

async function sent(url: string, { method, body }: Sending = {}) {
  try {
    const signal = AbortSignal.timeout(answerMs);
    const sending = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(url, { method: method ?? 'GET', signal, ...sending });
    return { status: answer.status, text: await answer.text() };
  } catch (cause) {
    throw new Trouble('lab-silent', {
      message: `Cannot ask the lab at ${new URL(url).origin}: ${wordsOf(cause)}`,
      next: 'See whether `farwatch lab` still runs.',
      cause,
    });
  }
}
