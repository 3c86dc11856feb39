/** The ways we know to act: one line each. The exported name is the kind's name everywhere. */

export { apimGatewayLocation as 'apim-gateway-location' } from './apim-gateway-location.ts';
export { apimNamedValue as 'apim-named-value' } from './apim-named-value.ts';
export { appConfiguration as 'app-configuration' } from './app-configuration.ts';
export { appRestart as 'app-restart' } from './app-restart.ts';
export { controlNumbers as 'control-numbers' } from './control-numbers.ts';
export { dnsRecord as 'dns-record' } from './dns-record.ts';
export { frontDoorOrigin as 'front-door-origin' } from './front-door-origin.ts';
export { logicAppState as 'logic-app-state' } from './logic-app-state.ts';
export { pipelineRun as 'pipeline-run' } from './pipeline-run.ts';
export { route53Record as 'route53-record' } from './route53-record.ts';
export { runsDrained as 'runs-drained' } from './runs-drained.ts';
export { scale } from './scale.ts';
export { serviceBusAlias as 'service-bus-alias' } from './service-bus-alias.ts';
export { serviceBusConsumers as 'service-bus-consumers' } from './service-bus-consumers.ts';
export { serviceBusEmptied as 'service-bus-emptied' } from './service-bus-emptied.ts';
export { serviceBusForcedPromotion as 'service-bus-forced-promotion' } from './service-bus-forced-promotion.ts';
export { serviceBusPair as 'service-bus-pair' } from './service-bus-pair.ts';
export { serviceBusPromotion as 'service-bus-promotion' } from './service-bus-promotion.ts';
export { serviceBusRuleRights as 'service-bus-rule-rights' } from './service-bus-rule-rights.ts';
export { standardRunsDrained as 'standard-runs-drained' } from './standard-runs-drained.ts';
export { storageFailover as 'storage-failover' } from './storage-failover.ts';
export { storagePlannedFailover as 'storage-planned-failover' } from './storage-planned-failover.ts';
export { trafficManagerEndpoint as 'traffic-manager-endpoint' } from './traffic-manager-endpoint.ts';
export { webhook } from './webhook.ts';
export { workflowFlowState as 'workflow-flow-state' } from './workflow-flow-state.ts';
export { workflowTriggerRenewed as 'workflow-trigger-renewed' } from './workflow-trigger-renewed.ts';
