/** Integration accounts: agreements, the numbers given to what is sent, and how they are replicated. */

import { type Instant, other, type Region, type Side, sides } from '../../core/names.ts';
import { Denied, type Layout } from './azure.ts';
import {
  type Account,
  agreementsOf,
  begin,
  keyOf,
  micsOf,
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
  /** From each account of that side to its other: what has changed since, whatever stands there. */
  copy(from: Side, since: Instant): number;
}

interface IntegrationWorld {
  readonly timeline: Timeline;
  readonly book: WriteBook;
}

export function createIntegrations(layout: Layout, world: IntegrationWorld): Integrations {
  const { timeline, book } = world;
  const pairs = (layout.integrations ?? []).map(({ accounts, agreements, as2 = [] }) => {
    const account = (side: Side): Account => {
      const sessions = new Map(agreements.flatMap(begin).map((one) => [keyOf(one.name), one]));
      return { id: accounts[side].toLowerCase(), side, agreements, as2, sessions };
    };
    return { primary: account('primary'), secondary: account('secondary') };
  });
  const all = pairs.flatMap((pair) => sides.map((side) => pair[side]));

  function accountOf(id: string): Account {
    timeline.catchUp();
    const found = all.find((one) => id.toLowerCase().startsWith(`${one.id}/`));
    if (found !== undefined) return found;
    throw new Denied(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
  }

  function copy(from: Side, since: Instant): number {
    const changed = pairs.flatMap((pair) =>
      [...pair[from].sessions].flatMap(([key, one]) =>
        one.changed >= since ? [{ key, one, to: pair[other(from)] }] : [],
      ),
    );
    // To whoever copies from there in turn, what was copied there has changed.
    for (const { key, one, to } of changed)
      to.sessions.set(key, { ...one, changed: timeline.now() });
    return changed.length;
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
      for (const one of micsOf(document, account, timeline.now())) {
        account.sessions.set(keyOf(one.name), one);
      }
      const [key = '', value] =
        Object.entries(session.content).find(([one]) => keyOf(one) === 'controlnumber') ?? [];
      const number = String(Number(value) + 1).padStart(String(value).length, '0');
      session.content = { ...session.content, [key]: number };
      session.changed = timeline.now();
      return `${session.name} ${Number(number)}`;
    },
  };
}
