/** The instances of API Management that a watch file has backed up. */

import type { Side } from '../../core/names.ts';
import type { Service } from '../../core/watch.ts';
import type { WorkflowLayout } from './layouts.ts';
import { probesOf, read } from './specs.ts';

/** Two instances of API Management, and where the backups of them lie: beside the secondary one. */
export interface BackupLayout {
  readonly services: Readonly<Record<Side, string>>;
  /** The ARM id of a storage account, and the host of its blobs. */
  readonly storage: string;
  readonly host: string;
  readonly container: string;
  readonly namedValue: string;
  /** The ARM id of the workflow that makes one every day; absent, somebody does. */
  readonly schedule?: string;
  /** The gateway of the secondary, where that knows no API before a backup was restored to it. */
  readonly bare?: string;
}

export function backupsOf(service: Service): readonly BackupLayout[] {
  const { checks = [] } = service;
  const [ages] = checks.flatMap(read.backups);
  const [twins] = checks.flatMap(read.twins);
  if (ages === undefined || twins === undefined) return [];
  const [primary, secondary] = twins.services;
  const { storage, host, container, namedValue, needed } = ages;
  const standby = probesOf(service, read.gateway).find(({ side }) => side === 'secondary');
  const bare = needed ? standby?.settings.host : undefined;
  const place = { storage, host, container, namedValue };
  return [
    {
      ...{ services: { primary, secondary }, ...place },
      ...(ages.schedule && { schedule: ages.schedule.workflow }),
      ...(bare !== undefined && { bare }),
    },
  ];
}

/** The workflows that make them, as setup has deployed them. */
export function schedulesOf({ checks = [] }: Service): readonly WorkflowLayout[] {
  return checks.flatMap(read.backups).flatMap(({ schedule }): readonly WorkflowLayout[] => {
    if (schedule === undefined) return [];
    return [{ id: schedule.workflow, side: 'secondary', enabled: true, tags: {}, does: 'backup' }];
  });
}
