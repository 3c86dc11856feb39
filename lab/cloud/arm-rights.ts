/** Holds each call to ARM to the custom roles that `farwatch azure setup` would have made. */

import type { Estate } from '../../config/estate.ts';
import { type AzureRole, rolesOf } from '../../deploy/azure-roles.ts';
import { isData } from './data.ts';

export interface ArmRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly authorization: string | undefined;
}

export interface ArmRefusal {
  readonly by: string;
  readonly action: string;
  readonly resource: string;
}

export interface ArmRights {
  /** Undefined lets it through; whoever has no token is left to ARM itself. */
  refusalOf(request: ArmRequest): ArmRefusal | undefined;
}

export function armRightsOf(estate: Estate): ArmRights {
  const roles = rolesOf(estate);
  return {
    refusalOf({ method, path, authorization }) {
      const by = callerIn(authorization);
      const asked = actionOf(method, path);
      if (by === undefined || asked === undefined) return undefined;
      const allowed = roles.some((role) => role.identity === by && allows(role, asked));
      return allowed ? undefined : { by, ...asked };
    },
  };
}

interface Asked {
  readonly action: string;
  readonly resource: string;
}

function allows({ actions, scope }: AzureRole, { action, resource }: Asked): boolean {
  const [within, id] = [scope.id.toLowerCase(), resource.toLowerCase()];
  const covered = id === within || id.startsWith(`${within}/`);
  return covered && actions.some((one) => one.toLowerCase() === action.toLowerCase());
}

/** The lab's token says whose it is; whether it is good is for ARM to find out. */
function callerIn(authorization = ''): string | undefined {
  const [, payload] = /^bearer [^.]+\.([^.]+)\./i.exec(authorization) ?? [];
  if (payload === undefined) return undefined;
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  return isData(claims) ? String(claims['appid']) : undefined;
}

const verbs: Readonly<Record<string, string>> = { GET: 'read', PUT: 'write', DELETE: 'delete' };

/**
 * A path as the action that it takes: pairs of type and name below a provider, then perhaps a verb
 * (`…/workflows/x/disable`) or the type of a list (`…/workflows`). The last provider counts, on what
 * stands before it. Undefined for what needs no right.
 */
export function actionOf(method: string, path: string): Asked | undefined {
  const plain = decodeURIComponent(new URL(path, 'https://arm').pathname).replace(/\/$/, '');
  if (!/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.test(plain)) return undefined;
  const verb = verbs[method] ?? 'action';
  const [, scope = '', provider = '', rest] = /^(.+)\/providers\/([^/]+)\/(.+)$/i.exec(plain) ?? [];
  if (rest === undefined) {
    return { action: `Microsoft.Resources/subscriptions/resourceGroups/${verb}`, resource: plain };
  }
  const segments = rest.split('/');
  const type = [provider, ...segments.filter((_, at) => at % 2 === 0)].join('/');
  if (segments.length % 2 === 0) return { action: `${type}/${verb}`, resource: plain };
  // A list is read on what holds it; a verb acts on the resource before it.
  const holder = plain.slice(0, plain.lastIndexOf('/'));
  const resource = segments.length === 1 ? scope : holder;
  return { action: method === 'POST' ? `${type}/action` : `${type}/read`, resource };
}
