/** Names that Azure and AWS must agree upon to the letter, and by which all of ours is found again. */

import { isAwsRegion } from '../config/aws-regions.ts';
import type { Estate } from '../config/estate.ts';
import type { IdentityName } from './rights.ts';

/** Every role in Azure begins so, whatever the file once said: removal finds them by it. */
export function rolePrefix({ name }: Estate): string {
  return `farwatch/${name}/`;
}

export function appName({ name }: Estate, identity: IdentityName): string {
  return `farwatch-${name}-${identity}`;
}

/** The AWS roles that Azure trusts by their exact ARN. */
export interface TrustedRole {
  readonly identity: IdentityName;
  readonly role: string;
}

/** Vantages that are no AWS region have no role there, and log in with a secret of their own. */
export function awsVantages({ watches }: Estate): readonly string[] {
  const all = watches.flatMap(({ vantages }) => vantages.map(String));
  return [...new Set(all)].filter(isAwsRegion);
}

export function trustedRoles(estate: Estate): readonly TrustedRole[] {
  const looks = awsVantages(estate).map((region): TrustedRole => {
    return { identity: 'look', role: `${appName(estate, 'look')}-${region}` };
  });
  return moves(estate)
    ? [...looks, { identity: 'switch', role: appName(estate, 'switch') }]
    : looks;
}

/** Whether any watch may change Azure at all. */
export function moves({ watches }: Estate): boolean {
  return watches.some(({ mode }) => mode === 'ask');
}
