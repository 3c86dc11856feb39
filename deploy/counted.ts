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
    'probe/round': {
      calls: { 'ssm GetParameter': 1, 'dynamodb Query': 2, 'dynamodb PutItem': 1 },
      cpuMs: 60,
    },
    'pulse/anchor': {
      calls: { 'ssm GetParameter': 1, 'dynamodb Query': 1, 's3 PutObject': 1 },
      cpuMs: 30,
    },
    'probe/tick': { calls: { 'ssm GetParameter': 1, 'sqs SendMessageBatch': 1 }, cpuMs: 6 },
    'judge/tick': {
      calls: {
        'ssm GetParameter': 1,
        'dynamodb GetItem': 2,
        'dynamodb PutItem': 1,
        'dynamodb Query': 3,
      },
      cpuMs: 22,
    },
    'tell/tick': {
      calls: {
        'ssm GetParameter': 1,
        'dynamodb GetItem': 8,
        'dynamodb PutItem': 3,
        'dynamodb Query': 1,
      },
      cpuMs: 22,
    },
    'failover/tick': {
      calls: { 'ssm GetParameter': 1, 'dynamodb PutItem': 3, 'dynamodb Query': 1 },
      cpuMs: 16,
    },
    'failover/preflight': {
      calls: { 'ssm GetParameter': 2, 'dynamodb PutItem': 1, 'arm GET': 20 },
      cpuMs: 60,
    },
    'readiness/tick': {
      calls: {
        'ssm GetParameter': 1,
        'dynamodb GetItem': 1,
        'dynamodb PutItem': 1,
        'arm GET': 8,
        'entra metadata': 4,
        'https GET': 2,
      },
      cpuMs: 100,
    },
    'pulse/tick': {
      calls: { 'ssm GetParameter': 1, 'dynamodb GetItem': 3, 'dynamodb Query': 1, 'https GET': 1 },
      cpuMs: 30,
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
