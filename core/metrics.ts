/** How often something was asked, as Azure Monitor tells it by the minute. */

import type { Instant } from './names.ts';

/** What people call, and what Azure Monitor counts the requests of. */
const types = [
  'Microsoft.ApiManagement/service',
  'Microsoft.App/containerApps',
  'Microsoft.Network/applicationGateways',
  'Microsoft.Web/sites',
] as const;

export const countedId = new RegExp(
  `^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/(${types.join('|').replaceAll('.', '\\.')})/[^/?#]+$`,
  'i',
);

/** For people, who copied something else. */
export const countedTypes = types.join(', ');

const minuteMs = 60_000;

/**
 * What to ask of ARM: a read of `resource`, of the whole minutes before `at`. "Metrics - List" of the
 * REST reference, 2018-01-01.
 */
export function metricAt(resource: string, metric: string, minutes: number, at: Instant): string {
  const end = Math.floor(at / minuteMs) * minuteMs;
  const query = new Map([
    ['metricnames', metric],
    ['timespan', `${told(end - minutes * minuteMs)}/${told(end)}`],
    ['interval', 'PT1M'],
    ['aggregation', 'Total'],
  ]);
  const asked = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${resource}/providers/Microsoft.Insights/metrics?${asked}`;
}

/**
 * The total of all minutes that are told, and how many those are. One without a number is one that is
 * not known: no zero.
 */
export function totalIn(
  body: unknown,
  metric: string,
): { readonly total: number; readonly minutes: number } {
  const all = listIn(body, 'value').filter((one) => isNamed(one, metric));
  const points = all
    .flatMap((one) => listIn(one, 'timeseries'))
    .flatMap((series) => listIn(series, 'data'))
    .flatMap((point) => {
      const { timeStamp, total } = Object(point);
      return typeof total === 'number' ? [{ minute: String(timeStamp), total }] : [];
    });
  return {
    total: points.reduce((sum, { total }) => sum + total, 0),
    minutes: new Set(points.map(({ minute }) => minute)).size,
  };
}

function isNamed(metric: unknown, name: string): boolean {
  const { value } = Object(Object(metric).name);
  return String(value).toLowerCase() === name.toLowerCase();
}

function listIn(of: unknown, key: string): readonly unknown[] {
  const list: unknown = Object(of)[key];
  return Array.isArray(list) ? list : [];
}

/** `2026-03-01T09:45:00Z` */
function told(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
