/** What ARM says of an API Management service with gateways in several regions, and how one is turned. */

import { sameLocation } from './replicas.ts';

export interface RegionalGateway {
  /** As ARM spells it: `West Europe`. */
  readonly location: string;
  readonly host: string | undefined;
  readonly enabled: boolean;
}

export interface RegionalGateways {
  readonly tier: string;
  /** `Succeeded`, `Updating`, `Failed`… */
  readonly state: string;
  /** In an internal virtual network Azure leads nobody anywhere, and turns no gateway off. */
  readonly internal: boolean;
  /** The names that clients use. */
  readonly names: readonly string[];
  /** Where the service is managed from; its gateway is the first. */
  readonly master: string;
  readonly gateways: readonly RegionalGateway[];
}

/** Reads Microsoft.ApiManagement/service, `ApiManagementServiceResource` of 2024-05-01. */
export function regionalGatewaysIn(body: unknown): RegionalGateways {
  const { location, sku, properties } = Object(body);
  const { provisioningState, virtualNetworkType, hostnameConfigurations } = Object(properties);
  const main = { ...Object(properties), location };
  return {
    tier: String(Object(sku).name),
    state: String(provisioningState),
    internal: virtualNetworkType === 'Internal',
    names: listIn(hostnameConfigurations)
      .filter(({ type }) => type === 'Proxy')
      .map(({ hostName }) => String(hostName).toLowerCase()),
    master: String(location),
    gateways: [main, ...additionalIn(body)].map(gatewayIn),
  };
}

export function gatewayAt(
  { gateways }: Pick<RegionalGateways, 'gateways'>,
  location: string,
): RegionalGateway | undefined {
  return gateways.find((one) => sameLocation(one.location, location));
}

/** An update of some sort is under way: no other is taken until it is over. */
export function isUpdating({ state }: Pick<RegionalGateways, 'state'>): boolean {
  return ['Created', 'Activating', 'Updating'].includes(state);
}

/** Only ARM may write these: sent back they are ignored at best. */
const readOnly: readonly string[] = [
  'gatewayRegionalUrl',
  'publicIPAddresses',
  'privateIPAddresses',
  'outboundPublicIPAddresses',
  'platformVersion',
  'vnetid',
  'subnetname',
];

/**
 * The PATCH that turns one gateway, made of what ARM said last. It replaces the additional locations as
 * a whole and has no etag, so all of them are sent back as they were read.
 */
export function turned(body: unknown, location: string, enabled: boolean): unknown {
  const disableGateway = !enabled;
  if (sameLocation(String(Object(body).location), location)) {
    return { properties: { disableGateway } };
  }
  const additionalLocations = additionalIn(body).map((told) => {
    const kept = writable(told);
    return sameLocation(String(told['location']), location) ? { ...kept, disableGateway } : kept;
  });
  return { properties: { additionalLocations } };
}

type Told = Readonly<Record<string, unknown>>;

function additionalIn(body: unknown): readonly Told[] {
  return listIn(Object(Object(body).properties).additionalLocations);
}

/** The flag is absent where nobody ever turned anything. */
function gatewayIn(told: Told): RegionalGateway {
  const { location, gatewayRegionalUrl: url, disableGateway } = told;
  const host = typeof url === 'string' && URL.canParse(url) ? new URL(url).hostname : undefined;
  return { location: String(location), host, enabled: disableGateway !== true };
}

function writable(told: Told): Told {
  const { virtualNetworkConfiguration: network, ...rest } = without(told);
  const isThere = typeof network === 'object' && network !== null;
  return isThere ? { ...rest, virtualNetworkConfiguration: without({ ...network }) } : rest;
}

function without(told: Told): Told {
  return Object.fromEntries(Object.entries(told).filter(([key]) => !readOnly.includes(key)));
}

function listIn(told: unknown): readonly Told[] {
  return Array.isArray(told) ? told.map((one) => Object(one)) : [];
}
