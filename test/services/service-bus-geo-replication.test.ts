import { describe, expect, it } from '@jest/globals';
import { serviceBusGeoReplication as kind } from '../../services/service-bus-geo-replication.ts';

const { example } = kind;
const kinds = (
  move: 'failover' | 'failback' | 'repair',
  mode: 'forced' | 'planned',
  from: 'primary' | 'secondary',
) =>
  kind.steps(example, { move, mode, from }).map(({ kind: of, settings }) => {
    return `${of} ${Object(settings).location}`;
  });

describe('service-bus-geo-replication', () => {
  it('is promoted by force only when the source is dark', () => {
    expect(kinds('failover', 'forced', 'primary')).toEqual([
      'service-bus-forced-promotion northeurope',
    ]);
    expect(kinds('failover', 'planned', 'primary')).toEqual(['service-bus-promotion northeurope']);
  });

  it('comes home once it has caught up, and needs no mending', () => {
    expect(kinds('failback', 'planned', 'secondary')).toEqual(['service-bus-promotion westeurope']);
    expect(kinds('failback', 'planned', 'primary')).toEqual([]);
    expect(kinds('repair', 'planned', 'secondary')).toEqual([]);
  });

  it('refuses one region for both sides', () => {
    const raw = { ...example, secondary: example.primary };
    expect(kind.settings.safeParse(raw).success).toBe(false);
  });

  it('derives its host from the name of the namespace', () => {
    const { host: _, ...unsaid } = example;
    expect(kind.settings.safeParse(unsaid)).toMatchObject({
      data: { host: 'contoso-invoices.servicebus.windows.net' },
    });
  });
});
