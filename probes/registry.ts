/** The ways we know to look: one line each. The exported name is the kind's name everywhere. */

export { apimGateway as 'apim-gateway' } from './apim-gateway.ts';
export { arm } from './arm.ts';
export { blob } from './blob.ts';
export { chain } from './chain.ts';
export { dns } from './dns.ts';
export { entra } from './entra.ts';
export { eventGrid as 'event-grid' } from './event-grid.ts';
export { http } from './http.ts';
export { jsonValue as 'json-value' } from './json-value.ts';
export { logicApp as 'logic-app' } from './logic-app.ts';
export { provisioned } from './provisioned.ts';
export { publisher } from './publisher.ts';
export { reference } from './reference.ts';
export { relay } from './relay.ts';
export { replicaRole as 'replica-role' } from './replica-role.ts';
export { serviceBus as 'service-bus' } from './service-bus.ts';
export { workflowHealth as 'workflow-health' } from './workflow-health.ts';
export { workflowRuns as 'workflow-runs' } from './workflow-runs.ts';
