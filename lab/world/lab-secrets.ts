/** Makes up a value for every secret an estate refers to, so that the lab can know them all. */

import { createHash } from 'node:crypto';
import type { Estate } from '../../config/estate.ts';
import type { Region, Side } from '../../core/names.ts';
import { secretReference } from '../../core/secret.ts';
import type { Service, Watch } from '../../core/watch.ts';
import { keyPair } from '../estate/key-pair.ts';
import { certificatesOf, keysOf } from './lab-logins.ts';
import { probesOf, read } from './specs.ts';

/** Longer than any lab runs. */
const pairMs = 30 * 86_400_000;

/** From reference to value; the same estate has the same secrets each time. */
export function labSecrets(estate: Estate): Readonly<Record<string, string>> {
  const { azure, slack } = estate;
  const logins = [...keysOf(azure, 'look'), ...keysOf(azure, 'switch')];
  const plain = [...logins, ...estate.watches.flatMap(referencesIn)];
  const secrets = new Map(plain.map((reference) => [reference, made(reference)]));
  for (const reference of certificatesOf(azure)) secrets.set(reference, pairOf(reference));
  if (slack !== undefined) {
    secrets.set(slack.token, `xoxb-lab-${made(slack.token)}`);
    secrets.set(slack.signingSecret, made(slack.signingSecret));
  }
  for (const [reference, url] of estate.watches.flatMap(callbacksOf)) secrets.set(reference, url);
  for (const [reference, url] of estate.watches.flatMap(queuesOf)) secrets.set(reference, url);
  return Object.fromEntries(secrets);
}

/** Every string among the settings of its probes, checks and steps that points at a secret. */
function referencesIn({ services, chains = [] }: Watch): readonly string[] {
  const asked = services.map(({ probes, pointers, checks, steps }) => {
    return [probes, pointers, checks, steps];
  });
  return stringsIn([asked, chains]).filter((text) => secretReference.test(text));
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** The callback URL of a health workflow is a secret as a whole, for the signature in it. */
function callbacksOf({ services, regions }: Watch): readonly (readonly [string, string])[] {
  return services.flatMap((service) =>
    probesOf(service, read.workflow).flatMap(({ side, settings }) =>
      side === undefined
        ? []
        : [[settings.url, callback(regions[side], settings.url, siteOf(service, side))] as const],
    ),
  );
}

/** The name of the Logic App (Standard) that a side's workflows live in. */
function siteOf(service: Service, side: Side): string | undefined {
  const asked = probesOf(service, read.siteHealth).find((one) => one.side === side);
  return asked?.settings.site.split('/').at(-1);
}

function callback(region: Region, reference: string, site: string | undefined): string {
  const id = made(`workflow of ${reference}`).slice(0, 32);
  const consumption = {
    host: `prod-01.${region}.logic.azure.com`,
    path: `/workflows/${id}/triggers/manual/paths/invoke`,
    version: '2016-10-01',
  };
  const standard = {
    host: `${site}.azurewebsites.net`,
    path: `/api/${id}/triggers/manual/invoke`,
    version: '2022-05-01',
  };
  const { host, path, version } = site === undefined ? consumption : standard;
  const url = new URL(`https://${host}`);
  url.port = '443';
  url.pathname = path;
  url.search = new URLSearchParams({
    'api-version': version,
    sp: '/triggers/manual/run',
    sv: '1.0',
    sig: made(`signature of ${reference}`),
  }).toString();
  return url.href;
}

/** So is the address of the queue that a probe subscription delivers to. */
function queuesOf({ services }: Watch): readonly (readonly [string, string])[] {
  return services.flatMap((service) =>
    probesOf(service, read.event).map(({ settings: { host, queue } }) => {
      const url = new URL('https://queue.core.windows.net/farwatch-probe');
      url.hostname = `${host.split('.')[0]?.replaceAll('-', '')}probe.queue.core.windows.net`;
      url.search = new URLSearchParams({ sv: '2024-11-04', sp: 'p', sig: made(queue) }).toString();
      return [queue, url.href] as const;
    }),
  );
}

const pairs = new Map<string, string>();

/** No seed makes a key: the first of this process is the one of the estate. */
function pairOf(reference: string): string {
  const known = pairs.get(reference) ?? keyPair(`farwatch lab ${reference}`, Date.now() + pairMs);
  pairs.set(reference, known);
  return known;
}

function made(reference: string): string {
  return createHash('sha256').update(`lab secret ${reference}`).digest('base64url');
}
