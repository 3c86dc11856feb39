/** What each turn of the deployed functions asks for, and takes, while nothing happens: as measured. */

/** Of one turn, its environment warm. */
export interface CountedTurn {
  /** By `service Operation`: how often. */
  readonly calls: Readonly<Record<string, number>>;
  /** Of a whole core of the machine it was measured on. */
  readonly cpuMs: number;
}

export interface Counted {
  /** The day it was measured. */
  readonly on: string;
  /** The watch file it was measured with, and how many questions a round of it asks. */
  readonly file: string;
  readonly questions: number;
  /** By function and by what it is given: `judge/tick`. A round is given by a queue. */
  readonly turns: Readonly<Record<string, CountedTurn>>;
}

/** Written by `npm run bench:turns -- --write`, from the bundles of a synthesised app. */
export const counted: Counted = {
  on: '2026-11-21',
  file: 'examples/orders.yaml',
  questions: 14,
  turns: {
    'failover/preflight': {
      calls: {
        'arm GET Microsoft.Authorization/permissions': 13,
        'arm GET Microsoft.Logic/workflows': 4,
        'arm GET Microsoft.Network/dnsZones/CNAME': 2,
        'arm GET Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs': 2,
        'dynamodb PutItem': 1,
        'dynamodb Query': 1,
        'ssm GetParameter': 2,
      },
      cpuMs: 39.52,
    },
    'failover/tick': {
      calls: { 'dynamodb PutItem': 1, 'dynamodb Query': 2, 'ssm GetParameter': 1 },
      cpuMs: 12.41,
    },
    'judge/tick': {
      calls: {
        'dynamodb GetItem': 2,
        'dynamodb PutItem': 1,
        'dynamodb Query': 4,
        'ssm GetParameter': 1,
      },
      cpuMs: 25.43,
    },
    'probe/round': {
      calls: {
        'amqp contoso-orders-we.servicebus.windows.net': 1,
        'arm GET Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs': 1,
        'arm GET resourceGroups': 1,
        'dynamodb PutItem': 1,
        'dynamodb Query': 2,
        'entra metadata': 2,
        'https GET checkip.amazonaws.com': 1,
        'https GET contoso-orders-ne.azure-api.net': 2,
        'https GET contoso-orders-we.azure-api.net': 2,
        'https GET orders.contoso.com': 1,
        'https GET www.cloudflare.com': 1,
        'https POST prod-01.northeurope.logic.azure.com': 1,
        'https POST prod-01.westeurope.logic.azure.com': 1,
        'ssm GetParameter': 1,
      },
      cpuMs: 65.89,
    },
    'probe/tick': { calls: { 'sqs SendMessageBatch': 1, 'ssm GetParameter': 1 }, cpuMs: 5.07 },
    'pulse/anchor': {
      calls: { 'dynamodb Query': 1, 's3 PUT': 1, 'ssm GetParameter': 1 },
      cpuMs: 6.47,
    },
    'pulse/tick': {
      calls: {
        'dynamodb GetItem': 3,
        'dynamodb Query': 1,
        'https GET dead-man.example': 1,
        'ssm GetParameter': 1,
      },
      cpuMs: 18.26,
    },
    'readiness/tick': {
      calls: {
        'arm GET Microsoft.Logic/workflows': 12,
        'arm GET Microsoft.Logic/workflows/triggers': 6,
        'arm GET Microsoft.Network/dnsZones/CNAME': 1,
        'arm GET Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs': 2,
        'arm GET Microsoft.ServiceBus/namespaces/queues': 2,
        'arm GET Microsoft.ServiceBus/namespaces/topics': 2,
        'arm GET resourceGroups': 3,
        'dynamodb GetItem': 3,
        'dynamodb PutItem': 1,
        'dynamodb Query': 1,
        'https GET contoso-orders-ne.azure-api.net': 1,
        'https GET contoso-orders-we.azure-api.net': 1,
        'https GET orders.contoso.com': 4,
        'ssm GetParameter': 1,
      },
      cpuMs: 60.99,
    },
    'tell/tick': {
      calls: {
        'dynamodb GetItem': 2,
        'dynamodb PutItem': 1,
        'dynamodb Query': 2,
        'ssm GetParameter': 1,
      },
      cpuMs: 12.38,
    },
  },
};

/**
 * One round of that file, on its own: measured on the same day by `npm run bench:round`, through
 * lines that count and delay, on the share of a core that 192 MB give.
 */
export const countedRound = {
  connections: 13,
  bytesOut: 14_831,
  packetsOut: 151,
  /** Of its look as it is kept, without its keys. */
  lookBytes: 698,
  /** How long the round lasts when the other end is `waits.nearMs` or `waits.farMs` away. */
  nearMs: 847,
  farMs: 1_453,
} as const;
