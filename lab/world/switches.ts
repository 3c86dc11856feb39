/** Switches of the estate's own: one address tells how each stands, one is told how it shall. */

import { type Side, sides } from '../../core/names.ts';
import type { HttpServed, Layout, SwitchLayout } from './azure.ts';
import type { Request } from './serve.ts';
import type { SwitchAddress } from './switch-layouts.ts';
import type { WriteBook } from './writes.ts';

export interface Switches {
  serve(host: string, request: Request): HttpServed;
}

interface Kept {
  readonly layout: SwitchLayout;
  side: Side;
}

export function createSwitches({ switches = [] }: Layout, book: WriteBook): Switches {
  const all = switches.map((layout): Kept => ({ layout, side: 'primary' }));

  function turn(kept: Kept, body: string): HttpServed {
    const { set, sides: known } = kept.layout;
    const side = sides.find((one) => isSame(known[one].body, body));
    if (side === undefined) return said(422, { error: 'This is no state of the switch.' });
    kept.side = side;
    // Nobody but the one who moves the estate has its key.
    const { host, pathname } = new URL(set.url);
    const id = `https://${host}${pathname}`.toLowerCase();
    book.keep('switch', 'webhook', id, String(known[side].value));
    return { status: 204, headers: {}, body: '' };
  }

  return {
    serve(host, request) {
      const is = ({ url }: SwitchAddress) => isAt(url, host, request.path);
      const told = all.find(({ layout }) => is(layout.set) && layout.set.method === request.method);
      if (told !== undefined) {
        const known = isKnown(told.layout.set, request);
        return known ? turn(told, request.body ?? '') : said(401, { error: 'Unknown key.' });
      }
      const asked = all.find(({ layout }) => is(layout.state) && request.method === 'GET');
      if (asked === undefined) return said(404, { error: 'There is nothing here.' });
      const { state, sides: known } = asked.layout;
      if (!isKnown(state, request)) return said(401, { error: 'Unknown key.' });
      return said(200, documentOf(state.pointer, known[asked.side].value));
    },
  };
}

function isAt(url: string, host: string, path: string): boolean {
  const { hostname, pathname, search } = new URL(url);
  return hostname === host.toLowerCase() && `${pathname}${search}` === path;
}

function isKnown({ headers }: SwitchAddress, request: Request): boolean {
  return Object.entries(headers).every(
    ([name, value]) => request.headers[name.toLowerCase()] === value,
  );
}

/** The least document that has the value there. */
function documentOf(pointer: string, value: unknown): object {
  const keys = pointer.split('/').slice(1).reverse();
  return Object(keys.reduce<unknown>((inner, key) => ({ [plain(key)]: inner }), value));
}

function plain(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** As documents: spaces mean nothing. */
function isSame(known: string, sent: string): boolean {
  try {
    return JSON.stringify(JSON.parse(known)) === JSON.stringify(JSON.parse(sent));
  } catch {
    return false;
  }
}

function said(status: number, body: object): HttpServed {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, body: JSON.stringify(body) };
}
