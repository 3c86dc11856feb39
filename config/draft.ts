/** As much of a file as can be read although other parts of it are refused. */

import * as z from 'zod';
import { type Compiled, compileService } from './compile.ts';
import type { Path } from './faults.ts';
import { fileShape, watchShape } from './schema.ts';
import { serviceEntry } from './service-schema.ts';

/** What could not be read is `undefined`: no check may complain of that a second time. */
export interface Draft {
  readonly vantages: readonly string[] | undefined;
  /** Those that have a network. */
  readonly networks: readonly string[] | undefined;
  readonly quorum: number | undefined;
  readonly zone: string | undefined;
  readonly look: z.infer<typeof fileShape.azure.shape.look> | undefined;
  /** People by name, with their Slack id where they have one. */
  readonly people: ReadonlyMap<string, string | undefined> | undefined;
  readonly responders: readonly string[] | undefined;
  readonly watches: readonly DraftWatch[];
}

export interface DraftWatch {
  readonly name: string;
  readonly path: Path;
  readonly mode: string | undefined;
  readonly primary: string | undefined;
  readonly secondary: string | undefined;
  readonly approvers: readonly string[] | undefined;
  readonly acknowledge: readonly string[] | undefined;
  readonly downWhen: number | undefined;
  readonly trafficOnly: readonly string[] | undefined;
  readonly judging: z.infer<typeof watchShape.judging> | undefined;
  readonly moving: z.infer<typeof watchShape.moving> | undefined;
  readonly services: readonly DraftService[];
}

export interface DraftService {
  readonly name: string;
  readonly path: Path;
  readonly critical: boolean | undefined;
  readonly shared: boolean | undefined;
  readonly movesWith: readonly string[] | undefined;
  readonly compiled: Compiled | undefined;
}

export function draftOf(data: unknown): Draft {
  const file = mapIn(data);
  const people = mapIn(file['people']);
  const member = z.object({ slack: z.string().optional() });
  return {
    vantages: read(fileShape.vantages, file['vantages']),
    networks: Object.keys(read(fileShape.networks, file['networks']) ?? {}),
    quorum: read(fileShape.quorum, file['quorum']),
    zone: read(fileShape.azure.shape.zone, mapIn(file['azure'])['zone']),
    look: read(fileShape.azure.shape.look, mapIn(file['azure'])['look']),
    people:
      read(z.looseObject({}).default({}), file['people']) &&
      new Map(Object.entries(people).map(([name, told]) => [name, read(member, told)?.slack])),
    responders: read(fileShape.responders, file['responders']),
    watches: Object.entries(mapIn(file['watches'])).map(([name, watch]) => watchDraft(name, watch)),
  };
}

function watchDraft(name: string, data: unknown): DraftWatch {
  const watch = mapIn(data);
  const path = ['watches', name];
  return {
    name,
    path,
    mode: read(watchShape.mode, watch['mode']),
    primary: read(watchShape.primary, watch['primary']),
    secondary: read(watchShape.secondary, watch['secondary']),
    approvers: read(watchShape.approvers, watch['approvers']),
    acknowledge: read(watchShape.acknowledge, watch['acknowledge']),
    downWhen: read(watchShape.downWhen, watch['downWhen']),
    trafficOnly: read(watchShape.trafficOnly, watch['trafficOnly']),
    judging: read(watchShape.judging, watch['judging']),
    moving: read(watchShape.moving, watch['moving']),
    services: Object.entries(mapIn(watch['services'])).map(([service, entry]) =>
      serviceDraft(service, [...path, 'services', service], entry),
    ),
  };
}

function serviceDraft(name: string, path: Path, data: unknown): DraftService {
  const raw = mapIn(data);
  const entry = read(serviceEntry, data);
  return {
    name,
    path,
    critical: read(z.boolean().default(false), raw['critical']),
    shared: read(z.boolean().default(false), raw['shared']),
    movesWith: read(z.array(z.string()).default([]), raw['movesWith']),
    compiled: entry && compileService(name, entry),
  };
}

function read<T>(schema: z.ZodType<T>, raw: unknown): T | undefined {
  return schema.safeParse(raw).data;
}

function mapIn(raw: unknown): Readonly<Record<string, unknown>> {
  return read(z.looseObject({}), raw) ?? {};
}
