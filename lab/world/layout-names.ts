/** The gateways and public names that a watch file describes. */

import type { Side } from '../../core/names.ts';
import type { Service } from '../../core/watch.ts';
import type { GatewayLayout, NameLayout, ProfileLayout, RelayLayout } from './azure.ts';
import { probesOf, read, stepsOf } from './specs.ts';

export function gatewaysOf(
  service: Service,
  secrets: Readonly<Record<string, string>>,
): readonly GatewayLayout[] {
  const signed = probesOf(service, read.http).find(({ settings }) => settings.signature)?.settings;
  const { signature } = signed ?? {};
  const signatureOf = (side: Side) =>
    signature && { signature: { header: signature.header, value: signature[side] } };
  const plain = probesOf(service, read.http).flatMap(({ side, settings }): GatewayLayout[] => {
    const { hostname, pathname } = new URL(settings.url);
    if (side === undefined) return [];
    return [{ host: hostname, side, statusPath: pathname, ...signatureOf(side) }];
  });
  const gateways = probesOf(service, read.gateway).flatMap(
    ({ side, settings }): GatewayLayout[] => {
      if (side === undefined) return [];
      const { host, statusPath, operation } = settings;
      const key = operation && (secrets[operation.key] ?? '');
      return [
        {
          host,
          side,
          statusPath,
          ...(operation && key !== undefined && { operation: { path: operation.path, key } }),
          ...signatureOf(side),
        },
      ];
    },
  );
  // A side may be asked for less while it rests: what it is asked at all stands last, and counts.
  return [...plain, ...gateways].toSorted((a, b) => asksOf(a) - asksOf(b));
}

function asksOf({ operation }: GatewayLayout): number {
  return operation === undefined ? 0 : 1;
}

export function relaysOf(
  service: Service,
  secrets: Readonly<Record<string, string>>,
): readonly RelayLayout[] {
  return probesOf(service, read.relay).flatMap(({ side, settings }) => {
    if (side === undefined) return [];
    const { host, path, key, header, behind } = settings;
    const asked = key === undefined ? {} : { key: { header, value: secrets[key] ?? '' } };
    return [{ host, side, path, behind, ...asked }];
  });
}

/** Names whose record a step may change; each side's target is what the name is moved to. */
export function namesOf(service: Service): readonly NameLayout[] {
  const pointers = probesOf(service, read.dns).map(({ settings }) => settings);
  return stepsOf(service, read.record).flatMap(({ settings: { record, ttlSeconds } }) => {
    const [, zone = '', relative] = /\/dnszones\/([^/]+)\/CNAME\/([^/]+)$/i.exec(record) ?? [];
    const name = `${relative}.${zone}`.toLowerCase();
    const targets = pointers.find((pointer) => pointer.name.toLowerCase() === name)?.sides;
    return targets === undefined
      ? []
      : [{ record, name, zone: zone.toLowerCase(), targets, ttlSeconds }];
  });
}

/** Profiles that a step may turn; what each endpoint leads to, its pointer says. */
export function profilesOf(service: Service): readonly ProfileLayout[] {
  const [pointer] = probesOf(service, read.dns).map(({ settings }) => settings);
  const targets = pointer?.sides;
  return stepsOf(service, read.endpoint).flatMap(({ from, to, settings }) => {
    if (pointer === undefined || targets === undefined) return [];
    const { profile: id, to: there, from: here } = settings;
    const keys = new Map([
      [to, there],
      [from, here],
    ]);
    const at = (side: Side) => ({ key: keys.get(side) ?? '', target: targets[side] });
    const endpoints = { primary: at('primary'), secondary: at('secondary') };
    const routing = service.posture === undefined ? 'Priority' : 'Weighted';
    const name = pointer.through ?? pointer.name;
    return [{ id, name, routing, endpoints, ttlSeconds: 30 } as const];
  });
}
