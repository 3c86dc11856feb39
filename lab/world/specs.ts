/** Finds what a compiled watch asks and does, with settings that have their types again. */

import {
  'apim-backup-age' as apimBackupAge,
  'apim-locations' as apimLocations,
  'apim-twins' as apimTwins,
  arrivals,
  'resolvers-follow' as resolversFollow,
} from '../../checks/registry.ts';
import type { CheckSpec, ProbeSpec, Schema } from '../../core/kinds.ts';
import { other, type Side, sides } from '../../core/names.ts';
import type { Step } from '../../core/plan.ts';
import { type Service, serves, servingOf } from '../../core/watch.ts';
import {
  'apim-gateway' as apimGateway,
  blob,
  chain,
  dns,
  'event-grid' as eventGrid,
  http,
  'logic-app' as logicApp,
  publisher,
  reference,
  relay,
  'replica-role' as replicaRole,
  'service-bus' as serviceBus,
  'workflow-health' as workflowHealth,
  'workflow-runs' as workflowRuns,
} from '../../probes/registry.ts';
import {
  'app-configuration' as appConfiguration,
  'app-restart' as appRestart,
  'control-numbers' as controlNumbers,
  'dns-record' as dnsRecord,
  'front-door-origin' as frontDoorOrigin,
  'logic-app-state' as logicAppState,
  'pipeline-run' as pipelineRun,
  'replication-ended' as replicationEnded,
  'route53-record' as route53Record,
  scale,
  'service-bus-rule-rights' as serviceBusRuleRights,
  'traffic-manager-endpoint' as trafficManagerEndpoint,
  webhook,
  'workflow-flow-state' as workflowFlowState,
  'workflow-trigger-renewed' as workflowTriggerRenewed,
} from '../../steps/registry.ts';

/** The settings of a spec of one kind; none of a spec of another. */
export type Reader<S> = (spec: ProbeSpec | Step | CheckSpec) => readonly S[];

export type SettingsOf<R> = R extends Reader<infer S> ? S : never;

/** The kinds that the lab builds something for. */
export const read = {
  arrivals: reader('arrivals', arrivals),
  blob: reader('blob', blob),
  chain: reader('chain', chain),
  gateway: reader('apim-gateway', apimGateway),
  http: reader('http', http),
  dns: reader('dns', dns),
  event: reader('event-grid', eventGrid),
  publisher: reader('publisher', publisher),
  workflow: reader('logic-app', logicApp),
  bus: reader('service-bus', serviceBus),
  reference: reader('reference', reference),
  relay: reader('relay', relay),
  replica: reader('replica-role', replicaRole),
  numbers: reader('control-numbers', controlNumbers),
  state: reader('logic-app-state', logicAppState),
  record: reader('dns-record', dnsRecord),
  locations: reader('apim-locations', apimLocations),
  backups: reader('apim-backup-age', apimBackupAge),
  twins: reader('apim-twins', apimTwins),
  resolvers: reader('resolvers-follow', resolversFollow),
  pipeline: reader('pipeline-run', pipelineRun),
  ended: reader('replication-ended', replicationEnded),
  key: reader('app-configuration', appConfiguration),
  restart: reader('app-restart', appRestart),
  rule: reader('service-bus-rule-rights', serviceBusRuleRights),
  scale: reader('scale', scale),
  endpoint: reader('traffic-manager-endpoint', trafficManagerEndpoint),
  siteHealth: reader('workflow-health', workflowHealth),
  flow: reader('workflow-flow-state', workflowFlowState),
  runs: reader('workflow-runs', workflowRuns),
  renewal: reader('workflow-trigger-renewed', workflowTriggerRenewed),
  origin: reader('front-door-origin', frontDoorOrigin),
  hosted: reader('route53-record', route53Record),
  webhook: reader('webhook', webhook),
} as const;

/** A probe of one side, or of none when it asks a public name. */
export interface Asked<S> {
  readonly side: Side | undefined;
  readonly settings: S;
}

export function probesOf<S>(service: Service, of: Reader<S>): readonly Asked<S>[] {
  const sided = sides.flatMap((side) =>
    [...service.probes[side].active, ...service.probes[side].passive].flatMap((spec) =>
      of(spec).map((settings) => ({ side, settings })),
    ),
  );
  const pointers = service.pointers.flatMap(of);
  return [...sided, ...pointers.map((settings) => ({ side: undefined, settings }))];
}

/** Whether it serves when the lab begins. */
export function isOn(service: Service, side: Side): boolean {
  return serves(servingOf(service, {}), side);
}

/** A step, and the sides of the move it belongs to. */
export interface Done<S> {
  readonly from: Side;
  readonly to: Side;
  readonly settings: S;
}

export function stepsOf<S>(service: Service, of: Reader<S>): readonly Done<S>[] {
  return service.steps.flatMap((move) =>
    move.steps.flatMap(of).map((settings) => ({
      from: move.from,
      to: other(move.from),
      settings,
    })),
  );
}

function reader<S>(name: string, kind: { readonly settings: Schema<S> }): Reader<S> {
  return (spec) => {
    if (spec.kind !== name) return [];
    const parsed = kind.settings.safeParse(spec.settings);
    if (parsed.success) return [parsed.data];
    throw new Error(`${spec.name} has settings that ${name} refuses`);
  };
}
