/** The storage accounts that a watch file describes. */

import type { Side } from '../../core/names.ts';
import type { Service } from '../../core/watch.ts';
import type { AccountLayout } from './azure.ts';
import { probesOf, read } from './specs.ts';

export function accountsOf(
  service: Service,
  secrets: Readonly<Record<string, string>>,
): readonly AccountLayout[] {
  const roles = probesOf(service, read.replica).find(({ settings }) => settings.of === 'storage');
  const blob = probesOf(service, read.blob)[0]?.settings;
  if (roles === undefined || blob === undefined) return [];
  const { resource: id, ...locations } = roles.settings;
  const { host, container } = blob;
  const at = (side: Side) => host.replace('.', `-${locations[side]}.`);
  const hosts = { primary: at('primary'), secondary: at('secondary') };
  return [{ id, host, hosts, container, sas: secrets[blob.sas] ?? '' }];
}
