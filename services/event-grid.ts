/** A pair of Event Grid topics: Azure moves no events between them, so that their publishers are moved. */

import * as z from 'zod';
import type { ServiceKind } from '../core/kinds.ts';
import { other } from '../core/names.ts';
import { secretRef, host as someHost } from './fields.ts';
import { outsidePrimary } from './locations.ts';
import { idOf, publisher, readable, switched } from './publishers.ts';

const topic = z.strictObject({
  host: someHost.describe('Of the endpoint of the topic: its address without https:// and path.'),
  probe: z
    .strictObject({
      key: secretRef.describe('An access key of the topic.'),
      queue: secretRef.describe(
        'The address of the storage queue of a probe subscription, with a SAS token that may process.',
      ),
    })
    .optional()
    .describe('Absent, the topic is only asked for its health.'),
});

const publisherName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'must be a name of lower case letters, digits and dashes');

const settings = z
  .strictObject({
    schema: z
      .enum(['event-grid', 'cloud-events'])
      .default('event-grid')
      .describe('The input schema of both topics, as it was chosen when they were made.'),
    primary: topic,
    secondary: topic,
    publishers: z
      .record(publisherName, publisher)
      .default({})
      .describe('By a name of yours: what each of them reads to know where to publish.'),
  })
  .refine((s) => s.primary.host !== s.secondary.host, {
    path: ['secondary', 'host'],
    error: 'is the same host on both sides -> Name the topic of the other region.',
  });

type Settings = z.infer<typeof settings>;

export const eventGrid: ServiceKind<Settings> = {
  settings,
  example: {
    schema: 'event-grid',
    primary: {
      host: 'contoso-orders-we.westeurope-1.eventgrid.azure.net',
      probe: { key: 'env:ORDERS_TOPIC_KEY_WE', queue: 'env:ORDERS_TOPIC_QUEUE_WE' },
    },
    secondary: {
      host: 'contoso-orders-ne.northeurope-1.eventgrid.azure.net',
      probe: { key: 'env:ORDERS_TOPIC_KEY_NE', queue: 'env:ORDERS_TOPIC_QUEUE_NE' },
    },
    publishers: {
      gateway: {
        kind: 'apim-named-value',
        namedValue:
          '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-api-ne/providers/Microsoft.ApiManagement/service/contoso-api/namedValues/orders-topic',
        primary: 'contoso-orders-we.westeurope-1.eventgrid.azure.net',
        secondary: 'contoso-orders-ne.northeurope-1.eventgrid.azure.net',
        apiVersion: '2024-05-01',
      },
      shop: {
        kind: 'app-configuration',
        store:
          '/subscriptions/9f3c1a52-0d5e-4b8e-a7c6-2f6d3b1e8a40/resourceGroups/contoso-config-ne/providers/Microsoft.AppConfiguration/configurationStores/contoso-config',
        key: 'Orders:Topic',
        label: 'production',
        primary: 'https://contoso-orders-we.westeurope-1.eventgrid.azure.net/api/events',
        secondary: 'https://contoso-orders-ne.northeurope-1.eventgrid.azure.net/api/events',
        apiVersion: '2024-05-01',
      },
    },
  },

  describe: ({ primary, secondary }) =>
    `Event Grid (${label(primary.host)} / ${label(secondary.host)})`,

  // Both topics take events at any time: what a side is to others makes no difference to it.
  probes: ({ schema, ...s }, at) => {
    const { host, probe } = s[at];
    return probe === undefined
      ? [{ name: 'health', kind: 'http', settings: { url: `https://${host}/api/health` } }]
      : [{ name: 'event', kind: 'event-grid', settings: { host, schema, ...probe } }];
  },

  pointers: ({ publishers }) =>
    Object.entries(publishers).map(([name, one]) => {
      return { name, kind: 'publisher', settings: readable(one) };
    }),

  steps: ({ publishers }, { move, from }) => {
    const to = other(from);
    const leads = move === 'failover' || (move === 'failback' && to === 'primary');
    if (!leads) return [];
    return Object.entries(publishers).map(([name, one]) => {
      const settings = switched(one, to);
      return { name: `${name}-to-${to}`, kind: one.kind, phase: 'traffic', settings };
    });
  },

  checks: ({ publishers }) => {
    const all = Object.entries(publishers);
    if (all.length === 0) return [];
    return [
      ...all.map(([name, one]) => {
        return { name: `value-${name}`, kind: 'publisher-value', settings: readable(one) };
      }),
      outsidePrimary(all.map(([, one]) => idOf(one))),
    ];
  },
};

function label(hostName: string): string {
  return hostName.split('.')[0] ?? hostName;
}
