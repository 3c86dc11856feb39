/** Backups of one API Management instance for the other: who makes them, where they lie, and when one is used. */

import * as z from 'zod';
import { backupVersion, expiryDays } from '../core/apim-backups.ts';
import type { CheckSpec } from '../core/kinds.ts';
import { other, type Side } from '../core/names.ts';
import type { Move, MoveMode, StepSpec } from '../core/plan.ts';
import {
  accountId,
  apimServiceId,
  apiVersion,
  resourceGroup,
  shortName,
  host as someHost,
  workflowName,
} from './fields.ts';

const clientId = z.guid('must be system, or the client id of a user-assigned identity');

const schedule = z.strictObject({
  resourceGroup: resourceGroup.describe('Where the workflow lies that makes them.'),
  workflow: workflowName.optional().describe('By default farwatch-backup-<instance>'),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day -> For instance 02:00, in UTC.')
    .default('02:00')
    .describe('When it makes one of the primary, every day, in UTC.'),
});

export const backup = z
  .strictObject({
    primary: apimServiceId,
    secondary: apimServiceId,
    storage: accountId.describe('The ARM id of the account that keeps them, outside the primary.'),
    host: someHost.optional().describe('By default <account>.blob.core.windows.net'),
    container: z
      .string()
      .regex(/^[a-z0-9](?:-?[a-z0-9]){2,62}$/, 'must be the name of a container')
      .describe('A container of their own.'),
    identity: z
      .union([z.literal('system'), clientId])
      .default('system')
      .describe('By which of its identities an instance reaches them: system, or a client id.'),
    namedValue: z
      .string()
      .regex(/^[\w.-]{1,256}$/, 'must be the name of a named value -> Write its name, not its id.')
      .default('farwatch-backup')
      .describe('A named value of its own, by which an instance says which backup it holds.'),
    maxAgeDays: z
      .number()
      .positive()
      .max(expiryDays)
      .default(2)
      .describe('With none that is younger a person is told.'),
    restore: z
      .enum(['never', 'repair', 'failover'])
      .default('never')
      .describe(
        'never; in a repair, to the side that does not serve; or also in a failover, to a secondary that is kept bare.',
      ),
    schedule: schedule
      .optional()
      .describe('Absent, whoever makes them names them as farwatch does.'),
    apiVersion: apiVersion.default(backupVersion).describe('Of Microsoft.ApiManagement.'),
  })
  .refine((s) => s.primary.toLowerCase() !== s.secondary.toLowerCase(), {
    path: ['secondary'],
    error: 'is the same instance on both sides -> Name the one in the other region.',
  })
  .transform(({ schedule: daily, ...s }) => {
    const workflow = daily?.workflow ?? `farwatch-backup-${shortName(s.primary)}`;
    return {
      ...s,
      host: s.host ?? `${shortName(s.storage)}.blob.core.windows.net`,
      ...(daily && { schedule: { ...daily, workflow } }),
    };
  });

export type Backups = z.infer<typeof backup>;

/** A bare standby knows no API before a backup was restored to it: it is asked for none. */
export function isBare(backups: Backups | undefined, at: Side): boolean {
  return at === 'secondary' && backups?.restore === 'failover';
}

/** What a move away from the primary restores. */
export function restoredAway(backups: Backups | undefined): readonly string[] {
  return backups?.restore === 'failover' ? [backups.secondary] : [];
}

export function backupChecks(b: Backups): readonly CheckSpec[] {
  const { primary, secondary, identity, restore, apiVersion: version } = b;
  const services = [primary, secondary];
  const twins = { services, identity, needed: restore !== 'never', apiVersion: version };
  const bare = restore === 'failover';
  const away = bare && ({ from: 'primary', move: 'failover' } as const);
  return [
    {
      name: 'backup',
      kind: 'apim-backup-age',
      settings: agesOf(b),
      ...(away || { from: 'primary' }),
    },
    {
      ...{ name: 'twins', kind: 'apim-twins', settings: twins },
      ...(restore !== 'never' && { move: 'repair' }),
    },
    ...(away ? [{ name: 'twins-away', kind: 'apim-twins', settings: twins, ...away }] : []),
  ];
}

function agesOf({ primary: service, schedule: daily, ...b }: Backups) {
  const { storage, host, container, namedValue, maxAgeDays, apiVersion: version } = b;
  const workflow =
    daily && `${daily.resourceGroup}/providers/Microsoft.Logic/workflows/${daily.workflow}`;
  return {
    ...{ service, storage, host, container, namedValue, maxAgeDays, apiVersion: version },
    needed: b.restore === 'failover',
    ...(daily && { schedule: { workflow, at: daily.at } }),
  };
}

/** A standby that is kept bare is brought up before it serves; a repair mends whichever side rests. */
export function backupSteps(
  b: Backups,
  { move, mode, from }: { readonly move: Move; readonly mode: MoveMode; readonly from: Side },
): readonly StepSpec[] {
  const planned = mode === 'planned';
  if (move === 'failover' && isBare(b, other(from))) {
    return [...(planned ? [backedUp(b, from, 'prepare')] : []), restored(b, from, 'data', planned)];
  }
  if (move !== 'repair' || b.restore === 'never') return [];
  return [backedUp(b, from, 'prepare'), restored(b, from, 'data', true)];
}

function backedUp(b: Backups, at: Side, phase: StepSpec['phase']): StepSpec {
  const settings = { service: b[at], ...placeOf(b) };
  return { name: `back-up-${at}`, kind: 'apim-backup', phase, settings };
}

function restored(
  b: Backups,
  from: Side,
  phase: StepSpec['phase'],
  sourceAnswers: boolean,
): StepSpec {
  const to = other(from);
  const settings = { service: b[to], source: b[from], sourceAnswers, ...placeOf(b) };
  return { name: `restore-${to}`, kind: 'apim-restore', phase, settings };
}

function placeOf({ storage, host, container, identity, namedValue, apiVersion: version }: Backups) {
  return { storage, host, container, identity, namedValue, apiVersion: version };
}
