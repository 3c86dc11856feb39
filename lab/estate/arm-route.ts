/** What one operation of ARM is: its path and version, where it is served, and what it answers. */

import type { Region } from '../../core/names.ts';
import { type AzureWorld, type Caller, Denied, type HttpServed } from '../world/azure.ts';

export type ArmState = AzureWorld['arm'];
/** What ARM stands on. */
export type ArmWorld = Pick<AzureWorld, 'arm' | 'layout'>;

/** A resource provider that has a place of its own: `arm/logic`. */
export type Provider =
  | 'apimanagement'
  | 'appconfiguration'
  | 'logic'
  | 'dns'
  | 'servicebus'
  | 'storage'
  | 'apimanagement'
  | 'web'
  | 'datafactory'
  | 'logic'
  | 'dns'
  | 'cdn'
  | 'servicebus'
  | 'storage'
  | 'insights'
  | 'resources'
  | 'authorization';

/** One call, authenticated and matched. */
export interface ArmCall {
  readonly by: Caller;
  /** Of the path, as they were written: `{ group: 'orders-we', workflow: 'receive' }`. */
  readonly params: Readonly<Record<string, string>>;
  /** The ARM id that the path names, without the action. */
  readonly id: string;
  readonly host: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Operation {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** `/subscriptions/{subscription}/…`, `{+scope}` for a whole id; matched whatever its case, as ARM does. */
  readonly path: string;
  /** The last segment that is a verb and no part of the resource: `enable`. */
  readonly action?: string;
  readonly provider: Provider;
  readonly apiVersion: string;
  /** The regions whose resource provider must answer for it; none for what does not exist. */
  regions(world: ArmWorld, id: string): readonly Region[];
  /** May throw `Denied`. */
  answer(arm: ArmState, call: ArmCall): HttpServed;
}

export const resourceGroup = '/subscriptions/{subscription}/resourceGroups/{group}';

export interface Matched {
  readonly params: ArmCall['params'];
  readonly id: string;
}

/** The resource that a path names, if this is the operation that it is a path of. */
export function match({ path, action }: Operation, asked: string): Matched | undefined {
  const tail = action === undefined ? '' : `/${action}`;
  const pattern = path
    .replaceAll('.', '\\.')
    .replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')
    .replace(/\{\+(\w+)\}/g, '(?<$1>/.+)');
  const found = new RegExp(`^(?<id>${pattern})${tail}/?$`, 'i').exec(asked);
  if (found?.groups === undefined) return undefined;
  const { id = '', ...params } = found.groups;
  return { params, id: decodeURIComponent(id) };
}

export function regionsOf({ arm }: ArmWorld, id: string): readonly Region[] {
  const region = arm.regionOf(id);
  return region === undefined ? [] : [region];
}

export function json(status: number, body: unknown): HttpServed {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: JSON.stringify(body) };
}

export function empty(status: number): HttpServed {
  return { status, headers: {}, body: '' };
}

export function malformed(why: string): Denied {
  return new Denied(400, 'InvalidRequestContent', `The request content was invalid: ${why}`);
}
