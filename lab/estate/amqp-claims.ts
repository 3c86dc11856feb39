/** What one AMQP client may touch: the tokens it put to `$cbs`, verified as Service Bus would. */

import { createHmac } from 'node:crypto';
import { wordsOf } from '../../core/trouble.ts';
import { type AliasLayout, type Caller, Denied, type Layout } from '../world/azure.ts';

/** By which Entra tokens are known. Throws `Denied` for one that is not good, or no longer. */
export type CallerOf = (token: string) => Caller;

export interface Claims {
  /** Throws `Denied(401)`. `audience`: what it is put for, e.g. `sb://<host>/<queue>`. */
  put(told: { readonly token: string; readonly kind: string; readonly audience: string }): void;
  /** SASL PLAIN: the name and value of a key, good for all of the namespaces that have it. */
  present(keyName: string, key: string): boolean;
  allow(host: string, entity: string): boolean;
}

type Sas = NonNullable<AliasLayout['sas']>;

export function createClaims(
  layout: Pick<Layout, 'aliases'>,
  callerOf: CallerOf,
  now: () => number,
): Claims {
  /** The resources claimed, with the time until which: `orders.servicebus.windows.net/probe`. */
  const until = new Map<string, number>();
  const presented: Sas[] = [];

  return {
    put({ token, kind, audience }) {
      const resource = resourceOf(audience);
      const expiry = kind.endsWith(':sastoken')
        ? verifySas(layout, token, resource, now())
        : verifyJwt(callerOf, token);
      until.set(resource, expiry);
    },
    present(keyName, key) {
      const known = layout.aliases.some(({ sas }) => sas?.keyName === keyName && sas.key === key);
      if (known) presented.push({ keyName, key });
      return known;
    },
    allow(host, entity) {
      const sas = aliasAt(layout, host)?.sas;
      if (presented.some((p) => p.keyName === sas?.keyName && p.key === sas.key)) return true;
      return [...until].some(
        ([resource, expiry]) => now() < expiry && covers(resource, `${host}/${entity}`),
      );
    },
  };
}

/** The alias that a host, its own or that of one of its namespaces, belongs to. */
export function aliasAt(layout: Pick<Layout, 'aliases'>, host: string): AliasLayout | undefined {
  return layout.aliases.find(({ host: alias, namespaces }) =>
    [alias, namespaces.primary.host, namespaces.secondary.host].includes(host),
  );
}

/** An Entra token is judged when it is put; it is put again long before it ends. */
function verifyJwt(callerOf: CallerOf, token: string): number {
  callerOf(token);
  return Number.POSITIVE_INFINITY;
}

/**
 * `SharedAccessSignature sr=<resource>&sig=<signature>&se=<expiry>&skn=<key name>`, where the
 * signature is an HMAC-SHA256 over the encoded resource, a line feed, and the expiry in seconds.
 */
function verifySas(
  layout: Pick<Layout, 'aliases'>,
  token: string,
  resource: string,
  now: number,
): number {
  const fields = new Map(
    token
      .replace(/^SharedAccessSignature\s+/, '')
      .split('&')
      .map(pairOf),
  );
  const encoded = fields.get('sr') ?? '';
  const claimed = resourceOf(unescaped(encoded));
  const expires = fields.get('se') ?? '';
  const sas = aliasAt(layout, claimed.split('/')[0] ?? '')?.sas;
  if (sas === undefined || unescaped(fields.get('skn') ?? '') !== sas.keyName) {
    throw unauthorized(`no key of that name is known for ${claimed}`);
  }
  const signature = createHmac('sha256', sas.key).update(`${encoded}\n${expires}`).digest('base64');
  if (unescaped(fields.get('sig') ?? '') !== signature) {
    throw unauthorized('InvalidSignature: The token has an invalid signature.');
  }
  const expiry = Number(expires) * 1_000;
  if (!(now < expiry)) throw unauthorized('ExpiredToken: The token is expired.');
  if (!covers(claimed, resource)) throw unauthorized(`the token is for ${claimed}`);
  return expiry;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw unauthorized(`MalformedToken: ${wordsOf(error)}`);
  }
}

function pairOf(field: string): readonly [string, string] {
  const at = field.indexOf('=');
  return [field.slice(0, at), field.slice(at + 1)];
}

/** Whether a claim to one resource is a claim to another: to the same, or to one within it. */
function covers(claimed: string, resource: string): boolean {
  return resource === claimed || resource.startsWith(`${claimed}/`);
}

/** Without scheme, port and case: `sb://Orders.Example:5671/Probe/` → `orders.example/probe`. */
function resourceOf(audience: string): string {
  if (!URL.canParse(audience)) throw unauthorized(`the audience is not an address: ${audience}`);
  const { hostname, pathname } = new URL(audience);
  return `${hostname}${pathname}`.toLowerCase().replace(/\/+$/, '');
}

function unauthorized(text: string): Denied {
  return new Denied(401, 'amqp:unauthorized-access', text);
}
