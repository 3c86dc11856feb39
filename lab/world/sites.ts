/** Logic Apps (Standard): their application settings, and the workflows that a restart lets obey them. */

import type { Side } from '../../core/names.ts';
import { type ArmState, type Caller, Denied, type Layout, type WorkflowLayout } from './azure.ts';
import type { Dice } from './dice.ts';
import { among, type Keeper } from './keepers.ts';
import type { Pace } from './pace.ts';
import type { Timeline } from './timeline.ts';
import { isInSite, type Workflows } from './workflows.ts';
import type { WriteBook } from './writes.ts';

interface SiteWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly book: WriteBook;
  readonly workflows: Workflows;
}

export interface Site {
  /** A full ARM id. */
  readonly id: string;
  readonly side: Side;
  readonly workflows: readonly WorkflowLayout[];
}

interface Kept extends Site {
  settings: Readonly<Record<string, string>>;
  /** Until then its host is not up again. */
  busyUntil: number;
}

/** Small, so that a list of a few has to be turned over. */
const pageSize = 2;

/** Whatever workflows say of where they live. */
export function sitesOf({ workflows }: Pick<Layout, 'workflows'>): readonly Site[] {
  const inside = workflows.filter(({ id }) => isInSite(id));
  return [...Map.groupBy(inside, ({ id }) => id.slice(0, id.lastIndexOf('/workflows/')))].map(
    ([id, of]) => ({ id, side: of[0]?.side ?? 'primary', workflows: of }),
  );
}

export function createSites(layout: Layout, world: SiteWorld): Keeper {
  const { timeline, dice, pace, book, workflows } = world;
  const all = sitesOf(layout).map(begin);

  function siteAt(id: string): { readonly site: Kept; readonly rest: string } {
    timeline.catchUp();
    const site = all.find((one) => among([one.id])(id));
    if (site === undefined) throw notFound(id);
    return { site, rest: id.slice(site.id.length).replace(/\?.*$/, '') };
  }

  // Whoever sets one in the portal changes the setting by it.
  workflows.watch(({ id }, enabled) => {
    const site = all.find((one) => among([one.id])(id));
    if (site === undefined) return;
    const key = keyOf(nameOf(id));
    const state = enabled ? 'Enabled' : 'Disabled';
    if (stateIn(site, nameOf(id)) !== state) site.settings = { ...site.settings, [key]: state };
  });

  function restart(site: Kept): void {
    const ms = dice.between(...pace.siteMs);
    site.busyUntil = timeline.now() + ms;
    for (const { id } of site.workflows) workflows.obey(id, stateIn(site, nameOf(id)), ms);
  }

  return {
    keeps: among(all.map(({ id }) => id)),

    resource(asked) {
      const { site, rest } = siteAt(asked);
      const query = new URLSearchParams(asked.split('?')[1]);
      const runs = /\/management\/workflows\/([^/]+)\/runs$/i.exec(rest)?.[1];
      const isUp = timeline.now() >= site.busyUntil;
      if (runs !== undefined) {
        // Only the host can tell of them.
        if (!isUp) throw new Denied(503, 'ServiceUnavailable', 'The host is not running.');
        return workflows.resource?.(`${workflowAt(site, runs).id}/runs?${query}`);
      }
      if (!/^\/workflows$/i.test(rest)) throw notFound(asked);
      const from = Number(query.get('$skiptoken') ?? 0);
      const value = site.workflows
        .slice(from, from + pageSize)
        .map(({ id }) => wireOf(site, workflows.workflow(id), isUp));
      const next = from + pageSize;
      if (next >= site.workflows.length) return { value, nextLink: null, id: null };
      const link = `https://management.azure.com${site.id}/workflows?$skiptoken=${next}`;
      return { value, nextLink: link, id: null };
    },

    ask(by, asked) {
      const { site, rest } = siteAt(asked);
      if (!/^\/config\/appsettings\/list$/i.test(rest)) throw notFound(asked);
      book.admit(by, 'Microsoft.Web/sites/config/list', site.id);
      return settingsOf(site);
    },

    put(by: Caller, asked: string, body: unknown) {
      const { site, rest } = siteAt(asked);
      if (!/^\/config\/appsettings$/i.test(rest)) throw notFound(asked);
      const operation = 'Microsoft.Web/sites/config/write';
      book.admit(by, operation, site.id);
      const { properties } = Object(body);
      const told = Object.entries<unknown>(Object(properties));
      const texts = told.map(([key, value]) => [key, String(value)] as const);
      // The provider quotes what it does not like.
      const odd = told.find(([, value]) => typeof value !== 'string');
      if (odd) throw new Denied(400, 'BadRequest', `The value '${odd[1]}' is no text.`);
      const before = site.settings;
      site.settings = Object.fromEntries(texts);
      const changed = [...new Set([...Object.keys(before), ...Object.keys(site.settings)])];
      const names = changed.filter((key) => before[key] !== site.settings[key]);
      restart(site);
      book.keep(by, operation, site.id, names.join(' '));
      return 'replaced';
    },
  };
}

/** As a deployment leaves it: with connection strings, and with a setting for what rests. */
function begin(site: Site): Kept {
  const name = nameOf(site.id);
  const resting = site.workflows.filter(({ enabled }) => !enabled);
  const settings = {
    APP_KIND: 'workflowApp',
    FUNCTIONS_EXTENSION_VERSION: '~4',
    AzureWebJobsStorage: `DefaultEndpointsProtocol=https;AccountName=${name};AccountKey=canary-of-${name}`,
    ...Object.fromEntries(resting.map(({ id }) => [keyOf(nameOf(id)), 'Disabled'])),
  };
  return { ...site, settings, busyUntil: 0 };
}

function workflowAt({ workflows, id }: Site, name: string): WorkflowLayout {
  const found = workflows.find((one) => nameOf(one.id).toLowerCase() === name.toLowerCase());
  if (found === undefined) throw notFound(`${id}/workflows/${name}`);
  return found;
}

function wireOf(site: Site, { id, state }: ReturnType<ArmState['workflow']>, isUp: boolean) {
  return {
    id,
    name: `${nameOf(site.id)}/${nameOf(id)}`,
    type: 'Microsoft.Web/sites/workflows',
    kind: 'Stateful',
    properties: { flowState: state, health: { state: isUp ? 'Healthy' : 'Unknown' } },
  };
}

function settingsOf({ id, settings }: Kept) {
  const type = 'Microsoft.Web/sites/config';
  return { id: `${id}/config/appsettings`, name: 'appsettings', type, properties: settings };
}

/** The names of settings have no case. */
function stateIn({ settings }: Kept, workflow: string): 'Enabled' | 'Disabled' {
  const key = keyOf(workflow).toLowerCase();
  const found = Object.entries(settings).find(([name]) => name.toLowerCase() === key);
  return found?.[1].toLowerCase() === 'disabled' ? 'Disabled' : 'Enabled';
}

function keyOf(workflow: string): string {
  return `Workflows.${workflow}.FlowState`;
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

function notFound(id: string): Denied {
  return new Denied(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
}
