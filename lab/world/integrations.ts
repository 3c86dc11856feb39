/** Integration accounts: agreements, the numbers given to what is sent, and how they are replicated. */

import { type Region, sides } from '../../core/names.ts';
import { Denied, type Layout } from './azure.ts';
import {
  type Account,
  agreementsOf,
  begin,
  keyOf,
  noSession,
  receivedBy,
  sessionsOf,
  wordsOf,
} from './integration-words.ts';
import { among, type Keeper } from './keepers.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

/** Its resources: pages of agreements, and sessions. */
export interface Integrations extends Keeper {
  /**
   * The next number that something sent from there bears, `acme-Icn 1042`; absent, none is given. The
   * number of what it answers is remembered as received.
   */
  send(from: Region, document: string): string | undefined;
  /** From each primary account to its secondary: what has changed for so long, whatever stands there. */
  copy(sinceMs: number): void;
}

interface IntegrationWorld {
  readonly timeline: Timeline;
  readonly book: WriteBook;
}

export function createIntegrations(layout: Layout, world: IntegrationWorld): Integrations {
  const { timeline, book } = world;
  const all = (layout.integrations ?? []).flatMap(({ accounts, agreements }) =>
    sides.map((side): Account => {
      const sessions = new Map(agreements.flatMap(begin).map((one) => [keyOf(one.name), one]));
      return { id: accounts[side].toLowerCase(), side, agreements, sessions };
    }),
  );

  function accountOf(id: string): Account {
    timeline.catchUp();
    const found = all.find((one) => id.toLowerCase().startsWith(`${one.id}/`));
    if (found !== undefined) return found;
    throw new Denied(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
  }

  function copy(sinceMs: number): void {
    for (const [n, from] of all.entries()) {
      const to = all[n + 1];
      if (from.side !== 'primary' || to === undefined) continue;
      for (const [key, one] of from.sessions) {
        if (one.changed > timeline.now() - sinceMs) to.sessions.set(key, { ...one });
      }
    }
  }

  return {
    keeps: among(all.map(({ id }) => id)),
    copy,

    resource(asked) {
      const id = asked.split('?')[0] ?? asked;
      const account = accountOf(id);
      if (/\/sessions$/i.test(id)) return sessionsOf(account, asked);
      const [, name] = /\/sessions\/([^/]+)$/i.exec(id) ?? [];
      if (name === undefined) return agreementsOf(account, asked);
      const session = account.sessions.get(keyOf(decodeURIComponent(name)));
      if (session === undefined) throw noSession(name, account);
      return wordsOf(session, account);
    },

    put(by, id, body) {
      const account = accountOf(id);
      const operation = 'Microsoft.Logic/integrationAccounts/sessions/write';
      book.admit(by, operation, account.id);
      const name = decodeURIComponent(id.slice(id.lastIndexOf('/') + 1));
      const { content } = Object(Object(body).properties);
      if (Object(content) !== content) {
        throw new Denied(400, 'InvalidRequestContent', 'The session has no content.');
      }
      const before = account.sessions.get(keyOf(name));
      account.sessions.set(keyOf(name), {
        name: before?.name ?? name,
        content,
        changed: timeline.now(),
      });
      book.keep(by, operation, id, JSON.stringify(content));
      return before === undefined ? 'made' : 'replaced';
    },

    send(from, document) {
      const account = all.find(({ side }) => layout.regions[side] === from);
      if (account === undefined) return undefined;
      const nth = Number(/\d+/.exec(document)?.[0] ?? 0) % account.agreements.length;
      const session = account.sessions.get(keyOf(`${account.agreements[nth]}-Icn`));
      if (session === undefined) return undefined;
      const received = receivedBy(document, account.agreements[nth] ?? '', nth, timeline.now());
      account.sessions.set(keyOf(received.name), received);
      const [key = '', value] =
        Object.entries(session.content).find(([one]) => keyOf(one) === 'controlnumber') ?? [];
      const number = String(Number(value) + 1).padStart(String(value).length, '0');
      session.content = { ...session.content, [key]: number };
      session.changed = timeline.now();
      return `${session.name} ${Number(number)}`;
    },
  };
}
