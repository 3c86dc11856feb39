/** The Azure that a kind's example starts from and ends in, where the common one does not suit it. */

import { nameOfDay } from '../../core/apim-backups.ts';
import type { Alias, Azure, BusEntity, WorkflowRun } from '../../core/azure.ts';
import type { Elsewhere } from '../../core/elsewhere.ts';
import { Refusal } from '../../core/kinds.ts';
import type { Instant } from '../../core/names.ts';
import type { World } from '../../core/world.ts';
import { at } from '../build.ts';
import { notFound } from '../steps/azure.ts';

interface Told {
  readonly before: Partial<World>;
  readonly after: Partial<World>;
}

const partner =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-we/providers/Microsoft.ServiceBus/namespaces/orders-bus-we';

/** The other namespace leads, alone or not, and has had the alias to itself. */
function ledBy(said: Pick<Alias, 'role' | 'partner'>): Pick<Azure, 'alias'> {
  return {
    async alias(namespace) {
      if (namespace === partner) throw notFound();
      return { ...said, provisioningState: 'Succeeded', pendingReplications: 0 };
    },
  };
}

const alone = ledBy({ role: 'PrimaryNotReplicating', partner: undefined });
const queue: BusEntity = {
  id: `${partner}/queues/orders`,
  kind: 'queue',
  name: 'orders',
  active: 0,
  scheduled: 0,
  deadLettered: 0,
  accessedAt: undefined,
};

const used = (at: number, active: number): readonly BusEntity[] =>
  ['orders', 'invoices/erp'].map((name) => ({ ...queue, name, active, accessedAt: at as Instant }));

/** Everybody receives from one of the two namespaces. */
function usedAt(busy: 'here' | 'there'): Pick<Azure, 'busEntities'> {
  return {
    async busEntities(namespace) {
      return (namespace === partner) === (busy === 'there') ? used(2_000, 0) : used(1_000, 5);
    },
  };
}

const running: Pick<Azure, 'resource'> = {
  resource: async () => ({ properties: { state: 'Running' } }),
};

/** A namespace with a replica in each region, one of which leads. */
function led(leads: 'westeurope' | 'northeurope'): Pick<Azure, 'resource'> {
  const locations = ['westeurope', 'northeurope'].map((locationName) => {
    return { locationName, roleType: locationName === leads ? 'Primary' : 'Secondary' };
  });
  const properties = { provisioningState: 'Succeeded', geoDataReplication: { locations } };
  return { resource: async () => ({ properties }) };
}

function account(leads: 'westeurope' | 'northeurope'): Pick<Azure, 'resource'> {
  const secondaryLocation = leads === 'westeurope' ? 'northeurope' : 'westeurope';
  const properties = { provisioningState: 'Succeeded', primaryLocation: leads, secondaryLocation };
  return { resource: async () => ({ properties }) };
}

const failedOver: Told = { before: account('westeurope'), after: account('northeurope') };
const promoted: Told = { before: led('westeurope'), after: led('northeurope') };

/** A profile that leads to the first of its endpoints that is on. */
function leading(states: Readonly<Record<'orders-we' | 'orders-ne', 'Enabled' | 'Disabled'>>) {
  const type = 'Microsoft.Network/trafficManagerProfiles/externalEndpoints';
  const endpoints = Object.entries(states).map(([name, endpointStatus], at) => {
    return { name, type, properties: { endpointStatus, priority: at + 1 } };
  });
  const properties = { profileStatus: 'Enabled', trafficRoutingMethod: 'Priority', endpoints };
  return { resource: async () => ({ properties }) };
}

/** A service managed from `westeurope`, with its gateway there on or off, and another one that is on. */
function gateways(disableGateway: boolean): Pick<Azure, 'resource'> {
  const additionalLocations = [{ location: 'North Europe', disableGateway: false }];
  const properties = { provisioningState: 'Succeeded', disableGateway, additionalLocations };
  return { resource: async () => ({ location: 'West Europe', properties }) };
}

/** A plan with so many workers. */
function sized(capacity: number): Pick<Azure, 'resource'> {
  const sku = { name: 'P1v3', tier: 'PremiumV3', capacity };
  return { resource: async () => ({ sku, properties: { provisioningState: 'Succeeded' } }) };
}

const marked = 'farwatch 1970-01-01T00:00:00.000Z';

/** A pipeline that takes what it is run with, and a run of it with the mark of a move at 0. */
function ran(status?: string): Pick<Azure, 'resource' | 'pipelineRuns'> {
  const started = { message: '', startedAt: 0 as Instant, parameters: { farwatch: marked } };
  return {
    resource: async () => ({ properties: { parameters: { region: {}, farwatch: {} } } }),
    pipelineRuns: async () => (status === undefined ? [] : [{ ...started, id: 'run-1', status }]),
  };
}

function hosted(cname: string): Pick<Elsewhere, 'hostedRecord'> {
  return { hostedRecord: async () => ({ cname, ttlSeconds: 30 }) };
}

function active(region: string): Pick<Elsewhere, 'httpGet'> {
  return { httpGet: async () => JSON.stringify({ active: region }) };
}

function origin(enabledState: 'Enabled' | 'Disabled'): Pick<Azure, 'resource'> {
  const properties = { enabledState, provisioningState: 'Succeeded' };
  return { resource: async () => ({ properties }) };
}

const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/orders-ne';
const begun: WorkflowRun = { name: '08584', startedAt: 0 as Instant };

/** Two disabled workflows of which no run is open. */
const receivers: Pick<Azure, 'workflows' | 'openRuns'> = {
  workflows: async () =>
    ['receive-orders', 'receive-invoices'].map((name) => {
      const id = `${group}/providers/Microsoft.Logic/workflows/${name}`;
      return { id, state: 'Disabled', tags: {} };
    }),
  openRuns: async () => [],
};

/** The same two, with a trigger that looks by itself; marked at the contract's own time. */
function renewed(mark?: string): Pick<Azure, 'workflows' | 'resource'> {
  const metadata = mark === undefined ? {} : { farwatchRenewed: mark };
  const trigger = { type: 'ApiConnection', recurrence: { frequency: 'Minute' }, metadata };
  const definition = { triggers: { When_a_file_is_added: trigger } };
  return {
    workflows: receivers.workflows,
    resource: async (id) => ({ id, properties: { state: 'Disabled', definition } }),
  };
}

const primary = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/edi-we';

/** Two workflows that copy, and have found nothing since a move asked for it. */
function copying(state: 'Enabled' | 'Disabled'): Told['before'] {
  const triggers = { When_a_control_number_is_modified: { recurrence: {} } };
  const look = { status: 'Skipped', startTime: new Date(60_000).toISOString() };
  return {
    workflows: async () =>
      ['replicate-x12-back', 'replicate-as2-back'].map((name) => {
        return { id: `${primary}/providers/Microsoft.Logic/workflows/${name}`, state, tags: {} };
      }),
    openRuns: async () => [],
    async resource(id) {
      if (id.includes('/histories?')) return { value: [{ properties: look }] };
      if (id.includes('/runs?')) return { value: [] };
      return { properties: { state, definition: { triggers } } };
    },
  };
}

const acme = {
  name: 'acme',
  properties: {
    agreementType: 'X12',
    content: { x12: { sendAgreement: { protocolSettings: { envelopeSettings: {} } } } },
  },
};

/** The number of interchanges in the two accounts; the other sorts were never used. */
function numbered(there: number, here: number): Pick<Azure, 'resource'> {
  return {
    async resource(id) {
      if (id.endsWith('/agreements')) return { value: [acme] };
      if (!id.endsWith('/sessions/acme-Icn')) throw notFound();
      const ControlNumber = String(id.includes('/edi-we/') ? there : here);
      return { properties: { content: { ControlNumber } } };
    },
  };
}

/** An app with both workflows of the examples in a state, and what each question for runs is told. */
function app(flowState: 'Enabled' | 'Disabled', runs: readonly unknown[]) {
  const names = ['receive-orders', 'receive-invoices'];
  const workflows = names.map((name) => ({ name: `orders-we/${name}`, properties: { flowState } }));
  return {
    resource: async (id: string) => ({ value: id.endsWith('/workflows') ? workflows : runs }),
    ask: async () => ({ properties: { AzureWebJobsStorage: 'AccountKey=…' } }),
  };
}

/** What publishers read, of which there is one. */
function publishedTo(side: 'orders-we.westeurope' | 'orders-ne.northeurope'): Told['before'] {
  const properties = {
    value: `${side}-1.eventgrid.azure.net`,
    contentType: 'text/plain',
    tags: {},
  };
  return { resource: async () => ({ properties }) };
}

const switched: Told = {
  before: publishedTo('orders-we.westeurope'),
  after: publishedTo('orders-ne.northeurope'),
};

/** An instance, what it says by its named value, and whether what it is asked about is there as a blob. */
function instance(said: string | undefined, held: boolean): Told['before'] {
  let says = said;
  return {
    async resource(id) {
      const value = { properties: { value: says } };
      const service = { sku: { name: 'Premium' }, properties: { provisioningState: 'Succeeded' } };
      if (!id.includes('/namedValues/')) return service;
      if (says === undefined) throw notFound();
      return value;
    },
    async blob() {
      if (held) return { modifiedAt: at(0) };
      const message = 'the Blob service answered 404';
      throw new Refusal({ message, sent: 'no', status: 404, code: 'BlobNotFound' });
    },
    async put(_id, _version, body) {
      says = Object(Object(body).properties).value;
    },
  };
}

const backedUp = nameOfDay('/service/orders-we', at(0));

/** A rule of Service Bus that may do this. */
function ruled(...rights: readonly string[]): Pick<Azure, 'resource'> {
  return { resource: async () => ({ properties: { rights } }) };
}

/** By the name of the kind. */
export const told: Readonly<Record<string, Told>> = {
  'apim-backup': { before: instance(undefined, false), after: instance(backedUp, true) },
  'apim-restore': { before: instance(undefined, true), after: instance(backedUp, true) },
  'apim-gateway-location': { before: gateways(false), after: gateways(true) },
  'apim-named-value': switched,
  'app-configuration': switched,
  'app-restart': {
    before: { ...running, ...usedAt('there') },
    after: { ...running, ...usedAt('here') },
  },
  'replication-ended': { before: copying('Enabled'), after: copying('Disabled') },
  'runs-drained': { before: { ...receivers, openRuns: async () => [begun] }, after: receivers },
  'front-door-origin': { before: origin('Disabled'), after: origin('Enabled') },
  'route53-record': {
    before: hosted('orders-we.azure-api.net'),
    after: hosted('orders-ne.azure-api.net'),
  },
  webhook: { before: active('westeurope'), after: active('northeurope') },
  'control-numbers': { before: numbered(1_040, 1_000), after: numbered(1_040, 2_040) },
  'pipeline-run': { before: ran(), after: ran('Succeeded') },
  scale: { before: sized(1), after: sized(4) },
  'service-bus-consumers': { before: usedAt('there'), after: usedAt('here') },
  'service-bus-emptied': {
    before: { ...alone, busEntities: async () => [queue] },
    after: { ...alone, busEntities: async () => [] },
  },
  'service-bus-forced-promotion': promoted,
  'service-bus-promotion': promoted,
  'storage-failover': failedOver,
  'storage-planned-failover': failedOver,
  'service-bus-pair': {
    before: { ...alone, busEntities: async () => [] },
    after: ledBy({ role: 'Primary', partner }),
  },
  'service-bus-rule-rights': { before: ruled('Listen'), after: ruled('Send') },
  'standard-runs-drained': { before: app('Disabled', [{}]), after: app('Disabled', []) },
  'workflow-flow-state': { before: app('Enabled', []), after: app('Disabled', []) },
  'workflow-trigger-renewed': {
    before: renewed(),
    after: renewed(new Date(at(0)).toISOString()),
  },
  'traffic-manager-endpoint': {
    before: leading({ 'orders-we': 'Enabled', 'orders-ne': 'Enabled' }),
    after: leading({ 'orders-we': 'Disabled', 'orders-ne': 'Enabled' }),
  },
};
