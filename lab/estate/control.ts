/** Breaks and heals the lab's Azure over HTTP, and tells what has become of it. */

import * as z from 'zod';
import { type Side, sides } from '../../core/names.ts';
import { wordsOf } from '../../core/trouble.ts';
import type { AzureWorld, Fault, Place } from '../world/azure.ts';
import { type Heard, type Loopback, openLoopback, type Said } from './loopback.ts';

type ControlWorld = Pick<AzureWorld, 'layout' | 'faults' | 'traffic' | 'bus' | 'arm' | 'writes'>;

/**
 * `GET /faults`, `PUT /faults/<place>` with a fault as JSON, `DELETE /faults/<place>` or all of
 * `/faults`, and `GET /state`. Whatever is wrong with a request is told at once, in `errors`.
 */
export function openControl(
  world: ControlWorld,
  { port = 0 }: { readonly port?: number } = {},
): Promise<Loopback> {
  return openLoopback(async (heard) => answer(world, heard), port);
}

function answer(world: ControlWorld, { method, path, body }: Heard): Said {
  const place = placeIn(path);
  switch (`${method} ${place === undefined ? path : '/faults/'}`) {
    case 'GET /faults':
      return said(200, world.faults.list());
    case 'GET /state':
      return said(200, stateOf(world));
    case 'DELETE /faults':
      world.faults.clearAll();
      return said(200, []);
    case 'PUT /faults/':
      return put(world, place ?? '', body.toString('utf8'));
    case 'DELETE /faults/':
      return heal(world, place ?? '');
    default:
      return refused(404, [
        `${method} ${path} is not known`,
        'known are GET /faults, PUT and DELETE /faults/<place>, DELETE /faults, GET /state',
      ]);
  }
}

/** `/faults/westeurope/gateway` names `westeurope/gateway`. */
function placeIn(path: string): Place | undefined {
  const encoded = /^\/faults\/(.+?)\/?$/.exec(path)?.[1];
  // An escape that means nothing is left as it is: no place is called so, and that is told.
  return encoded?.replace(/(?:%[0-7][0-9a-f])+/gi, decodeURIComponent);
}

function put(world: ControlWorld, place: Place, body: string): Said {
  const where = unknownPlace(world, place);
  const read = readFault(body);
  if (where !== undefined || 'errors' in read) {
    return refused(400, [...(where ?? []), ...('errors' in read ? read.errors : [])]);
  }
  world.faults.set(place, read.fault);
  return said(200, { place, fault: read.fault });
}

function heal(world: ControlWorld, place: Place): Said {
  if (!world.faults.list().some((broken) => broken.place === place)) {
    const broken = world.faults.list().map((one) => one.place);
    const known = broken.length === 0 ? 'nothing is' : `broken are ${broken.join(', ')}`;
    return refused(404, [`${place} is not broken: ${known}`]);
  }
  world.faults.clear(place);
  return said(200, world.faults.list());
}

/** A place that nothing passes would be broken without effect, and nobody would notice. */
function unknownPlace({ layout }: ControlWorld, place: Place): readonly string[] | undefined {
  const regional = ['gateway', 'logic', 'servicebus', 'arm'];
  const known = [
    ...sides.flatMap((side) => {
      const region = layout.regions[side];
      return [region, ...regional.map((part) => `${region}/${part}`)];
    }),
    ...['arm', 'arm/logic', 'arm/dns', 'arm/servicebus', 'entra', 'dns', 'reference', 'slack'],
    ...[...layout.vantages, 'operator'].map((origin) => `vantage/${origin}`),
  ];
  const open = /\/(?:gateway|servicebus)$|^(?:dns|reference)$/;
  const within = known.some((one) => open.test(one) && place.startsWith(`${one}/`));
  if (known.includes(place) || within) return undefined;
  return [`place: nothing is at '${place}'; known are ${known.join(', ')}`];
}

const milliseconds = z.number().int().min(0).max(3_600_000);
const share = z.number().gt(0).max(1).exactOptional();
const faultSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('dark') }),
  z.strictObject({ is: z.literal('refused') }),
  z.strictObject({ is: z.literal('reset') }),
  z.strictObject({ is: z.literal('badTls') }),
  z.strictObject({ is: z.literal('halfOpen') }),
  z.strictObject({ is: z.literal('slow'), ms: milliseconds, share }),
  z.strictObject({ is: z.literal('failing'), status: z.number().int().min(400).max(599), share }),
  z.strictObject({ is: z.literal('throttled'), retryAfterMs: milliseconds, share }),
  z.strictObject({ is: z.literal('lostAnswer'), share }),
]);

function readFault(body: string): { fault: Fault } | { errors: readonly string[] } {
  const parsed = jsonOf(body);
  if ('error' in parsed) return { errors: [parsed.error] };
  const read = faultSchema.safeParse(parsed.value);
  if (read.success) return { fault: read.data };
  return { errors: read.error.issues.map(wordsFor) };
}

const kinds = faultSchema.options.map((option) => option.shape.is.value).join(', ');

function wordsFor(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') return `fault.is: one of ${kinds} is expected`;
  if (issue.path.length === 0 && issue.code === 'invalid_type') {
    return 'fault: a JSON object is expected, e.g. {"is":"dark"}';
  }
  return `${['fault', ...issue.path].join('.')}: ${issue.message}`;
}

function jsonOf(body: string): { readonly value: unknown } | { readonly error: string } {
  try {
    return { value: JSON.parse(body) };
  } catch (error) {
    return { error: `fault: the body is not JSON, as {"is":"dark"} would be: ${wordsOf(error)}` };
  }
}

function stateOf({ layout, traffic, bus, arm, writes, faults }: ControlWorld) {
  return {
    faults: faults.list(),
    documents: traffic.documents(),
    waiting: traffic.waiting(),
    duplicates: traffic.duplicates(),
    orders: traffic.orders(),
    ledger: traffic.ledger(),
    workflows: layout.workflows.map(({ id, side }) => ({
      id,
      side,
      state: arm.workflow(id).state,
    })),
    names: layout.names.map(({ name, record }) => ({ name, leads: arm.recordSet(record).cname })),
    buses: layout.aliases.map(({ alias, host, namespaces }) => ({
      alias,
      leads: bus.resolve(host)?.region,
      messages: Object.fromEntries(
        sides.map((side: Side) => [layout.regions[side], bus.counts(namespaces[side].id)]),
      ),
    })),
    writes,
  };
}

function said(status: number, body: unknown): Said {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: `${JSON.stringify(body, undefined, 2)}\n` };
}

function refused(status: number, errors: readonly string[]): Said {
  return said(status, { errors });
}
