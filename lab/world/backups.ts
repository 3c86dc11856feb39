/** Instances of API Management that are backed up and restored, and the blobs that hold their backups. */

import { dayMs, nameOfDay } from '../../core/apim-backups.ts';
import type { Blob } from '../../core/azure.ts';
import type { Instant, Side } from '../../core/names.ts';
import { sides } from '../../core/names.ts';
import { type Caller, Denied, type Layout } from './azure.ts';
import {
  accountOf,
  admitRestore,
  bodyOf,
  namedValueOf,
  nameIn,
  notFound,
  tail,
  urlOf,
} from './backup-words.ts';
import type { Dice } from './dice.ts';
import { among, type Keeper } from './keepers.ts';
import type { BackupLayout } from './layout-backups.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

/** The Blob service of accounts whose blobs are asked for by an identity. */
export interface BlobState {
  /** Throws `Denied(404)`, with the code of what is not there. */
  blob(host: string, path: string): Blob;
  /** The ARM id of the container that a path lies in; undefined, there is none. */
  containerOf(host: string, path: string): string | undefined;
}

export interface Backups extends Keeper, BlobState {
  /** A gateway, by its own host, that knows no API yet. */
  isBare(host: string): boolean;
}

interface BackupWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly book: WriteBook;
  readonly isUp: (side: Side) => boolean;
  /** Whether a workflow, by its ARM id, takes anything up. */
  readonly isOn: (workflow: string) => boolean;
}

interface Held {
  readonly madeAt: Instant;
  /** What the named value of the instance said when it was made. */
  readonly value: string | undefined;
}

interface Kept {
  readonly layout: BackupLayout;
  readonly side: Side;
  readonly id: string;
  value: string | undefined;
  busy: boolean;
  restored: boolean;
}

const service = 'Microsoft.ApiManagement/service';
/** When the lab begins, the backup of that day is so old. */
const firstAgeMs = 6 * 3_600_000;

/** Somebody's schedule makes a backup of the primary every day, while it is there. */
export function createBackups({ backups = [], regions }: Layout, world: BackupWorld): Backups {
  const { timeline, dice, pace, book, isUp, isOn } = world;
  const blobs = new Map<string, Held>();
  const all = backups.flatMap((layout) =>
    sides.map((side): Kept => {
      const now = { value: undefined, busy: false, restored: false };
      return { layout, side, id: layout.services[side], ...now };
    }),
  );
  for (const kept of all) {
    if (kept.side === 'primary') nightly(kept, (timeline.now() - firstAgeMs) as Instant);
  }

  function nightly(kept: Kept, at: Instant): void {
    timeline.after(at + dayMs - timeline.now(), () => nightly(kept, (at + dayMs) as Instant));
    const { schedule } = kept.layout;
    if (!isUp(kept.side) || (schedule !== undefined && !isOn(schedule))) return;
    kept.value = nameOfDay(kept.id, at);
    blobs.set(urlOf(kept.layout, kept.value), { madeAt: at, value: kept.value });
  }

  function find(asked: string): { readonly kept: Kept; readonly rest: string } {
    timeline.catchUp();
    const id = asked.toLowerCase();
    const kept = all.find((one) => `${id}/`.startsWith(`${one.id.toLowerCase()}/`));
    if (kept === undefined) throw notFound(asked);
    return { kept, rest: id.slice(kept.id.length) };
  }

  function begin(by: Caller, kept: Kept, what: 'backup' | 'restore', body: unknown): void {
    book.admit(by, `${service}/${what}`, kept.id);
    if (kept.busy) {
      const text = `The API Service ${tail(kept.id)} is transitioning at this time. Please try the request again later.`;
      throw new Denied(409, 'ServiceLocked', text);
    }
    const url = urlOf(kept.layout, nameIn(body, kept.layout));
    if (what === 'restore') admitRestore(blobs.get(url), timeline.now());
    kept.busy = true;
    const span = what === 'backup' ? pace.backupMs : pace.restoreMs;
    timeline.after(dice.between(...span), () => {
      kept.busy = false;
      const { value } = kept;
      if (!isUp(kept.side)) return;
      if (what === 'backup') blobs.set(url, { madeAt: timeline.now(), value });
      else Object.assign(kept, { value: blobs.get(url)?.value, restored: true });
    });
    book.keep(by, `${service}/${what}`, kept.id, tail(url));
  }

  return {
    keeps: among([...all.map(({ id }) => id), ...backups.map(({ storage }) => storage)]),
    resource(asked) {
      const account = backups.find(({ storage }) => sameId(storage, asked));
      if (account !== undefined) return accountOf(account.storage, regions.secondary);
      const { kept, rest } = find(asked);
      if (rest === '') return bodyOf(kept, regions[kept.side]);
      if (rest !== partOf(kept) || kept.value === undefined) throw notFound(asked);
      return namedValueOf(kept.id, kept.layout.namedValue, kept.value);
    },
    put(by, asked, body) {
      const { kept, rest } = find(asked);
      if (rest !== partOf(kept)) throw notFound(asked);
      const { value } = Object(Object(body).properties);
      book.admit(by, `${service}/namedValues/write`, asked);
      if (typeof value !== 'string') throw new Denied(400, 'ValidationError', 'There is no value.');
      timeline.after(dice.between(...pace.recordMs), () => {
        kept.value = value;
      });
      book.keep(by, `${service}/namedValues/write`, asked, value);
      return kept.value === undefined ? 'made' : 'replaced';
    },
    act(by, asked, body) {
      const { kept, rest } = find(asked);
      if (rest !== '/backup' && rest !== '/restore') throw notFound(asked);
      begin(by, kept, rest === '/backup' ? 'backup' : 'restore', body);
    },
    isBare: (host) =>
      all.some(({ side, layout, restored }) => {
        return side === 'secondary' && layout.bare === host && !restored;
      }),
    containerOf(host, path) {
      const found = backups.find(
        (one) => one.host === host && path.startsWith(`/${one.container}/`),
      );
      return found && `${found.storage}/blobServices/default/containers/${found.container}`;
    },
    blob(host, path) {
      timeline.catchUp();
      const found = blobs.get(`${host}${path}`);
      if (found !== undefined) return { modifiedAt: found.madeAt };
      const isContainer = backups.some((one) => path.startsWith(`/${one.container}/`));
      throw new Denied(404, isContainer ? 'BlobNotFound' : 'ContainerNotFound', 'It is not there.');
    },
  };
}

function sameId(one: string, two: string): boolean {
  return one.toLowerCase() === two.toLowerCase();
}

function partOf({ layout }: Kept): string {
  return `/namedvalues/${layout.namedValue.toLowerCase()}`;
}
