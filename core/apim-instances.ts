/** What ARM says of an instance of API Management before it is backed up, or another is restored to it. */

export interface Instance {
  /** `Developer`, `Premium`, `StandardV2`… */
  readonly tier: string;
  /** `Succeeded`, `Updating`, `Failed`… */
  readonly state: string;
  /** Its identities: `system` for its own, and the client ids of those that it was given. */
  readonly identities: readonly string[];
}

/** The tiers whose instances can be backed up. */
const tiers: readonly string[] = ['Developer', 'Basic', 'Standard', 'Premium'];

/** Reads Microsoft.ApiManagement/service, `ApiManagementServiceResource` of 2024-05-01. */
export function instanceIn(body: unknown): Instance {
  const { sku, properties, identity } = Object(body);
  const { type, userAssignedIdentities } = Object(identity);
  const given = Object.values<unknown>(Object(userAssignedIdentities));
  return {
    tier: String(Object(sku).name),
    state: String(Object(properties).provisioningState),
    identities: [
      ...(/\bSystemAssigned\b/.test(String(type)) ? ['system'] : []),
      ...given.map((one) => String(Object(one).clientId).toLowerCase()),
    ],
  };
}

export function canBeBackedUp({ tier }: Pick<Instance, 'tier'>): boolean {
  return tiers.includes(tier);
}

/** An operation on the whole of it is under way; no other is taken until it is over. */
export function isBusy({ state }: Pick<Instance, 'state'>): boolean {
  return state !== 'Succeeded' && state !== 'Failed';
}
