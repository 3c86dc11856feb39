/** Knows every caller of the lab's AWS by its access key, and holds each call to the templates. */

import { createHash } from 'node:crypto';
import { AwsRefusal, type Call } from '../aws/door.ts';
import { requestsOf } from './aws-request.ts';
import type { Deployed, FunctionPlan } from './deployed.ts';
import { type Asked, type Policies, refusalOf } from './policy.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** A call that a role of the templates does not allow. */
export interface Refusal {
  /** A function, or a part of AWS that acts for one: `judge`, `scheduler`. */
  readonly by: string;
  readonly action: string;
  readonly resource: string;
  readonly why: string;
}

export interface Rights {
  /** What Lambda would put into the environment of this function. */
  credentialsOf(fn: FunctionPlan): Credentials;
  /** For `Door.meddle`: undefined lets the call in. */
  refuse(service: string, call: Call): AwsRefusal | undefined;
  /** What AWS itself does in the name of a role, e.g. to read a stream. False is kept as a refusal. */
  may(by: string, role: string, action: string, resource: string): boolean;
  /** The ARN behind a signature; `operator` for whoever keeps the lab. */
  callerOf(headers: Call['headers']): Caller | undefined;
  /** In the order they happened; a story in which nobody is refused leaves none. */
  readonly refusals: readonly Refusal[];
}

export interface Caller {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
}

/** The hand of the lab: publishes, creates tables, looks into everything. No role of the templates. */
export const operator: Credentials = {
  accessKeyId: 'AKIALABOPERATOR00000',
  secretAccessKey: 'lab operator',
  sessionToken: 'lab',
};

export function rightsOf(deployed: Deployed, account: string): Rights {
  const refusals: Refusal[] = [];
  const partitions = new Map(deployed.tables.map(({ name, partition }) => [name, partition]));
  const known = new Map(
    deployed.functions.map((fn) => [
      credentialsOf(fn).accessKeyId,
      { name: fn.name, arn: fn.role } as const,
    ]),
  );

  function callerOf(headers: Call['headers']): Caller | undefined {
    const [, key = '', region = ''] =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d+\/([^/]+)\//.exec(headers['authorization'] ?? '') ??
      [];
    if (key === operator.accessKeyId) return { name: 'operator', arn: 'operator', region };
    const caller = known.get(key);
    return caller && { ...caller, region };
  }

  function whyNot(asked: Omit<Asked, 'account'>): string | undefined {
    return refusalOf({ ...asked, account }, policiesFor(asked, deployed));
  }

  return {
    credentialsOf,
    callerOf,
    refusals,
    refuse(service, call) {
      const caller = callerOf(call.headers);
      if (caller === undefined) return unknownKey();
      if (caller.name === 'operator') return undefined;
      const { region } = caller;
      const scene = { region, account, partitionOf: (table: string) => partitions.get(table) };
      const requests = requestsOf(service, call, scene);
      for (const { action, resource, context } of requests) {
        const told = contextOf(caller.arn, account, context);
        const why = whyNot({ principal: caller.arn, action, resource, context: told });
        if (why === undefined) continue;
        refusals.push({ by: caller.name, action, resource, why });
        return denied(service, { arn: caller.arn, action, resource, why });
      }
      return undefined;
    },
    may(by, role, action, resource) {
      const context = contextOf(role, account, {});
      const why = whyNot({ principal: role, action, resource, context });
      if (why !== undefined) refusals.push({ by, action, resource, why });
      return why === undefined;
    },
  };
}

/** Made from its name, so that two runs of the lab have the same. */
function credentialsOf({ name }: FunctionPlan): Credentials {
  const hash = createHash('sha256').update(`lab credentials of ${name}`).digest('hex');
  return {
    accessKeyId: `ASIA${hash.slice(0, 16).toUpperCase()}`,
    secretAccessKey: hash.slice(16, 56),
    sessionToken: `lab-session-${hash.slice(40)}`,
  };
}

function policiesFor(
  { principal, resource }: Pick<Asked, 'principal' | 'resource'>,
  { identityPolicies, resourcePolicies }: Deployed,
): Policies {
  return {
    identity: identityPolicies.get(principal) ?? [],
    resource: resourcePolicies.get(ownerOf(resource)) ?? [],
    resourceMustAllow: resource.startsWith('arn:aws:kms:'),
  };
}

/** Of an object it is the bucket that has a policy. */
function ownerOf(resource: string): string {
  return resource.startsWith('arn:aws:s3:::') ? resource.replace(/\/.*$/s, '') : resource;
}

function contextOf(
  principal: string,
  account: string,
  context: Asked['context'],
): Asked['context'] {
  return {
    ...context,
    'aws:principalarn': [principal],
    'aws:principalaccount': [account],
    'aws:securetransport': ['true'],
  };
}

interface Denied {
  readonly arn: string;
  readonly action: string;
  readonly resource: string;
  readonly why: string;
}

/** In the words of AWS; services whose answers are XML name the error otherwise. */
function denied(service: string, { arn, action, resource, why }: Denied): AwsRefusal {
  const text = `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} because ${why}`;
  const saysDenied = service === 'sts' || service === 'sns' || service === 's3';
  return saysDenied
    ? new AwsRefusal('AccessDenied', text, 403)
    : new AwsRefusal('AccessDeniedException', text);
}

function unknownKey(): AwsRefusal {
  const text = 'The security token included in the request is invalid.';
  return new AwsRefusal('UnrecognizedClientException', text);
}
