/** Turns a switch of the estate's own: asks one address how it stands, and tells another how it shall. */

import * as z from 'zod';
import type { Elsewhere, ElsewhereReader } from '../core/elsewhere.ts';
import { jsonPointer, type Scalar, scalarAt } from '../core/json-pointer.ts';
import { Refusal, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';

const url = z.url({ protocol: /^https$/, error: 'must be an https:// address' });
const scalar = z.union([z.string().min(1), z.number(), z.boolean()]);
/** A value may be a secret reference. */
const headers = z.record(z.string(), z.string());

const settings = z
  .strictObject({
    state: z.strictObject({
      url,
      /** Where in the JSON of its answer the value stands: `/active/region`. */
      pointer: z.string().regex(jsonPointer, 'must be a JSON pointer: /active'),
      headers,
    }),
    set: z.strictObject({ url, method: z.enum(['POST', 'PUT']), headers }),
    /** What it shall be. */
    value: scalar,
    /** The values that we may overwrite: what the other side is called. */
    replaces: z.array(scalar).min(1),
    /** What is sent to make it so: JSON, as text. */
    body: z.string().refine(isJson, 'must be JSON'),
  })
  .refine((s) => !s.replaces.includes(s.value), {
    path: ['replaces'],
    message: 'must not contain the value itself',
  });

type Settings = z.infer<typeof settings>;

export const webhook: StepKind<Settings, ElsewhereReader, Elsewhere> = {
  settings,
  example: {
    state: {
      url: 'https://settings.contoso.example/publishers',
      pointer: '/active',
      headers: { Authorization: 'env:SETTINGS_READ_KEY' },
    },
    set: {
      url: 'https://settings.contoso.example/publishers',
      method: 'PUT',
      headers: { Authorization: 'env:SETTINGS_WRITE_KEY' },
    },
    value: 'northeurope',
    replaces: ['westeurope'],
    body: '{"active":"northeurope"}',
  },
  permissions: [],
  requires: [],
  owable: false,
  irreversible: false,
  danger: 'turns what others follow: a thief of its key could lead them anywhere they can be led',
  stepMsMax: 120_000,
  settleMs: 3_000,
  describe: (s) => `${calledOf(s.set.url).slice(0, 80)} → ${String(s.value).slice(0, 32)}`,
  targets: (s) => [`https://${calledOf(s.set.url)}`.toLowerCase()],

  inspect: standingOf,

  async apply(elsewhere, s, signal) {
    const standing = await standingOf(elsewhere, s, signal);
    if (standing.is === 'done') return;
    if (standing.is === 'stuck') throw new Refusal({ message: standing.why, sent: 'no' });
    await elsewhere.httpSend(s.set.method, s.set, s.body, signal);
  },
};

async function standingOf(
  elsewhere: ElsewhereReader,
  { state, value, replaces }: Settings,
  signal: AbortSignal,
): Promise<Standing> {
  const said = scalarAt(await elsewhere.httpGet(state, signal), state.pointer);
  if (said === value) return { is: 'done' };
  if (said !== undefined && replaces.includes(said)) return { is: 'todo' };
  const where = calledOf(state.url);
  return { is: 'stuck', why: `${where} ${wordsFor(said, state.pointer)}: set it by hand` };
}

function wordsFor(said: Scalar | undefined, pointer: string): string {
  if (said === undefined) return `tells no value at ${pointer}`;
  return `says ${String(said).slice(0, 60)}, which is neither side`;
}

/** Without its query: that is where keys hide. */
function calledOf(address: string): string {
  const { host, pathname } = new URL(address);
  return `${host}${pathname}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
