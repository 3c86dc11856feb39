/** Test documents on their way: taken at the public entry, carried by the alias, found at the end. */

import { type Region, sides } from '../../core/names.ts';
import type { Aliases, AliasState } from './aliases.ts';
import type { ChainLayout, HttpServed, Layout, Place } from './azure.ts';
import type { Dice } from './dice.ts';
import type { FaultBook } from './faults.ts';
import type { Pace } from './pace.ts';
import type { Request } from './serve.ts';
import type { Timeline } from './timeline.ts';
import type { Workflows } from './workflows.ts';

export interface Chains {
  /** Undefined where no chain begins or ends: the host answers as ever. */
  serve(host: string, request: Request): HttpServed | undefined;
}

interface ChainWorld {
  readonly timeline: Timeline;
  readonly dice: Dice;
  readonly pace: Pace;
  readonly faults: FaultBook;
  readonly workflows: Workflows;
  readonly aliases: Aliases;
  placesOf(host: string): readonly Place[];
}

/** What the alias has brought to where nobody takes it lies there for so long. */
const lyingMs = 10 * 60_000;
const lookAgainMs = 1_000;

export function createChains(layout: Layout, world: ChainWorld): Chains {
  const { timeline, dice, pace, faults, workflows, aliases, placesOf } = world;
  const arrived = new Set<string>();
  const aliasOf = ({ alias: host }: ChainLayout) =>
    aliases.all.find(({ layout: one }) => one.host === host);

  /** Not by partners or by what books them: nothing here leads from a test document to either. */
  function carry(chain: ChainLayout, key: string, from: Region | undefined, until: number): void {
    const alias = aliasOf(chain);
    const led = alias?.leads;
    const look = () => {
      // What lies in a namespace the alias has left, stays there.
      if (timeline.now() > until || alias?.leads !== led) return;
      const region = alias === undefined ? from : layout.regions[alias.leads];
      if (isTaken(chain, region)) arrived.add(key);
      else timeline.after(lookAgainMs, look);
    };
    timeline.after(dice.between(...pace.workMs), look);
  }

  /** By the flows of the region that it was brought to: each of them must be at work. */
  function isTaken(chain: ChainLayout, region: Region | undefined): boolean {
    const side = sides.find((one) => layout.regions[one] === region);
    const flows = layout.workflows.filter(
      (w) => w.does === 'receiver' && w.side === side && chain.flows.includes(w.id),
    );
    const places = [...busPlaces(aliasOf(chain), placesOf), `${region}/logic/worker`];
    return (
      flows.every((flow) => workflows.isEnabled(flow)) &&
      faults.treatBy(dice, places).is === 'served'
    );
  }

  function enter(chain: ChainLayout, host: string, request: Request): HttpServed | undefined {
    const { entry } = chain;
    const id = idIn(entry, request, [entry.document, request.body ?? '']);
    if (id === undefined) return undefined;
    if (faults.treatBy(dice, busPlaces(aliasOf(chain), placesOf)).is !== 'served') {
      return said(503, { statusCode: 503, message: 'The message could not be handed on.' });
    }
    const [place] = placesOf(host);
    carry(
      chain,
      `${entry.host} ${id}`,
      place?.split('/')[0] as Region | undefined,
      timeline.now() + lyingMs,
    );
    return said(entry.status, { id });
  }

  function leave({ entry, end }: ChainLayout, request: Request): HttpServed | undefined {
    const id = idIn(end, request);
    if (id === undefined) return undefined;
    return arrived.has(`${entry.host} ${id}`) ? said(end.status, { id }) : said(404, { id });
  }

  return {
    serve(host, request) {
      for (const chain of layout.chains ?? []) {
        const { entry, end } = chain;
        const enters = entry.host === host && request.method === entry.method;
        const served =
          (enters ? enter(chain, host, request) : undefined) ??
          (end.host === host && request.method === 'GET' ? leave(chain, request) : undefined);
        if (served !== undefined) return served;
      }
      return undefined;
    },
  };
}

function busPlaces(alias: AliasState | undefined, placesOf: ChainWorld['placesOf']) {
  return alias === undefined ? [] : placesOf(alias.layout.host);
}

/** The id that a request carries where the file has its placeholder; none if it is another request. */
function idIn(
  { path, headers }: Pick<ChainLayout['end'], 'path' | 'headers'>,
  request: Request,
  ...more: readonly (readonly [template: string, text: string])[]
): string | undefined {
  const pairs = [
    [path, request.path] as const,
    ...Object.entries(headers).map(
      ([name, value]) => [value, request.headers[name] ?? ''] as const,
    ),
    ...more,
  ];
  const found = pairs.map(([template, text]) => filledIn(template, text));
  if (found.some((id) => id === undefined)) return undefined;
  return found.find((id) => id !== '');
}

/** Undefined where the text is not of that template, empty where the template has no placeholder. */
function filledIn(template: string, text: string): string | undefined {
  const [first = '', ...rest] = template.split('{id}').map(literally);
  if (rest.length === 0) return template === text ? '' : undefined;
  const pattern = `^${first}(?<id>[\\w-]+)${rest.join('\\k<id>')}$`;
  return new RegExp(pattern).exec(text)?.groups?.['id'];
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function said(status: number, body: object): HttpServed {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: JSON.stringify(body) };
}
