/** What whoever deploys should know beforehand, and may deploy all the same. */

import type { Deployment } from './deployment.ts';
import { reservedEach } from './home-functions.ts';
import { tooNear } from './nearness.ts';
import { secretPathsOf } from './secret-paths.ts';

export interface Warning {
  /** Stable, so that one may be acknowledged. */
  readonly id: string;
  readonly text: string;
}

/** Lambda keeps this many executions for functions that reserve none. */
const unreservedMin = 100;

export function warningsOf(deployment: Deployment): readonly Warning[] {
  return [
    ...tooNear(deployment).map((text, at) => ({ id: `too-near-${at}`, text })),
    ...elsewhere(deployment),
    ...unset(deployment),
    ...concurrency(deployment),
  ];
}

function elsewhere({ elsewhere: names }: Deployment): readonly Warning[] {
  if (names.length === 0) return [];
  const text = `No stack is made for ${names.join(', ')}: not the name of an AWS region. Until it reports by itself, its vote abstains.`;
  return [{ id: 'vantage-elsewhere', text }];
}

function unset({ estate }: Deployment): readonly Warning[] {
  const names = secretPathsOf(estate).unset;
  if (names.length === 0) return [];
  const text = `A deployed function has no ${names.join(', ')}. Keep each in Parameter Store as a SecureString, and write ssm:/path in the file instead.`;
  return [{ id: 'secret-unset', text }];
}

function concurrency({ reserve, moves, home }: Deployment): readonly Warning[] {
  if (!reserve) return [];
  const reserved = reservedEach * (moves ? 2 : 1);
  const text = `Functions reserve ${reserved} concurrent executions in ${home}, and Lambda keeps ${unreservedMin} unreserved: with a quota below ${unreservedMin + reserved} the deployment fails. See it with \`aws lambda get-account-settings\`; have it raised, or deploy with -c reserve=no.`;
  return [{ id: 'concurrency', text }];
}
