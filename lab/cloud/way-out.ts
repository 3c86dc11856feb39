/** Opens execution environments whose every way out leads into the lab, and keeps what they log. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Estate } from '../../config/estate.ts';
import { openAuthority } from '../estate/authority.ts';
import type { Origin } from '../estate/geography.ts';
import { addressFor } from '../estate/resolve.ts';
import { armRightsOf } from './arm-rights.ts';
import type { LabAws } from './aws.ts';
import type { Calls } from './calls.ts';
import type { FunctionPlan } from './deployed.ts';
import type { Outside } from './outside.ts';
import { openRelay } from './relay.ts';
import type { Refusal, Rights } from './rights.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';
import { armRefusal, siteOf } from './sites.ts';

export interface LogLine {
  readonly fn: string;
  readonly at: number;
  readonly line: string;
}

export interface WayOut {
  open(plan: FunctionPlan): Promise<Sandbox>;
  /** Where calls that are not to AWS lead; before this none can be made. */
  lead(outside: Outside): void;
  readonly strangers: readonly string[];
  readonly log: readonly LogLine[];
}

export interface WayOutMeans {
  readonly estate: Estate;
  /** For what must be a file. */
  readonly folder: string;
  readonly calls: Calls;
  readonly rights: Rights;
  readonly aws: LabAws;
  /** Kept with the refusals of AWS. */
  readonly onArmRefusal: (refusal: Refusal) => void;
}

export async function openWayOut(means: WayOutMeans): Promise<WayOut> {
  const { estate, calls, rights, aws, onArmRefusal } = means;
  const authority = openAuthority(Date.now());
  const caFile = join(means.folder, 'authority.pem');
  await writeFile(caFile, authority.ca);
  const armRights = armRightsOf(estate);
  const strangers: string[] = [];
  const log: LogLine[] = [];
  let outside: Outside | undefined;

  function led(): Outside {
    if (outside === undefined) throw new Error('nothing leads anywhere yet');
    return outside;
  }

  function siteFor(host: string) {
    const { world, room, deadMan } = led();
    const endpoints = Object.entries(aws.doors).map(([name, door]) => [name, door.endpoint]);
    return siteOf(host, {
      aws: Object.fromEntries(endpoints),
      slack: room,
      deadMan,
      isAzure: (name) => addressFor(world, name) !== undefined,
    });
  }

  return {
    strangers,
    log,
    lead(to) {
      outside = to;
    },
    async open(plan) {
      const { wires } = led();
      const origin = originOf(plan, estate);
      const dns = Number(wires.dnsServersOf(origin)[0]?.split(':').at(-1));
      return await openSandbox({
        plan,
        credentials: rights.credentialsOf(plan),
        caFile,
        dns,
        onLog: (line) => void log.push({ fn: plan.name, at: Date.now(), line }),
        openRelay: (kill) =>
          openRelay({
            fn: plan.name,
            calls,
            authority,
            ca: wires.ca,
            dial: wires.dialOf(origin),
            siteOf: siteFor,
            onStranger: (host) => void strangers.push(`${plan.name}: ${host}`),
            refuse: (host, request) =>
              armRefusal(host, request, {
                rights: armRights,
                onRefusal: ({ by, action, resource }) => {
                  const why = `no role of the ${by} identity allows it`;
                  onArmRefusal({ by: plan.name, action, resource, why });
                },
              }),
            kill,
          }),
      });
    },
  };
}

/** A probe looks from its own network; all else calls from where the hand does. */
function originOf({ name, region }: FunctionPlan, { watches }: Estate): Origin {
  const vantages = watches.flatMap((watch) => watch.vantages);
  const here = vantages.find((vantage) => vantage === region);
  return name.startsWith('probe@') && here !== undefined ? here : 'operator';
}
