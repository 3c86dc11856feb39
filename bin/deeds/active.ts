/** `farwatch active`: tells a pipeline which side serves, and whether it may change anything now. */

import type { ServiceName, Serving } from '../../core/names.ts';
import { Trouble } from '../../core/trouble.ts';
import { regionsOf, servingOf, type Watch } from '../../core/watch.ts';
import { type Exit, exits } from '../exit.ts';
import { journalOf, type Where } from '../kept.ts';
import { complain, print, printJson, styled } from '../print.ts';
import { readEstate, watchIn } from '../read-estate.ts';
import { exitOf, isCalm, type Standing, standingsOf, standingText } from '../standing.ts';

export interface ActiveOptions extends Where {
  readonly watch?: string;
  readonly service?: string;
  readonly json?: boolean;
}

/** A watch and how it stands. */
interface Stands {
  readonly watch: Watch;
  readonly standing: Standing;
}

interface Served {
  readonly service: ServiceName;
  readonly side: Serving;
  /** Of both, "westeurope and northeurope". */
  readonly region: string;
}

const wait = 'Deploy nothing now: wait until it is over.';
const untold = 'It cannot be told whether anything may be deployed now.';

export async function active(file: string, options: ActiveOptions): Promise<Exit> {
  const estate = await readEstate(file);
  const { watch: wanted, service } = options;
  const watches = wanted === undefined ? estate.watches : [watchIn(estate, wanted)];
  const names = watches.map(({ name }) => name);
  const standings = await standingsOf(names, journalOf(estate, options));
  const all = watches.flatMap((watch, at): readonly Stands[] => {
    const standing = standings[at];
    return standing === undefined ? [] : [{ watch, standing }];
  });
  if (service !== undefined) return sideOf(all, service, options.json);
  if (options.json) {
    printJson({ deploy: standings.every(isCalm), watches: all.map(toldOf) });
  } else {
    for (const one of all) show(one);
    const exit = exitOf(standings);
    if (exit !== exits.fine) print(exit === exits.failed ? wait : untold);
  }
  return exitOf(standings);
}

/** On stdout nothing but the side, so that a script may take it as it is. */
function sideOf(all: readonly Stands[], wanted: string, json = false): Exit {
  const found = all.filter(({ watch }) => watch.services.some(({ name }) => name === wanted));
  const [one, ...more] = found;
  if (one === undefined || more.length > 0) {
    const known = all.flatMap(({ watch }) => watch.services.map(({ name }) => name));
    throw new Trouble('service-unknown', {
      message:
        one === undefined
          ? `Cannot tell where ${wanted} serves: there are ${known.join(', ')}`
          : `Cannot tell which ${wanted} is meant: ${found.map(({ watch }) => watch.name).join(', ')} have one`,
      next: 'Name a service of the watch, and the watch with --watch.',
    });
  }
  const { standing } = one;
  const serving = servingIn(one).find(({ service }) => service === wanted);
  if (serving === undefined) {
    complain(standingText(standing));
    return exits.unsure;
  }
  if (json) printJson({ deploy: isCalm(standing), ...serving });
  else print(serving.side);
  if (!isCalm(standing)) complain(`${standingText(standing)}. ${wait}`);
  return exitOf([standing]);
}

/** As last proven; what never moved serves from the primary side. Empty when it cannot be told. */
function servingIn({ watch, standing }: Stands): readonly Served[] {
  if (standing.is === 'unsure') return [];
  const { active: last } = standing.incident;
  return watch.services.map((service) => {
    const side = servingOf(service, last);
    return { service: service.name, side, region: regionsOf(side, watch) };
  });
}

function toldOf(one: Stands) {
  const { standing } = one;
  const told = standing.is === 'read' ? { stage: standing.incident.stage } : { why: standing.why };
  return { watch: standing.watch, calm: isCalm(standing), ...told, services: servingIn(one) };
}

function show(one: Stands): void {
  const { standing } = one;
  const mark =
    standing.is === 'unsure'
      ? styled('yellow', '?')
      : isCalm(standing)
        ? styled('green', '●')
        : styled('red', '▼');
  print(`${mark} ${standingText(standing)}`);
  for (const { service, side, region } of servingIn(one)) {
    print(`    ${service.padEnd(24)} ${region} (${side})`);
  }
}
