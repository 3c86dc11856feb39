/** Route 53: CNAMEs as its API tells them, and what the name servers say a little later. */

import type { PlainRecord } from '../../core/elsewhere.ts';
import { Denied, type HostedLayout, type HostedState, type Layout } from './azure.ts';
import type { Dice } from './dice.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import type { WriteBook } from './writes.ts';

type Shown = Readonly<{ target: string; ttlSeconds: number }>;

export interface HostedZones extends HostedState {
  /** What the authoritative servers say of a name now. */
  shown(name: string): Shown | undefined;
}

interface Kept {
  readonly layout: HostedLayout;
  record: PlainRecord;
  shown: Shown;
  showsAt: number;
}

export function createHostedZones(
  { hosted = [] }: Layout,
  world: { timeline: Timeline; dice: Dice; pace: Pace; book: WriteBook },
): HostedZones {
  const { timeline, dice, pace, book } = world;
  const all = hosted.map(keep);

  function find(zone: string, name: string): Kept | undefined {
    timeline.catchUp();
    if (!all.some(({ layout }) => layout.zone === zone)) {
      throw new Denied(404, 'NoSuchHostedZone', `No hosted zone found with ID: ${zone}`);
    }
    return all.find(({ layout }) => layout.zone === zone && layout.name === bare(name));
  }

  return {
    record: (zone, name) => find(zone, name)?.record,
    replace(by, zone, name, { was, now }) {
      const kept = find(zone, name);
      const isThere = kept?.record.cname === was.cname && kept.record.ttlSeconds === was.ttlSeconds;
      if (kept === undefined || !isThere) {
        const text = `[Tried to delete resource record set [name='${bare(name)}.', type='CNAME'] but the values provided do not match the current values]`;
        throw new Denied(400, 'InvalidChangeBatch', text);
      }
      const change = `${was.cname} → ${now.cname}`;
      const resource = `route53:${zone}/${bare(name)}`;
      book.keep(by, 'route53:ChangeResourceRecordSets', resource, change);
      kept.record = now;
      const at = timeline.now();
      kept.showsAt = Math.max(at + dice.between(...pace.recordMs), kept.showsAt);
      timeline.after(kept.showsAt - at, () => {
        kept.shown = shownOf(now);
      });
    },
    shown: (name) => all.find(({ layout }) => layout.name === name)?.shown,
  };
}

/** Each leads to the primary when the lab begins, or through what leads there. */
function keep(layout: HostedLayout): Kept {
  const record = { cname: layout.begins ?? layout.targets.primary, ttlSeconds: layout.ttlSeconds };
  return { layout, record, shown: shownOf(record), showsAt: 0 };
}

function shownOf({ cname, ttlSeconds }: PlainRecord): Shown {
  return { target: bare(cname), ttlSeconds };
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
