/** The application settings of a site: secrets, read and written as a whole by whoever holds a claim. */

import type { Azure } from '../core/azure.ts';
import { Refusal } from '../core/kinds.ts';
import type { SiteAsked } from '../core/site-workflows.ts';
import { nameOf } from './arm-id.ts';

/** Never told to anybody but Azure: connection strings stand among them. */
export type AppSettings = ReadonlyMap<string, string>;

/** A POST, and withheld from whoever may only read; it changes nothing, whatever became of it. */
export async function listSettings(
  azure: Pick<Azure, 'ask'>,
  { site, apiVersion }: SiteAsked,
  signal: AbortSignal,
): Promise<AppSettings> {
  const told = await unquoted(
    { what: `list the settings of ${nameOf(site)}`, changes: false },
    () => azure.ask(`${site}/config/appsettings/list`, apiVersion, undefined, signal),
  );
  const { properties } = Object(told);
  const all = Object.entries<unknown>(Object(properties));
  const texts = all.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []));
  // What is not told whole would be gone once it is written whole; and no app runs without any.
  if (all.length > 0 && texts.length === all.length) return new Map(texts as [string, string][]);
  const message = `ARM did not tell all settings of ${nameOf(site)}, so none is written`;
  throw new Refusal({ message, sent: 'no' });
}

/** What is not among them is gone. The site restarts. */
export async function writeSettings(
  azure: Pick<Azure, 'put'>,
  { site, apiVersion }: SiteAsked,
  settings: AppSettings,
  signal: AbortSignal,
): Promise<void> {
  const body = { properties: Object.fromEntries(settings) };
  await unquoted({ what: `write the settings of ${nameOf(site)}`, changes: true }, () =>
    azure.put(`${site}/config/appsettings`, apiVersion, body, signal),
  );
}

/** With `changes` in place of what stood there. Names have no case in Azure: the one found is kept. */
export function withChanges(settings: AppSettings, changes: AppSettings): AppSettings {
  const spelt = new Map([...settings.keys()].map((key) => [key.toLowerCase(), key]));
  const renamed = [...changes].map(
    ([key, value]) => [spelt.get(key.toLowerCase()) ?? key, value] as const,
  );
  return new Map([...settings, ...renamed]);
}

/** How many differ, those left aside that are in `ours`. */
export function differences(one: AppSettings, two: AppSettings, ours: AppSettings): number {
  const aside = new Set([...ours.keys()].map((key) => key.toLowerCase()));
  const names = new Set([...one.keys(), ...two.keys()]);
  return [...names].filter((key) => !aside.has(key.toLowerCase()) && one.get(key) !== two.get(key))
    .length;
}

/** ARM may quote a setting that it does not like: its status and code are passed on, not its words. */
async function unquoted<T>(
  { what, changes }: { readonly what: string; readonly changes: boolean },
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, code, sent, retryAfterMs } = error;
    const answered = `ARM answered ${status} to ${what}${code === undefined ? '' : `: ${code}`}`;
    // Without a status ARM said nothing, and the words are our own.
    const message = status === undefined ? error.message : answered;
    throw new Refusal({ message, sent: changes ? sent : 'no', status, code, retryAfterMs });
  }
}
