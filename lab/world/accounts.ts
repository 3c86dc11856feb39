/** Storage accounts in two regions: one blob each, who leads, and failovers under way. */

import { other, type Side, sides } from '../../core/names.ts';
import { type AccountLayout, Denied, type HttpServed, type Layout } from './azure.ts';
import type { Dice } from './dice.ts';
import { among, type Keeper } from './keepers.ts';
import type { Pace } from './pace.ts';
import type { Request } from './serve.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

export interface AccountState {
  readonly layout: AccountLayout;
  leads: Side;
  /** An unplanned failover leaves it in one region. */
  replicated: boolean;
  changing: boolean;
  lastSyncAt: number;
  readonly blobs: Map<string, string>;
}

export interface Accounts extends Keeper {
  readonly all: readonly AccountState[];
  serve(account: AccountLayout, request: Request): HttpServed;
}

interface AccountWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly book: WriteBook;
  readonly isUp: (account: AccountLayout, side: Side) => boolean;
}

/** What is written takes so long until it is in the other region as well. */
const lagMs = 120_000;
const operation = 'Microsoft.Storage/storageAccounts/failover';
const writing = 'Microsoft.Storage/storageAccounts/write';

export function createAccounts({ accounts = [], regions }: Layout, world: AccountWorld): Accounts {
  const { timeline, dice, pace, book, isUp } = world;
  const all = accounts.map(
    (layout): AccountState => ({
      ...{ layout, leads: 'primary', replicated: true, changing: false },
      lastSyncAt: timeline.now() - lagMs,
      blobs: new Map(),
    }),
  );
  const at = (id: string) => {
    const asked = id.split('?')[0]?.toLowerCase();
    const state = all.find(({ layout }) => layout.id.toLowerCase() === asked);
    if (state !== undefined) return state;
    throw new Denied(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
  };
  const bothUp = ({ layout }: AccountState) => sides.every((side) => isUp(layout, side));

  function land(state: AccountState, planned: boolean): void {
    Object.assign(state, { leads: other(state.leads), replicated: planned, changing: false });
  }

  return {
    all,
    keeps: among(all.map(({ layout }) => layout.id)),
    resource(id) {
      timeline.catchUp();
      const state = at(id);
      const { layout, leads, replicated, changing } = state;
      if (bothUp(state)) state.lastSyncAt = timeline.now() - lagMs;
      const stats = {
        status: bothUp(state) ? 'Live' : 'Unavailable',
        lastSyncTime: new Date(state.lastSyncAt).toISOString(),
        canFailover: true,
        canPlannedFailover: bothUp(state),
      };
      return {
        id: layout.id,
        name: layout.id.split('/').at(-1),
        type: 'Microsoft.Storage/storageAccounts',
        location: regions.primary,
        kind: 'StorageV2',
        sku: { name: replicated ? 'Standard_RAGRS' : 'Standard_LRS', tier: 'Standard' },
        properties: {
          provisioningState: 'Succeeded',
          primaryLocation: regions[leads],
          ...(replicated && { secondaryLocation: regions[other(leads)] }),
          ...(changing && { failoverInProgress: true }),
          ...(replicated && id.includes('geoReplicationStats') && { geoReplicationStats: stats }),
        },
      };
    },
    act(by, asked) {
      timeline.catchUp();
      const id = asked.replace(/\/failover(\?.*)?$/i, '');
      const state = at(id);
      const planned = /[?&]failoverType=Planned\b/i.test(asked);
      book.admit(by, operation, id);
      if (state.changing) throw new Denied(409, 'Conflict', 'A failover is under way.');
      if (!state.replicated) throw bad('The account is kept in one region.');
      if (planned && !bothUp(state)) throw bad('A planned failover needs both regions.');
      state.changing = true;
      timeline.after(dice.between(...pace.aliasMs), () => land(state, planned));
      book.keep(by, operation, state.layout.id, planned ? 'planned' : 'unplanned');
    },
    /** Somebody makes it geo-redundant again, as an unplanned failover leaves it in one region. */
    patch(by, id, body) {
      timeline.catchUp();
      const state = at(id);
      book.admit(by, writing, id);
      const sku = String(Object(Object(body).sku).name);
      state.replicated = /_(RA)?G(Z)?RS$/.test(sku);
      book.keep(by, writing, state.layout.id, sku);
      return {};
    },
    serve: (layout, request) =>
      served(
        all.find((one) => one.layout === layout),
        request,
      ),
  };
}

/** Put Blob and Get Blob, let in by their token. */
function served(state: AccountState | undefined, { method, path, headers, body }: Request) {
  const { pathname, search } = new URL(path, 'https://asked');
  if (state === undefined || search.slice(1) !== state.layout.sas) {
    return said(403, 'AuthenticationFailed');
  }
  if (!pathname.startsWith(`/${state.layout.container}/`)) return said(404, 'ContainerNotFound');
  if (method === 'PUT') {
    if (headers['x-ms-blob-type'] !== 'BlockBlob') return said(400, 'MissingRequiredHeader');
    state.blobs.set(pathname, body ?? '');
    return { status: 201, headers: {}, body: '' };
  }
  const found = state.blobs.get(pathname);
  if (found === undefined) return said(404, 'BlobNotFound');
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: found };
}

function said(status: number, code: string): HttpServed {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code></Error>`;
  return { status, headers: { 'content-type': 'application/xml', 'x-ms-error-code': code }, body };
}

function bad(text: string): Denied {
  return new Denied(400, 'BadRequest', text);
}
