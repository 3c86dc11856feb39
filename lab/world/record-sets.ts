/** Azure DNS: record sets as ARM keeps them, and what the name servers say a little later. */

import type { RecordSet } from '../../core/azure.ts';
import { type ArmState, Denied, type Layout, type NameLayout } from './azure.ts';
import type { Dice } from './dice.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

type Shown = Readonly<{ target: string; ttlSeconds: number }>;

export interface RecordSets extends Pick<ArmState, 'recordSet' | 'putRecordSet'> {
  /** What the authoritative servers say of a name now. */
  shown(name: string): Shown | undefined;
}

interface Kept {
  readonly layout: NameLayout;
  set: RecordSet;
  version: number;
  shown: Shown;
  showsAt: number;
}

const operation = 'Microsoft.Network/dnsZones/CNAME/write';

export function createRecordSets(
  layout: Layout,
  world: { timeline: Timeline; dice: Dice; pace: Pace; book: WriteBook },
): RecordSets {
  const { timeline, dice, pace, book } = world;
  const byId = new Map(layout.names.map((name) => [name.record.toLowerCase(), keep(name)]));
  const byName = new Map([...byId.values()].map((kept) => [kept.layout.name.toLowerCase(), kept]));

  function find(id: string): Kept {
    const found = byId.get(id.toLowerCase());
    if (found !== undefined) return found;
    const record = id.split('/').at(-1);
    throw new Denied(404, 'NotFound', `The resource record '${record}' does not exist.`);
  }

  return {
    shown: (name) => byName.get(name)?.shown,
    recordSet(id) {
      timeline.catchUp();
      return find(id).set;
    },
    putRecordSet(by, id, { ttlSeconds, cname, metadata }, etag) {
      timeline.catchUp();
      book.admit(by, operation, id);
      const kept = find(id);
      if (etag !== undefined && etag !== '*' && etag !== kept.set.etag) {
        const text = `The condition '${etag}' in the If-Match header was not satisfied. The current was '${kept.set.etag}'.`;
        throw new Denied(412, 'PreconditionFailed', text);
      }
      book.keep(by, operation, kept.layout.record, `${kept.set.cname ?? 'nothing'} → ${cname}`);
      kept.version += 1;
      kept.set = { ttlSeconds, cname, metadata, etag: etagOf(kept.layout, kept.version) };
      const now = timeline.now();
      kept.showsAt = Math.max(now + dice.between(...pace.recordMs), kept.showsAt);
      timeline.after(kept.showsAt - now, () => {
        kept.shown = { target: bare(cname), ttlSeconds };
      });
      return kept.set;
    },
  };
}

/** Azure leads to the primary when the lab begins. */
function keep(layout: NameLayout): Kept {
  const { ttlSeconds, targets } = layout;
  const set = { ttlSeconds, cname: targets.primary, metadata: {}, etag: etagOf(layout, 1) };
  const shown = { target: bare(targets.primary), ttlSeconds };
  return { layout, set, version: 1, shown, showsAt: 0 };
}

function etagOf({ name }: NameLayout, version: number): string {
  const mark = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  return `${mark.toString(16).padStart(8, '0')}-0000-0000-0000-${String(version).padStart(12, '0')}`;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
