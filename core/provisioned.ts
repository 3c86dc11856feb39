/** Resources as ARM words them: whether one is settled, and its size where that is a number in its sku. */

/** The types that are read here, each with its api-version. */
const types = {
  'Microsoft.ApiManagement/service': '2024-05-01',
  'Microsoft.DataFactory/factories': '2018-06-01',
  'Microsoft.ServiceBus/namespaces': '2021-11-01',
  'Microsoft.Web/serverfarms': '2025-05-01',
} as const;

export type ProvisionedType = keyof typeof types;
export const provisionedTypes = Object.keys(types).filter(isProvisioned);

/** Those of them that are made larger and smaller, and what they are counted in. */
const scalable: Readonly<Partial<Record<ProvisionedType, string>>> = {
  'Microsoft.ApiManagement/service': 'unit',
  'Microsoft.ServiceBus/namespaces': 'messaging unit',
  'Microsoft.Web/serverfarms': 'worker',
};
export const scalableTypes = Object.keys(scalable).filter(isProvisioned);

export interface Provisioned {
  readonly state: 'settled' | 'changing' | 'failed' | 'unknown';
  /** Whole, as it was sent: a change of one part of it has to name all of it. */
  readonly sku: Readonly<Record<string, unknown>>;
  /** Units, messaging units, workers. Absent where its tier has no size. */
  readonly size: number | undefined;
  /** `Premium`, `Standard`, `PremiumV3`… */
  readonly tier: string | undefined;
}

/** Of an id that `idPattern` lets pass. */
export function typeOf(id: string): ProvisionedType {
  const [, told = ''] = /\/providers\/([^/]+\/[^/]+)\/[^/]+$/i.exec(id) ?? [];
  const type = provisionedTypes.find((one) => same(one, told));
  if (type !== undefined) return type;
  throw new Error(`${told} is no type that is read here`);
}

export function versionOf(type: ProvisionedType): string {
  return types[type];
}

/** What the id of a resource of one of these types looks like. */
export function idPattern(of: readonly ProvisionedType[]): RegExp {
  const shapes = of.map((type) => type.replaceAll('.', '\\.')).join('|');
  return new RegExp(
    `^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/(${shapes})/[^/?#]+$`,
    'i',
  );
}

/**
 * Reads a resource. Sources: `ApiManagementServiceResource`, `SBNamespace`, `AppServicePlan` and
 * `Factory` of the versions above. What is neither settled nor failed is being changed.
 */
export function provisionedIn(body: unknown): Provisioned {
  const { sku, properties } = Object(body);
  const { provisioningState } = Object(properties);
  const { capacity, tier, name } = Object(sku);
  return {
    state: stateOf(provisioningState),
    sku: { ...Object(sku) },
    size: typeof capacity === 'number' ? capacity : undefined,
    tier: [tier, name].find((one): one is string => typeof one === 'string'),
  };
}

/** `4 messaging units` */
export function sizeInWords(type: ProvisionedType, size: number): string {
  return `${size} ${scalable[type] ?? 'unit'}${size === 1 ? '' : 's'}`;
}

/** Why its size cannot be set; absent, it can. Only Premium namespaces have messaging units. */
export function unscalable(type: ProvisionedType, { size, tier }: Provisioned): string | undefined {
  const inPremiumOnly = same(type, 'Microsoft.ServiceBus/namespaces');
  if (size !== undefined && size > 0 && (!inPremiumOnly || tier === 'Premium')) return undefined;
  return `is ${tier ?? 'of an unknown tier'}, which has no size that can be set`;
}

function stateOf(told: unknown): Provisioned['state'] {
  if (typeof told !== 'string') return 'unknown';
  if (told === 'Succeeded') return 'settled';
  return told === 'Failed' || told === 'Canceled' ? 'failed' : 'changing';
}

function isProvisioned(type: string): type is ProvisionedType {
  return Object.hasOwn(types, type);
}

function same(one: string, two: string): boolean {
  return one.toLowerCase() === two.toLowerCase();
}
