/** Operations of gateways that look at what only they can reach, and tell how far they came. */

import { type BusState, Denied, type HttpServed, type Layout, type Place } from './azure.ts';
import type { Dice } from './dice.ts';
import type { FaultBook } from './faults.ts';
import { relayQueue } from './layout-aliases.ts';
import type { Request } from './serve.ts';

export interface Relays {
  /** Undefined where no relay is: the gateway answers as ever. */
  serve(host: string, request: Request): HttpServed | undefined;
}

interface Parts {
  readonly bus: BusState;
  readonly faults: FaultBook;
  readonly dice: Dice;
  placesOf(host: string): readonly Place[];
}

interface Hop {
  readonly name: string;
  readonly is: 'up' | 'down';
  readonly why?: string;
}

export function createRelays(layout: Layout, parts: Parts): Relays {
  let sent = 0;

  function hopsTo(behind: string): readonly Hop[] {
    const treatment = parts.faults.treatBy(parts.dice, parts.placesOf(behind));
    if (treatment.is !== 'served') {
      return [{ name: 'send', is: 'down', why: `${behind} is ${treatment.is}` }];
    }
    sent += 1;
    try {
      parts.bus.send(behind, relayQueue, { id: `relay-${sent}`, body: '', ttlMs: 30_000 });
      const taken = parts.bus.lock(behind, relayQueue);
      if (taken !== undefined) parts.bus.complete(behind, relayQueue, taken.lock);
    } catch (error) {
      if (!(error instanceof Denied)) throw error;
      return [{ name: 'send', is: 'down', why: error.message }];
    }
    return [
      { name: 'send', is: 'up' },
      { name: 'receive', is: 'up' },
    ];
  }

  return {
    serve(host, request) {
      const path = request.path.split('?')[0];
      const found = layout.relays?.find((relay) => relay.host === host && relay.path === path);
      if (found === undefined) return undefined;
      const { key } = found;
      if (key !== undefined && request.headers[key.header.toLowerCase()] !== key.value) {
        return said(401, { statusCode: 401, message: 'Access denied due to missing key.' });
      }
      return said(200, { hops: hopsTo(found.behind) });
    },
  };
}

function said(status: number, body: object): HttpServed {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: JSON.stringify(body) };
}
