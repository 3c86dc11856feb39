/** Integration accounts: agreements, the numbers given to what is sent, and how they are replicated. */

import { type Region, type Side, sides } from '../../core/names.ts';
import { Denied, type Layout } from './azure.ts';
import { among, type Keeper } from './keepers.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

/** Its resources: pages of agreements, and sessions. */
export interface Integrations extends Keeper {
  /** The next number that something sent from there bears, `acme-Icn 1042`; absent, none is given. */
  send(from: Region, document: string): string | undefined;
  /** From each primary account to its secondary: what has changed for so long, whatever stands there. */
  copy(sinceMs: number): void;
}

interface IntegrationWorld {
  readonly timeline: Timeline;
  readonly book: WriteBook;
}

interface Session {
  readonly name: string;
  content: Readonly<Record<string, unknown>>;
  changed: number;
}

interface Account {
  readonly id: string;
  readonly side: Side;
  readonly agreements: readonly string[];
  readonly sessions: Map<string, Session>;
}

/** Small, so that a list of a few has to be turned over. */
const pageSize = 1;

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
      const [, name] = /\/sessions\/([^/]+)$/i.exec(id) ?? [];
      if (name === undefined) return agreementsOf(account, asked);
      const session = account.sessions.get(keyOf(decodeURIComponent(name)));
      if (session === undefined) throw noSession(name, account);
      const { content, changed } = session;
      const changedTime = new Date(changed).toISOString();
      return {
        properties: { createdTime: changedTime, changedTime, content },
        id: `${account.id}/sessions/${session.name}`,
        name: session.name,
        type: 'Microsoft.Logic/integrationAccounts/sessions',
        etag: `"${changed}"`,
      };
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
      const [key = '', value] =
        Object.entries(session.content).find(([one]) => keyOf(one) === 'controlnumber') ?? [];
      const number = String(Number(value) + 1).padStart(String(value).length, '0');
      session.content = { ...session.content, [key]: number };
      session.changed = timeline.now();
      return `${session.name} ${Number(number)}`;
    },
  };
}

/** The first is X12; all others speak EDIFACT, spelt as an older connector left it. */
function begin(agreement: string, nth: number): readonly Session[] {
  const odd = nth > 0;
  const content = odd
    ? {
        controlNumber: '000001000',
        controlNumberChangedTime: '2/22/2017 8:05:41 PM',
        messageType: 'Edifact',
      }
    : {
        ControlNumber: '1000',
        ControlNumberChangedTime: '2026-01-03T01:00:10Z',
        IsMessageProcessingFailed: null,
        MessageType: 0,
      };
  return [{ name: `${agreement}-${odd ? 'ICN' : 'Icn'}`, content, changed: 0 }];
}

function agreementsOf({ id, agreements }: Account, asked: string) {
  const skip = Number(
    /[?&]%24skiptoken=(\d+)|[?&]\$skiptoken=(\d+)/.exec(asked)?.slice(1).find(Boolean) ?? 0,
  );
  const value = agreements.slice(skip, skip + pageSize).map((name, n) => {
    const agreementType = skip + n === 0 ? 'X12' : 'Edifact';
    const interchangeControlNumberUpperBound =
      agreementType === 'X12' ? 999_999_999 : 2_147_483_647;
    const bounds = { interchangeControlNumberLowerBound: 1, interchangeControlNumberUpperBound };
    const envelopeSettings = { ...bounds, rolloverInterchangeControlNumber: true };
    const content = {
      receiveAgreement: {
        protocolSettings: { validationSettings: { checkDuplicateInterchangeControlNumber: true } },
      },
      sendAgreement: { protocolSettings: { envelopeSettings } },
    };
    return {
      id: `${id}/agreements/${name}`,
      name,
      properties: {
        agreementType,
        content: { [agreementType === 'X12' ? 'x12' : 'edifact']: content },
      },
    };
  });
  const next = skip + pageSize;
  const link = `https://management.azure.com${id}/agreements?api-version=2019-05-01&$skiptoken=${next}`;
  return { value, ...(next < agreements.length && { nextLink: link }) };
}

function noSession(name: string, { id }: Account): Denied {
  const where = id.slice(id.lastIndexOf('/') + 1);
  const text = `The session '${name}' could not be found in integration account '${where}'.`;
  return new Denied(404, 'SessionNotFound', text);
}

/** The service keeps the name that came first, and does not tell cases apart. */
function keyOf(name: string): string {
  return name.toLowerCase();
}
