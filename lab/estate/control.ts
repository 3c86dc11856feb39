/** Breaks and heals the lab over HTTP, tells what has become of it, and shows others the way in. */

import { wordsOf } from '../../core/trouble.ts';
import type { AzureWorld, Place } from '../world/azure.ts';
import { faultIn, placeTrouble } from './breakable.ts';
import { type Heard, type Loopback, openLoopback, type Said } from './loopback.ts';
import { dialFor, pageFor, type Reception } from './reception.ts';
import { refused, said } from './said.ts';
import { stateOf } from './state.ts';

type ControlWorld = Pick<AzureWorld, 'layout' | 'faults' | 'traffic' | 'bus' | 'arm' | 'writes'>;

interface Desk {
  readonly world: ControlWorld;
  readonly reception: Reception | undefined;
}

/**
 * `GET /faults`, `PUT /faults/<place>` with a fault as JSON, `DELETE /faults/<place>` or all of
 * `/faults`, and `GET /state`. For a house in another process also `GET /dial/<origin>/<host>/<port>`
 * and `PUT /pager/<ring, acknowledge or resolve>`. What is wrong with a request is told at once, in
 * `errors`.
 */
export function openControl(
  world: ControlWorld,
  { port = 0, reception }: { readonly port?: number; readonly reception?: Reception } = {},
): Promise<Loopback> {
  return openLoopback((heard) => answer({ world, reception }, heard), port);
}

async function answer({ world, reception }: Desk, heard: Heard): Promise<Said> {
  const { method, path } = heard;
  const [room = '', ...rest] = path.split('/').slice(1).map(decoded);
  const place = rest.join('/').replace(/\/$/, '');
  switch (`${method} /${room}${place === '' ? '' : '/'}`) {
    case 'GET /faults':
      return said(200, world.faults.list());
    case 'GET /state':
      return said(200, { faults: world.faults.list(), ...stateOf(world) });
    case 'DELETE /faults':
      world.faults.clearAll();
      return said(200, []);
    case 'PUT /faults/':
      return put(world, place, heard.body.toString('utf8'));
    case 'DELETE /faults/':
      return heal(world, place);
    case 'GET /dial/':
      return reception === undefined ? unknown(heard) : dialFor(rest, world.layout, reception);
    case 'PUT /pager/':
      return reception === undefined ? unknown(heard) : pageFor(place, heard, reception);
    default:
      return unknown(heard);
  }
}

/** An escape that means nothing is left as it is: nothing is called so, and that is told. */
function decoded(part: string): string {
  return part.replace(/(?:%[0-7][0-9a-f])+/gi, decodeURIComponent);
}

function unknown({ method, path }: Heard): Said {
  return refused(404, [
    `${method} ${path} is not known`,
    'known are GET /faults, PUT and DELETE /faults/<place>, DELETE /faults, GET /state',
  ]);
}

function put(world: ControlWorld, place: Place, body: string): Said {
  const where = placeTrouble(world.layout, place);
  const parsed = jsonOf(body);
  const read = 'error' in parsed ? { errors: [parsed.error] } : faultIn(parsed.value);
  if ('errors' in read) return refused(400, [...where, ...read.errors]);
  if (where.length > 0) return refused(400, where);
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

function jsonOf(body: string): { readonly value: unknown } | { readonly error: string } {
  try {
    return { value: JSON.parse(body) };
  } catch (error) {
    return { error: `fault: the body is not JSON, as {"is":"dark"} would be: ${wordsOf(error)}` };
  }
}
