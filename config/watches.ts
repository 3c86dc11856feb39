/** From a file that holds no fault to the estate that everything else is made from. */

import type { Person, Region, ServiceName, Vantage, WatchName } from '../core/names.ts';
import type { Watch } from '../core/watch.ts';
import { controls, zonesOf } from '../services/controls.ts';
import { compileService } from './compile.ts';
import type { Credentials, Estate, Member } from './estate.ts';
import type { EstateFile, WatchEntry } from './schema.ts';

export function estateOf(file: EstateFile): Estate {
  const { tenant, subscription, look, switch: may } = file.azure;
  return {
    name: file.estate,
    azure: { tenant, subscription, look: credentialsOf(look), switch: credentialsOf(may) },
    ...(file.slack && { slack: file.slack }),
    pagers: file.pagers,
    people: Object.fromEntries(Object.entries(file.people).map(memberOf)),
    ...(Object.keys(file.networks).length > 0 && { networks: file.networks }),
    watches: Object.entries(file.watches).map(([name, entry]) => watchOf(name, entry, file)),
  };
}

function credentialsOf({ laptop, ...rest }: EstateFile['azure']['look']): Credentials {
  return { ...rest, ...(laptop && { laptop }) };
}

function memberOf([name, { slack, aws }]: [string, EstateFile['people'][string]]): [
  string,
  Member,
] {
  return [name, { ...(slack && { slack }), ...(aws && { aws }) }];
}

function watchOf(name: string, entry: WatchEntry, file: EstateFile): Watch {
  const compiled = Object.entries(entry.services).map(([service, told]) =>
    compileService(service, told),
  );
  const chains = compiled.flatMap(({ chain }) => chain ?? []);
  const approvers = peopleIn(Object.values(file.watches).flatMap((watch) => watch.approvers));
  const zones = zonesOf(compiled.flatMap(({ targets }) => targets));
  return {
    name: name as WatchName,
    mode: entry.mode,
    regions: { primary: entry.primary as Region, secondary: entry.secondary as Region },
    vantages: file.vantages.map((vantage) => vantage as Vantage),
    quorum: file.quorum,
    downWhen: entry.downWhen,
    ...(entry.trafficOnly.length > 0 && { trafficOnly: servicesIn(entry.trafficOnly) }),
    services: compiled.flatMap(({ service, chain }) => (chain === undefined ? [service] : [])),
    controls: controls(file.references, file.azure.zone === undefined ? zones : [file.azure.zone]),
    ...(chains.length > 0 && { chains }),
    approvers: peopleIn(entry.approvers),
    acknowledged: entry.acknowledge,
    mayStop: peopleIn([...file.responders, ...approvers]),
    mayLift: approvers,
    policy: entry.judging,
    rules: entry.moving,
  };
}

function servicesIn(names: readonly string[]): readonly ServiceName[] {
  return names.map((name) => name as ServiceName);
}

/** Each once. */
function peopleIn(names: readonly string[]): readonly Person[] {
  return [...new Set(names)].map((name) => name as Person);
}
