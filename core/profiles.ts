/** Traffic Manager profiles as ARM words them, read for what a move and a check have to know. */

export const profileVersion = '2022-04-01';

export interface Endpoint {
  /** `ExternalEndpoints/orders-we`, in lower case. */
  readonly key: string;
  readonly name: string;
  readonly enabled: boolean;
  /** What the profile's own probing makes of it: `Online`, `Degraded`… */
  readonly health: string | undefined;
  readonly target: string | undefined;
  /** Lower leads. */
  readonly priority: number;
}

export interface Profile {
  readonly enabled: boolean;
  /** `Priority`, `Weighted`, `Performance`… */
  readonly routing: string;
  readonly ttlSeconds: number | undefined;
  readonly endpoints: readonly Endpoint[];
}

/**
 * Reads a profile. Source: Microsoft.Network/trafficManagerProfiles, `Profile` of 2022-04-01. What is
 * not there is told as off, so that nobody leans on an endpoint that ARM did not speak of.
 */
export function profileIn(body: unknown): Profile {
  const { properties } = Object(body);
  const { profileStatus, trafficRoutingMethod, dnsConfig, endpoints } = Object(properties);
  const { ttl } = Object(dnsConfig);
  return {
    enabled: profileStatus === 'Enabled',
    routing: String(trafficRoutingMethod),
    ttlSeconds: typeof ttl === 'number' ? ttl : undefined,
    endpoints: Array.isArray(endpoints) ? endpoints.map(endpointIn) : [],
  };
}

export function endpointNamed({ endpoints }: Profile, key: string): Endpoint | undefined {
  return endpoints.find((one) => one.key === key.toLowerCase());
}

/**
 * Why a profile does not lead everybody to `to` once that is enabled and `from` is not, or, where
 * `from` stays on, once both are. `both`: why it does not lead to these two alone. Absent, it does.
 * Degraded ones count: they are back some day.
 */
export function astray(
  profile: Profile,
  { to, from, stays }: { to: string; from: string; stays: boolean | 'both' },
): string | undefined {
  const there = endpointNamed(profile, to);
  const here = endpointNamed(profile, from);
  if (there === undefined || here === undefined) {
    return `has no endpoint ${there === undefined ? to : from}`;
  }
  if (!profile.enabled) return 'is disabled: it answers nobody';
  const { routing } = profile;
  if (!['Priority', 'Weighted', 'Performance'].includes(routing)) {
    return `routes by ${routing}: who is answered by an endpoint is answered by no other`;
  }
  const rivals = profile.endpoints.filter(
    (one) => one.enabled && one !== there && (one !== here || stays === true),
  );
  const rival = rivals.find((one) => routing !== 'Priority' || one.priority < there.priority);
  if (rival === undefined) return undefined;
  return `leads to ${rival.name} as well, which is enabled${routing === 'Priority' ? ' and has the better priority' : ''}`;
}

function endpointIn(body: unknown): Endpoint {
  const { name, type, properties } = Object(body);
  const { endpointStatus, endpointMonitorStatus, target, priority } = Object(properties);
  return {
    key: `${String(type).split('/').at(-1)}/${name}`.toLowerCase(),
    name: String(name),
    enabled: endpointStatus === 'Enabled',
    health: typeof endpointMonitorStatus === 'string' ? endpointMonitorStatus : undefined,
    target: typeof target === 'string' ? target : undefined,
    priority: typeof priority === 'number' ? priority : Number.MAX_SAFE_INTEGER,
  };
}
