/** What ARM says of a resource that Azure itself keeps in two regions: which leads, and how far behind the other is. */

export type Replicated = 'service-bus' | 'storage';

/** Locations are as ARM spells them. */
export interface Replicas {
  /** Absent: ARM did not tell, or a namespace is not replicated. */
  readonly leads: string | undefined;
  readonly follows: readonly string[];
  readonly state: 'settled' | 'changing' | 'failed';
  /** What ARM itself says against a change of roles, planned or forced. */
  readonly refuses: Readonly<Record<'planned' | 'forced', boolean>>;
  /** Everything written before then is in both regions; ISO 8601. Storage accounts only. */
  readonly lastSync: string | undefined;
  /** How far the follower may be behind. Service Bus only. */
  readonly lagSecondsMax: number | undefined;
}

/** What to ask of ARM besides the resource itself, so that it tells what is read here. */
export const expansions: Readonly<Record<Replicated, string>> = {
  'service-bus': '',
  storage: '?$expand=geoReplicationStats',
};

/** `body`: as ARM sent it. Total: what it did not say is absent, and nobody leads then. */
export function replicasIn(of: Replicated, body: unknown): Replicas {
  const { properties } = Object(body);
  return of === 'storage' ? ofAccount(Object(properties)) : ofNamespace(Object(properties));
}

/** Azure writes `West Europe` here and `westeurope` there. */
export function sameLocation(one: string | undefined, two: string): boolean {
  return one !== undefined && plain(one) === plain(two);
}

function ofNamespace({ provisioningState, geoDataReplication }: Told): Replicas {
  const { locations, maxReplicationLagDurationInSeconds: lag } = Object(geoDataReplication);
  const all = (Array.isArray(locations) ? locations : []).map(replicaIn);
  const leading = all.filter(({ role }) => role === 'Primary');
  return {
    leads: leading.length === 1 ? leading[0]?.name : undefined,
    follows: all.filter(({ role }) => role === 'Secondary').map(({ name }) => name),
    state: stateOf(provisioningState),
    refuses: { planned: false, forced: false },
    lastSync: undefined,
    lagSecondsMax: typeof lag === 'number' ? lag : undefined,
  };
}

function ofAccount(told: Told): Replicas {
  const { primaryLocation, secondaryLocation, provisioningState, failoverInProgress } = told;
  const { lastSyncTime, canFailover, canPlannedFailover } = Object(told['geoReplicationStats']);
  const follows = textIn(secondaryLocation);
  return {
    leads: textIn(primaryLocation),
    follows: follows === undefined ? [] : [follows],
    state: failoverInProgress === true ? 'changing' : stateOf(provisioningState),
    refuses: { planned: canPlannedFailover === false, forced: canFailover === false },
    lastSync: textIn(lastSyncTime),
    lagSecondsMax: undefined,
  };
}

type Told = Readonly<Record<string, unknown>>;

function replicaIn(told: unknown): { name: string; role: unknown } {
  const { locationName, roleType } = Object(told);
  return { name: String(locationName), role: roleType };
}

function stateOf(provisioning: unknown): Replicas['state'] {
  if (provisioning === 'Failed') return 'failed';
  return provisioning === 'Succeeded' ? 'settled' : 'changing';
}

function textIn(told: unknown): string | undefined {
  return typeof told === 'string' && told !== '' ? told : undefined;
}

function plain(location: string): string {
  return location.replaceAll(' ', '').toLowerCase();
}
