/** What is to be deployed, and where: all that the stacks are made from. */

import { isAwsRegion } from '../config/aws-regions.ts';
import type { Estate } from '../config/estate.ts';
import { checkKinds } from '../config/kinds.ts';
import { Trouble } from '../core/trouble.ts';
import type { Watch } from '../core/watch.ts';
import { type Names, namesOf } from './names.ts';

export interface Deployment {
  readonly estate: Estate;
  readonly names: Names;
  readonly account: string;
  /** Where the tables are, and everything but probes. */
  readonly home: string;
  /** The AWS regions among the vantages. */
  readonly vantages: readonly string[];
  /** Vantages that are no AWS region: they report from elsewhere. */
  readonly elsewhere: readonly string[];
  /** Some watch offers moves; else nothing that could change Azure is deployed. */
  readonly moves: boolean;
  /** Some service leans on what was seen before; else nobody writes it down. */
  readonly records: boolean;
  /** Whether answer and failover keep some of the account's concurrency for themselves. */
  readonly reserve: boolean;
  /** An address for pages and alarms; absent, subscriptions are made by hand. */
  readonly page: string | undefined;
}

/** As given on the command line: `-c home=eu-north-1 -c reserve=no -c page=oncall@example.com`. */
export interface Choices {
  readonly account: string;
  readonly home?: string | undefined;
  readonly reserve?: string | undefined;
  readonly page?: string | undefined;
}

/** Throws a `Trouble` when no home can be told. */
export function deploymentOf(estate: Estate, choices: Choices): Deployment {
  const all = [...new Set(estate.watches.flatMap((watch) => watch.vantages.map(String)))];
  const vantages = all.filter(isAwsRegion);
  const home = choices.home ?? vantages[0];
  if (home === undefined || !isAwsRegion(home)) {
    throw new Trouble('home-unknown', {
      message: `Cannot tell where to deploy because ${home ?? 'no vantage'} is an AWS region`,
      next: 'Name AWS regions as vantages in the file, or one with -c home=eu-north-1.',
    });
  }
  if (!/^\d{12}$/.test(choices.account)) {
    throw new Trouble('account-unknown', {
      message: `Cannot deploy to the account ${choices.account} because it is not of 12 digits`,
      next: 'Correct -c account=… or leave it out: the credentials tell it.',
    });
  }
  return {
    estate,
    names: namesOf(estate.name),
    account: choices.account,
    home,
    vantages,
    elsewhere: all.filter((vantage) => !vantages.includes(vantage)),
    moves: estate.watches.some((watch) => watch.mode === 'ask'),
    records: estate.watches.some(isRecorded),
    reserve: choices.reserve !== 'no',
    page: choices.page,
  };
}

function isRecorded({ services }: Watch): boolean {
  const checks = services.flatMap((service) => service.checks ?? []);
  return checks.some(({ kind }) => checkKinds[kind]?.record !== undefined);
}
