/** What AWS asks for, in US dollars, each line with where it comes from and when it was written down. */

export interface Price {
  readonly usd: number;
  /** What one price is for. */
  readonly per: number;
  readonly unit: string;
  /**
   * `told`: given to us as a fact. `assumed`: the list price as we remember it for us-east-1; to be
   * held against the vendor's page before anybody relies on it.
   */
  readonly from: 'told' | 'assumed';
  /** The day it was written down here. */
  readonly on: string;
}

const million = 1_000_000;
const on = '2026-11-21';

export const prices = {
  lambdaRequest: { usd: 0.2, per: million, unit: 'invocations', from: 'assumed', on },
  lambdaTime: { usd: 0.0000133334, per: 1, unit: 'GB-seconds (arm64)', from: 'assumed', on },
  schedule: { usd: 1, per: million, unit: 'scheduled calls', from: 'assumed', on },
  queueRequest: { usd: 0.4, per: million, unit: 'queue requests', from: 'assumed', on },
  tableWrite: { usd: 0.625, per: million, unit: 'write units', from: 'assumed', on },
  tableRead: { usd: 0.125, per: million, unit: 'read units', from: 'assumed', on },
  tableStorage: { usd: 0.25, per: 1, unit: 'GB in tables', from: 'assumed', on },
  tableRecovery: { usd: 0.2, per: 1, unit: 'GB that can be had back', from: 'assumed', on },
  logs: { usd: 0.5, per: 1, unit: 'GB of logs', from: 'assumed', on },
  alarm: { usd: 0.1, per: 1, unit: 'alarms', from: 'assumed', on },
  dashboard: { usd: 3, per: 1, unit: 'dashboards', from: 'assumed', on },
  key: { usd: 1, per: 1, unit: 'KMS keys', from: 'assumed', on },
  trafficOut: { usd: 0.09, per: 1, unit: 'GB to the internet', from: 'assumed', on },
  natGateway: { usd: 0.045, per: 1, unit: 'hours of a NAT gateway', from: 'assumed', on },
  natTraffic: { usd: 0.045, per: 1, unit: 'GB through a NAT gateway', from: 'assumed', on },
  address: { usd: 0.005, per: 1, unit: 'hours of an IPv4 address', from: 'assumed', on },
  trafficBetween: { usd: 0.02, per: 1, unit: 'GB between regions', from: 'assumed', on },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof prices;
