/** What a watch file moves besides: origins of Front Door, records in Route 53, switches of its own. */

import { type Side, sides } from '../../core/names.ts';
import type { Service } from '../../core/watch.ts';
import type { HostedLayout, OriginsLayout, SwitchLayout } from './azure.ts';
import { probesOf, read, stepsOf } from './specs.ts';

/** What each origin leads to, the probe of its side says. */
export function originsOf(service: Service): readonly OriginsLayout[] {
  const asked = probesOf(service, read.http).map(({ side, settings }) => {
    return { side, host: new URL(settings.url).hostname, isSigned: settings.signature };
  });
  const done = stepsOf(service, read.origin);
  const [group] = done.map(({ settings }) => settings.group);
  if (group === undefined) return [];
  const at = (side: Side) => ({
    name: done.find((one) => one.to === side && one.settings.state === 'Enabled')?.settings.origin,
    host: asked.find((one) => one.side === side)?.host,
  });
  const [primary, secondary] = [at('primary'), at('secondary')];
  const { name: edge } = { name: asked.find((one) => one.side === undefined)?.host };
  const off = done.some(({ from, settings }) => {
    return from === 'secondary' && settings.state === 'Disabled';
  });
  const told = ({ name = '', host = '' }: typeof primary) => ({ name, host });
  const origins = { primary: told(primary), secondary: told(secondary) };
  return [{ group, origins, standby: !off, ...(edge !== undefined && { name: edge }) }];
}

/** Each side's target is what the name is moved to; what it leads through meanwhile its pointer says. */
export function hostedOf(service: Service): readonly HostedLayout[] {
  const [begins] = probesOf(service, read.dns).flatMap(({ settings }) => settings.through ?? []);
  const done = stepsOf(service, read.hosted).filter(({ settings }) => settings.target !== begins);
  const targetOf = (side: Side) => done.find(({ to }) => to === side)?.settings.target ?? '';
  return done.slice(0, 1).map(({ settings: { zone, name, ttlSeconds } }) => {
    const targets = { primary: targetOf('primary'), secondary: targetOf('secondary') };
    return { zone, name: name.toLowerCase(), targets, ttlSeconds, ...(begins && { begins }) };
  });
}

export function switchesOf(
  service: Service,
  secrets: Readonly<Record<string, string>>,
): readonly SwitchLayout[] {
  const done = stepsOf(service, read.webhook);
  const [primary, secondary] = sides.map((side) => done.find(({ to }) => to === side)?.settings);
  if (primary === undefined || secondary === undefined) return [];
  const known = (headers: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(headers).map(([name, told]) => [name, secrets[told] ?? told]),
    );
  const { state, set } = primary;
  return [
    {
      state: { ...state, headers: known(state.headers) },
      set: { ...set, headers: known(set.headers) },
      sides: { primary, secondary },
    },
  ];
}
