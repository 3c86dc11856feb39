/** When a move makes a backup of API Management, and when it restores one. */

import { describe, expect, it } from '@jest/globals';
import type { Side } from '../../core/names.ts';
import type { Move, MoveMode } from '../../core/plan.ts';
import { apim } from '../../services/apim.ts';

const group = '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups';
const instance = (side: 'we' | 'ne') =>
  `${group}/contoso-api-${side}/providers/Microsoft.ApiManagement/service/contoso-orders-${side}`;

function settingsOf(restore: string, also: object = {}) {
  const backup = {
    primary: instance('we'),
    secondary: instance('ne'),
    storage: `${group}/contoso-backups/providers/Microsoft.Storage/storageAccounts/contosobackups`,
    container: 'apim',
    restore,
    ...also,
  };
  const parsed = apim.settings.safeParse({ ...Object(apim.example), backup });
  if (parsed.success) return parsed.data;
  throw new Error(JSON.stringify(parsed.error.issues));
}

const steps = (restore: string, move: Move, mode: MoveMode, from: Side) =>
  apim
    .steps(settingsOf(restore), { move, mode, from })
    .map(({ name, phase }) => `${phase} ${name}`);

describe('an instance that is backed up', () => {
  it('is restored by no move where the file does not ask for it', () => {
    for (const mode of ['planned', 'forced'] as const) {
      expect(steps('never', 'failover', mode, 'primary')).toEqual(['traffic point-to-secondary']);
      expect(steps('never', 'repair', mode, 'primary')).toEqual([]);
    }
  });

  it.each(['repair', 'failover'])(
    'is mended by a %s from what serves, on either side',
    (restore) => {
      expect(steps(restore, 'repair', 'planned', 'secondary')).toEqual([
        'prepare back-up-secondary',
        'data restore-primary',
      ]);
      expect(steps(restore, 'repair', 'planned', 'primary')).toEqual([
        'prepare back-up-primary',
        'data restore-secondary',
      ]);
    },
  );

  it('brings a bare standby up before any client is led there', () => {
    expect(steps('failover', 'failover', 'forced', 'primary')).toEqual([
      'data restore-secondary',
      'traffic point-to-secondary',
    ]);
    expect(steps('failover', 'failover', 'planned', 'primary')).toEqual([
      'prepare back-up-primary',
      'data restore-secondary',
      'traffic point-to-secondary',
    ]);
  });

  it('never restores what was never bare: the primary, on the way home', () => {
    for (const move of ['failover', 'failback'] as const) {
      expect(steps('failover', move, 'planned', 'secondary')).toEqual(['traffic point-to-primary']);
    }
    expect(steps('repair', 'failover', 'forced', 'primary')).toEqual([
      'traffic point-to-secondary',
    ]);
  });

  it('asks a bare standby for no API before it serves', () => {
    const asked = (restore: string, role: 'active' | 'passive') =>
      apim
        .probes(settingsOf(restore), 'secondary', role)
        .map(({ settings }) => 'operation' in Object(settings));
    expect(asked('failover', 'passive')).toEqual([false]);
    expect(asked('failover', 'active')).toEqual([true]);
    expect(asked('repair', 'passive')).toEqual([true]);
  });

  it('refuses moves for its backups only where they cannot succeed without', () => {
    const checks = (restore: string) =>
      (apim.checks?.(settingsOf(restore)) ?? [])
        .filter(({ kind }) => kind.startsWith('apim-'))
        .map(({ name, from, move, settings }) => [name, from, move, Object(settings).needed]);
    expect(checks('never')).toEqual([
      ['backup', 'primary', undefined, false],
      ['twins', undefined, undefined, false],
    ]);
    expect(checks('repair')).toEqual([
      ['backup', 'primary', undefined, false],
      ['twins', undefined, 'repair', true],
    ]);
    expect(checks('failover')).toEqual([
      ['backup', 'primary', 'failover', true],
      ['twins', undefined, 'repair', true],
      ['twins-away', 'primary', 'failover', true],
    ]);
  });

  it('is named by its schedule, and may not be its own standby', () => {
    const schedule = { resourceGroup: `${group}/contoso-backups` };
    expect(settingsOf('never', { schedule })).toMatchObject({
      backup: {
        host: 'contosobackups.blob.core.windows.net',
        schedule: { workflow: 'farwatch-backup-contoso-orders-we', at: '02:00' },
      },
    });
    expect(() => settingsOf('never', { secondary: instance('we') })).toThrow(/same instance/);
    expect(() => settingsOf('never', { schedule: { ...schedule, at: '2:00' } })).toThrow(/time of/);
  });
});
