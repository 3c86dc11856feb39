/** What we know to look after: one line each. The exported name is the kind's name everywhere. */

export { agreementTwins as 'agreement-twins' } from './agreement-twins.ts';
export { aliasPaired as 'alias-paired' } from './alias-paired.ts';
export { apimLocations as 'apim-locations' } from './apim-locations.ts';
export { arrivals } from './arrivals.ts';
export { certificateAge as 'certificate-age' } from './certificate-age.ts';
export { frontDoorOrigins as 'front-door-origins' } from './front-door-origins.ts';
export { groupLocation as 'group-location' } from './group-location.ts';
export { hostnameTwins as 'hostname-twins' } from './hostname-twins.ts';
export { messagesLeft as 'messages-left' } from './messages-left.ts';
export { nameOwned as 'name-owned' } from './name-owned.ts';
export { numberLedger as 'number-ledger' } from './number-ledger.ts';
export { pipelineThere as 'pipeline-there' } from './pipeline-there.ts';
export { publisherValue as 'publisher-value' } from './publisher-value.ts';
export { receivedGap as 'received-gap' } from './received-gap.ts';
export { recordOwned as 'record-owned' } from './record-owned.ts';
export { replicaLag as 'replica-lag' } from './replica-lag.ts';
export { replicationRuns as 'replication-runs' } from './replication-runs.ts';
export { resolversFollow as 'resolvers-follow' } from './resolvers-follow.ts';
export { siteTwins as 'site-twins' } from './site-twins.ts';
export { sizes } from './sizes.ts';
export { switchValue as 'switch-value' } from './switch-value.ts';
export { trafficManagerProfile as 'traffic-manager-profile' } from './traffic-manager-profile.ts';
export { workflowPickup as 'workflow-pickup' } from './workflow-pickup.ts';
export { workflowTwins as 'workflow-twins' } from './workflow-twins.ts';
