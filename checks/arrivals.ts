/** Who still arrives at the side that a public name does not lead to, as Azure Monitor counts requests. */

import * as z from 'zod';
import type { CheckFinding, CheckGround, CheckKind } from '../core/kinds.ts';
import { countedId, countedTypes, metricAt, totalIn } from '../core/metrics.ts';
import { other, type Side } from '../core/names.ts';
import { nameOf } from './arm-id.ts';
import { called, publicName, whereLed } from './led.ts';

const side = z.strictObject({
  host: called.primary,
  resource: z.string().regex(countedId, `must be the ARM id of one of ${countedTypes}`),
});

const settings = z.strictObject({
  ...publicName,
  primary: side,
  secondary: side,
  metric: z.string().min(1),
  /** How far back it is counted. */
  minutes: z.int().min(5),
  /** So many a minute are nobody's: probes and health checks ask there as well. */
  quiet: z.int().min(0),
  apiVersion: z.string().min(1),
});

type Settings = z.infer<typeof settings>;

const idOf = (group: string, name: string) =>
  `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${group}/providers/Microsoft.ApiManagement/service/${name}`;

export const arrivals: CheckKind<Settings> = {
  settings,
  example: {
    name: 'orders.contoso.example',
    primary: { host: 'orders-we.azure-api.net', resource: idOf('orders-we', 'orders-we') },
    secondary: { host: 'orders-ne.azure-api.net', resource: idOf('orders-ne', 'orders-ne') },
    metric: 'Requests',
    minutes: 15,
    quiet: 20,
    apiVersion: '2018-01-01',
  },
  describe: ({ primary, secondary }) =>
    `arrivals at ${nameOf(primary.resource)} and ${nameOf(secondary.resource)}`,
  // Whichever is not led to is asked, and that changes with a move.
  rights: ({ primary, secondary }) =>
    [primary, secondary].map(({ resource: scope }) => {
      return { action: 'Microsoft.Insights/metrics/read', scope, plane: 'control' };
    }),

  async check({ net, regions, at }, s, signal) {
    const { name, through } = s;
    const hosts = { primary: s.primary.host, secondary: s.secondary.host };
    const { to, said } = await whereLed(net.names, { name, through, ...hosts }, signal);
    if (to === undefined) {
      const why = `the zone says ${said} for ${name}, which is neither side: nobody is late`;
      return { is: 'unsure', why, next: `Lead ${name} to a side first.` };
    }
    const { resource } = s[other(to)];
    const asked = metricAt(resource, s.metric, s.minutes, at);
    const body = await net.azure.resource(asked, s.apiVersion, signal);
    return judged(totalIn(body, s.metric), { settings: s, to, resource, regions });
  },
};

interface Case extends Pick<CheckGround, 'regions'> {
  readonly settings: Settings;
  readonly to: Side;
  readonly resource: string;
}

function judged({ total, minutes }: ReturnType<typeof totalIn>, on: Case): CheckFinding {
  const { settings: s, to, resource, regions } = on;
  const left = nameOf(resource);
  // farwatch itself asks there every minute: a minute without a count is one that is not counted yet.
  if (minutes * 2 < s.minutes) {
    const why = `Azure Monitor tells ${s.metric} of ${left} for ${minutes} of the last ${s.minutes} min`;
    const next = `Look again, then at the metrics of ${left}: whether it has ${s.metric}, and its region tells them.`;
    return { is: 'unsure', why, next };
  }
  const when = minutes < s.minutes ? `${minutes} of the last ${s.minutes}` : `the last ${minutes}`;
  const arrived = `${total.toLocaleString('en-US')} requests arrived at ${left} in ${when} min`;
  if (total <= s.quiet * minutes) {
    return { is: 'fine', why: `${arrived}, no more than ${s.quiet} a minute: nobody but probes` };
  }
  return {
    is: 'warns',
    why: `${arrived} although the name leads to ${regions[to]}: long-lived connections, clients that remember names, or callers of its own name`,
    next: `After a move look again in ${s.minutes} min: what came before it is counted. Then find them in the logs of ${left}, and have them connect anew, by ${s.name}.`,
  };
}
