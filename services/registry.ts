/** The services an estate may run on: one line each. The exported name is what the file says. */

export { apim } from './apim.ts';
export { apimMultiRegion as 'apim-multi-region' } from './apim-multi-region.ts';
export { chain } from './chain.ts';
export { eventGrid as 'event-grid' } from './event-grid.ts';
export { frontDoor as 'front-door' } from './front-door.ts';
export { integrationAccount as 'integration-account' } from './integration-account.ts';
export { logicApps as 'logic-apps' } from './logic-apps.ts';
export { logicAppsStandard as 'logic-apps-standard' } from './logic-apps-standard.ts';
export { pipeline } from './pipeline.ts';
export { route53 } from './route53.ts';
export { serviceBus as 'service-bus' } from './service-bus.ts';
export { serviceBusGeoReplication as 'service-bus-geo-replication' } from './service-bus-geo-replication.ts';
export { slimStandby as 'slim-standby' } from './slim-standby.ts';
export { storageAccount as 'storage-account' } from './storage-account.ts';
export { trafficManager as 'traffic-manager' } from './traffic-manager.ts';
export { webhookSwitch as 'webhook-switch' } from './webhook-switch.ts';
