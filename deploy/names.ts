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

/** Every resource that setup makes and that can carry a tag has this one, with the estate's name. */
export const madeForTag = 'farwatch-made-for';

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

/** Where the tables are, and readiness looks from: as chosen, or the first vantage. */
export function homeIn(estate: Estate, chosen?: string): string | undefined {
  return chosen ?? awsVantages(estate)[0];
}

/** `home` may be a region that no vantage looks from: readiness looks from there all the same. */
export function trustedRoles(estate: Estate, home?: string): readonly TrustedRole[] {
  const { look, switch: mover } = estate.azure;
  const regions = [...new Set([...awsVantages(estate), homeIn(estate, home) ?? []].flat())];
  const looks = regions.map((region): TrustedRole => {
    return { identity: 'look', role: `${appName(estate, 'look')}-${region}` };
  });
  const may: TrustedRole = { identity: 'switch', role: appName(estate, 'switch') };
  return [
    ...(look.deployed === 'federated' ? looks : []),
    ...(mover.deployed === 'federated' && moves(estate) ? [may] : []),
  ];
}

/** Whether any watch may change Azure at all. */
export function moves({ watches }: Estate): boolean {
  return watches.some(({ mode }) => mode === 'ask');
}
