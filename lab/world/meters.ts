/** Azure Monitor: how many requests each gateway answered, by the minute, in ARM's words. */

import { Denied, type Layout, type MeterLayout } from './azure.ts';
import type { Keeper } from './keepers.ts';
import type { Timeline } from './timeline.ts';

interface MeterWorld {
  readonly timeline: Timeline;
  /** Whether a host runs at all: what does not run sends no numbers. */
  readonly isUp: (host: string) => boolean;
}

export interface Meters extends Keeper {
  /** A host has answered one request. */
  count(host: string): void;
}

const minuteMs = 60_000;
/** A day of minutes. */
const keptMax = 1_440;
const path = '/providers/microsoft.insights/metrics';

export function createMeters({ meters = [] }: Layout, world: MeterWorld): Meters {
  const { timeline, isUp } = world;
  const began = minuteOf(timeline.now());
  /** By host, by minute. */
  const counts = new Map(meters.map(({ host }) => [host.toLowerCase(), new Map<number, number>()]));

  function find(id: string): readonly MeterLayout[] {
    const asked = id.split('?')[0]?.toLowerCase() ?? '';
    return meters.filter((one) => asked === `${one.id.toLowerCase()}${path}`);
  }

  /** A minute is told once it is over; of those before the lab nobody knows anything. */
  function pointAt({ host }: MeterLayout, minute: number) {
    const timeStamp = new Date(minute * minuteMs).toISOString();
    const isKnown = minute >= began && minute < minuteOf(timeline.now());
    if (!isKnown) return { timeStamp };
    return { timeStamp, total: counts.get(host.toLowerCase())?.get(minute) ?? 0 };
  }

  return {
    keeps: (id) => find(id).length > 0,
    count(host) {
      const kept = counts.get(host.toLowerCase());
      if (kept === undefined) return;
      const minute = minuteOf(timeline.now());
      kept.set(minute, (kept.get(minute) ?? 0) + 1);
      const [oldest] = kept.keys();
      if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest);
    },
    resource(asked) {
      timeline.catchUp();
      const query = new URLSearchParams(asked.split('?')[1]);
      const name = query.get('metricnames') ?? '';
      const meter = find(asked).find(({ metric }) => metric.toLowerCase() === name.toLowerCase());
      if (meter === undefined)
        throw bad(`Failed to find metric configuration for metric: ${name}.`);
      const minutes = minutesOf(query.get('timespan') ?? '');
      if (query.get('interval') !== 'PT1M' || query.get('aggregation') !== 'Total') {
        throw bad('Here only aggregation Total at interval PT1M is told.');
      }
      const data = minutes.map((minute) => pointAt(meter, minute));
      const timeseries = isUp(meter.host) ? [{ metadatavalues: [], data }] : [];
      return bodyOf(meter, String(query.get('timespan')), timeseries);
    },
  };
}

function minuteOf(at: number): number {
  return Math.floor(at / minuteMs);
}

/** Of `2026-03-01T09:45:00Z/2026-03-01T10:00:00Z`; the end is not among them. */
function minutesOf(timespan: string): readonly number[] {
  const [from = Number.NaN, to = Number.NaN] = timespan.split('/').map((one) => Date.parse(one));
  const length = minuteOf(to) - minuteOf(from);
  if (!(length > 0)) throw bad(`'${timespan}' is no timespan.`);
  return Array.from({ length: Math.min(length, keptMax) }, (_, at) => minuteOf(from) + at);
}

function bodyOf({ id, metric }: MeterLayout, timespan: string, timeseries: readonly unknown[]) {
  return {
    cost: 0,
    timespan,
    interval: 'PT1M',
    value: [
      {
        id: `${id}/providers/Microsoft.Insights/metrics/${metric}`,
        type: 'Microsoft.Insights/metrics',
        name: { value: metric, localizedValue: metric },
        unit: 'Count',
        timeseries,
        errorCode: 'Success',
      },
    ],
    namespace: id.split('/').slice(6, 8).join('/'),
  };
}

function bad(text: string): Denied {
  return new Denied(400, 'BadRequest', text);
}
