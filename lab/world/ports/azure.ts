/** The lab's ARM as the port that reads and changes Azure, in memory. */

import type { Azure, AzureReader, AzureSelf } from '../../../core/azure.ts';
import { Between, Refusal, Unreachable } from '../../../core/kinds.ts';
import type { Clock } from '../../../core/ports.ts';
import type { AzureWorld, Caller, Place } from '../azure.ts';
import type { Dice } from '../dice.ts';
import { type ArmMeans, ask, type Question } from './arm.ts';
import { askBlob } from './blobs.ts';
import { aborted, fewMs, type Means } from './means.ts';
import { meet, waitFor } from './meeting.ts';
import { tokensOf } from './tokens.ts';

export interface AzureOptions {
  readonly clock: Clock;
  readonly dice: Dice;
  /** By default `vantage/operator`, the network of whoever carries out a move. */
  readonly network?: Place;
  readonly timeoutMs?: number;
  /** How long one token is used. A real one lives an hour and more; 0 asks Entra every time. */
  readonly tokenMs?: number;
}

/** As Azure's clients use a token: until five minutes before its hour is over. */
const tokenMsUsual = 55 * 60_000;
const timeoutMsUsual = 10_000;

/** `caller`: the name of an identity of the layout, with the rights it has there. */
export function azureOf(
  world: AzureWorld,
  caller: Caller,
  options: AzureOptions,
): Azure & AzureSelf {
  const means = armMeansOf(world, options);
  const put = <T>(question: Question, effect: () => T) => ask(means, question, effect);
  return {
    ...readerOf(means),
    ...selfOf(means, caller),
    setWorkflow: (resource, state, signal) => {
      const what = `${state === 'Enabled' ? 'enable' : 'disable'} workflow ${tail(resource)}`;
      const effect = () => world.arm.setWorkflow(caller, resource, state);
      return put({ what, does: 'write', resource, signal }, effect);
    },
    async putRecordSet(resource, set, etag, signal) {
      const what = `point ${nameOf(resource)} at ${set.cname}`;
      const effect = () => world.arm.putRecordSet(caller, resource, set, etag);
      await put({ what, does: 'write', resource, signal }, effect);
    },
    failOverAlias: (resource, alias, { safe }, signal) => {
      const what = `fail over alias ${alias} to ${tail(resource)}`;
      const effect = () => world.arm.failOverAlias(caller, resource, alias, safe);
      return put({ what, does: 'write', resource, signal }, effect);
    },
    pairAlias: (resource, alias, partner, signal) => {
      const what = `pair alias ${alias} of ${tail(resource)}`;
      const effect = () => world.arm.pair(caller, resource, alias, partner);
      return put({ what, does: 'write', resource, signal }, effect);
    },
    act: (id, _apiVersion, body, signal) => {
      const resource = id.replace(/\/\w+(\?.*)?$/, '');
      const what = `${tail(id)} ${tail(resource)}`;
      return put({ what, does: 'write', resource, signal }, () => world.arm.act(caller, id, body));
    },
    ask: (id, _apiVersion, body, signal) => {
      const resource = id.replace(/\/\w+(\?.*)?$/, '');
      const what = `ask ${tail(id)} of ${tail(resource)}`;
      return put({ what, does: 'write', resource, signal }, () => world.arm.ask(caller, id, body));
    },
    patch: (resource, _apiVersion, body, signal, ifMatch) => {
      const what = `change ${tail(resource)}`;
      return put({ what, does: 'write', resource, signal }, () => {
        world.arm.patch(caller, resource, body, ifMatch);
      });
    },
    put: (resource, _apiVersion, body, signal, ifMatch) => {
      const effect = () => void world.arm.put(caller, resource, body, ifMatch);
      return put({ what: `put ${tail(resource)}`, does: 'write', resource, signal }, effect);
    },
    deleteBusEntity: (resource, signal) => {
      const what = `delete ${tail(resource)}`;
      const effect = () => world.arm.deleteBusEntity(caller, resource);
      return put({ what, does: 'write', resource, signal }, effect);
    },
  };
}

export function azureReaderOf(world: AzureWorld, options: AzureOptions): AzureReader {
  return readerOf(armMeansOf(world, options));
}

function readerOf(means: ArmMeans): AzureReader {
  const { arm } = means.world;
  const read = <T>(what: string, resource: string, signal: AbortSignal, effect: () => T) =>
    ask(means, { what, does: 'read', resource, signal }, effect);
  return {
    alive: (signal) => alive(means, signal),
    workflow: (id, signal) => read(`read workflow ${tail(id)}`, id, signal, () => arm.workflow(id)),
    workflows: (group, signal) =>
      read(`list workflows of ${tail(group)}`, group, signal, () => arm.workflows(group)),
    openRuns: async (id, top, signal) => {
      const runs = await read(`list runs of ${tail(id)}`, id, signal, () => arm.openRuns(id));
      return runs.slice(0, top);
    },
    pipelineRuns: (id, since, signal) =>
      read(`list runs of ${tail(id)}`, id, signal, () => arm.pipelineRuns(id, since)),
    recordSet: (record, signal) =>
      read(`read the CNAME ${nameOf(record)}`, record, signal, () => arm.recordSet(record)),
    alias: (namespace, alias, signal) => {
      const what = `read alias ${alias} in ${tail(namespace)}`;
      return read(what, namespace, signal, () => arm.alias(namespace, alias));
    },
    busEntities: (namespace, signal) => {
      const what = `list what ${tail(namespace)} holds`;
      return read(what, namespace, signal, () => arm.busEntities(namespace));
    },
    resource: (id, _apiVersion, signal) =>
      read(`read ${tail(id)}`, id.split('?')[0] ?? id, signal, () => arm.resource(id)),
    blob: (url, signal) => askBlob(means, url, signal),
    groupLocation: (group, signal) => {
      // ARM itself keeps groups, wherever what they hold is served.
      const resource = `${group}/providers/Microsoft.Resources`;
      const what = `locate the resource group ${tail(group)}`;
      return read(what, resource, signal, () => arm.groupLocation(group));
    },
    pause: (ms, signal) => means.clock.sleep(ms, signal),
  };
}

function selfOf(means: ArmMeans, caller: Caller): AzureSelf {
  const { world, tokens } = means;
  return {
    async token(signal) {
      const why = await tokens.get(signal, 'entra');
      if (why === undefined) return { ageMs: tokens.ageMs() };
      throw new Between(why);
    },
    permissions: (scope, signal) => {
      // ARM itself adds them up, wherever the resource is served.
      const resource = '/providers/Microsoft.Authorization';
      const what = `list our own permissions on ${tail(scope)}`;
      const effect = () => world.arm.permissions(caller, scope);
      return ask(means, { what, does: 'read', resource, signal }, effect);
    },
  };
}

/** ARM's public metadata, for which no token is needed. */
async function alive(means: Means, signal: AbortSignal) {
  const { welcome, phases } = await meet(means, ['arm'], signal);
  if (welcome.is === 'half open') {
    await aborted(signal);
    throw new Unreachable('answer', 'timed out', phases);
  }
  if (welcome.is === 'status') {
    const why = `ARM answered ${welcome.status} to its metadata`;
    if (welcome.status >= 500) throw new Unreachable('answer', why, phases);
    throw new Refusal({ message: why, sent: 'no', status: welcome.status });
  }
  const waited = await waitFor(means, welcome.delayMs, phases, signal);
  return { phases: { ...waited, answer: fewMs(means.dice) } };
}

function armMeansOf(world: AzureWorld, options: AzureOptions): ArmMeans {
  const { clock, dice, network = 'vantage/operator' } = options;
  const { timeoutMs = timeoutMsUsual, tokenMs = tokenMsUsual } = options;
  const means = { world, clock, dice, network };
  return { ...means, timeoutMs, tokens: tokensOf(means, { tokenMs, timeoutMs }) };
}

function tail(id: string): string {
  return id.split('/').at(-1) ?? id;
}

/** `orders.contoso.com`, of the id of its record set. */
function nameOf(record: string): string {
  const [, zone, name] = /\/dnszones\/([^/]+)\/[^/]+\/([^/]+)$/i.exec(record) ?? [];
  return `${name}.${zone}`;
}
