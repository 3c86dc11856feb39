/** Integration accounts in ARM's words: their agreements, their sessions, and lists of both. */

import type { Side } from '../../core/names.ts';
import { Denied } from './azure.ts';

export interface Session {
  readonly name: string;
  content: Readonly<Record<string, unknown>>;
  changed: number;
}

export interface Account {
  readonly id: string;
  readonly side: Side;
  /** Those that number what they send. */
  readonly agreements: readonly string[];
  readonly as2: readonly string[];
  readonly sessions: Map<string, Session>;
}

/** Small, so that a list of a few has to be turned over. */
const pageSize = 1;
const sessionsPerPage = 25;

/** The first is X12; all others speak EDIFACT, spelt as an older connector left it. */
export function begin(agreement: string, nth: number): readonly Session[] {
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

/** As the connectors name what they received: AP's recordings show `X12-ICN-X126703-1000`. */
export function receivedBy(document: string, agreement: string, nth: number, now: number): Session {
  const ControlNumber = (/\d+/.exec(document)?.[0] ?? '').padStart(9, '0');
  const MessageType = nth === 0 ? 'X12' : 'Edifact';
  const ControlNumberChangedTime = new Date(now).toISOString();
  return {
    name: `${MessageType}-ICN-${agreement}-${ControlNumber}`,
    content: {
      ...{ ControlNumber, ControlNumberChangedTime, MessageType },
      IsMessageProcessingFailed: false,
    },
    changed: now,
  };
}

/** Nobody has published how an account keeps them: neither these names nor what is in them mean anything. */
export function micsOf(document: string, { as2 }: Account, now: number): readonly Session[] {
  return as2.map((agreement) => {
    const name = `lab~${agreement}~${document}`;
    return { name, content: { lab: 'a message id and its MIC' }, changed: now };
  });
}

export function wordsOf({ name, content, changed }: Session, { id }: Account) {
  const changedTime = new Date(changed).toISOString();
  return {
    properties: { createdTime: changedTime, changedTime, content },
    id: `${id}/sessions/${name}`,
    name,
    type: 'Microsoft.Logic/integrationAccounts/sessions',
    etag: `"${changed}"`,
  };
}

export function sessionsOf(account: Account, asked: string) {
  const skip = skipped(asked);
  const all = [...account.sessions.values()];
  const value = all.slice(skip, skip + sessionsPerPage).map((one) => wordsOf(one, account));
  return { value, ...linkTo('sessions', account, skip + sessionsPerPage, all.length) };
}

function skipped(asked: string): number {
  const token = /[?&](?:\$|%24)skiptoken=(\d+)/.exec(asked)?.[1];
  return Number(token ?? 0);
}

function linkTo(list: string, { id }: Account, next: number, of: number) {
  if (next >= of) return {};
  const query = `api-version=2019-05-01&$skiptoken=${next}`;
  return { nextLink: `https://management.azure.com${id}/${list}?${query}` };
}

export function agreementsOf(account: Account, asked: string) {
  const skip = skipped(asked);
  const all = [
    ...account.agreements.map((name, n) => numbering(account, name, n === 0 ? 'X12' : 'Edifact')),
    ...account.as2.map((name) => told(account, name, 'AS2', { aS2: {} })),
  ];
  const value = all.slice(skip, skip + pageSize);
  return { value, ...linkTo('agreements', account, skip + pageSize, all.length) };
}

function numbering(account: Account, name: string, agreementType: 'X12' | 'Edifact') {
  const interchangeControlNumberUpperBound = agreementType === 'X12' ? 999_999_999 : 2_147_483_647;
  const bounds = { interchangeControlNumberLowerBound: 1, interchangeControlNumberUpperBound };
  const envelopeSettings = { ...bounds, rolloverInterchangeControlNumber: true };
  const validationSettings = { checkDuplicateInterchangeControlNumber: true };
  const content = {
    receiveAgreement: { protocolSettings: { validationSettings } },
    sendAgreement: { protocolSettings: { envelopeSettings } },
  };
  return told(account, name, agreementType, {
    [agreementType === 'X12' ? 'x12' : 'edifact']: content,
  });
}

function told({ id }: Account, name: string, agreementType: string, content: unknown) {
  return { id: `${id}/agreements/${name}`, name, properties: { agreementType, content } };
}

export function noSession(name: string, { id }: Account): Denied {
  const where = id.slice(id.lastIndexOf('/') + 1);
  const text = `The session '${name}' could not be found in integration account '${where}'.`;
  return new Denied(404, 'SessionNotFound', text);
}

/** The service keeps the name that came first, and does not tell cases apart. */
export function keyOf(name: string): string {
  return name.toLowerCase();
}
