/** Opens everything a rehearsal needs on loopback: the estate, Slack with its page, a pager, levers. */

import { createServer } from 'node:net';
import type { Dial } from '../../adapters/local/dial.ts';
import type { Estate } from '../../config/estate.ts';
import type { Instant } from '../../core/names.ts';
import type { Pager } from '../../core/ports.ts';
import { openControl } from '../estate/control.ts';
import { openEstate } from '../estate/estate.ts';
import type { Origin } from '../estate/geography.ts';
import { type Levers, leversOf } from '../estate/levers.ts';
import { type LabPager, openPager } from '../estate/pager.ts';
import { type LabSlack, openSlack } from '../estate/slack.ts';
import type { AzureWorld } from '../world/azure.ts';
import { createAzure } from '../world/create-azure.ts';
import { diceOf } from '../world/dice.ts';
import { labSecrets, layoutOf } from '../world/layout.ts';

/** All that a house must know to stand beside a lab instead of Azure, wherever the lab runs. */
export interface LabAccess {
  /** PEM of the authority that vouches for every host of the lab. */
  readonly ca: string;
  dialOf(origin: Origin): Dial;
  nameServersOf(origin: Origin): readonly string[];
  /** From reference to value, for every secret of the file. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly slack: { readonly apiUrl: string; readonly hooks: string; readonly page: string };
  /** Where the lab's Slack posts clicks to: the house listens there. */
  readonly clicksPort: number;
  readonly pager: Pager;
  readonly levers: Levers;
}

export interface Lab extends LabAccess {
  readonly world: AzureWorld;
  readonly room: LabSlack;
  readonly pager: LabPager;
  /** `http://127.0.0.1:PORT` of the levers, for curl and for a house in another process. */
  readonly control: string;
  close(): Promise<void>;
}

const clock = { now: () => Date.now() as Instant };

export async function openLab(estate: Estate, { seed }: { seed: string | number }): Promise<Lab> {
  const world = createAzure(layoutOf(estate), { clock, dice: diceOf(seed) });
  const wires = await openEstate(world);
  const secrets = labSecrets(estate);
  const pager = openPager({ clock, world });
  const dialOf = (origin: Origin) => wires.dialOf(origin);
  const control = await openControl(world, { reception: { dialOf, pager } });
  const clicksPort = await freePort();
  const room = await openSlack({
    token: secrets[estate.slack?.token ?? ''] ?? 'xoxb-lab',
    signingSecret: signingSecretOf(estate, secrets),
    people: Object.entries(estate.people).map(([name, { slack }]) => ({ id: slack ?? name, name })),
    interactivityUrl: `http://127.0.0.1:${clicksPort}/slack/interactivity`,
    world,
    clock,
    pager,
    ...(estate.slack ? { channel: { id: estate.slack.channel, name: 'orders-oncall' } } : {}),
  });
  return {
    world,
    room,
    ca: wires.ca,
    dialOf,
    nameServersOf: (origin) => wires.dnsServersOf(origin),
    secrets,
    slack: { apiUrl: room.apiUrl, hooks: room.hooks, page: room.url },
    clicksPort,
    pager,
    levers: leversOf(world),
    control: control.origin,
    close: async () => {
      await Promise.all([room.close(), control.close(), wires.close()]);
    },
  };
}

export function signingSecretOf(
  { slack }: Estate,
  secrets: Readonly<Record<string, string>>,
): string {
  return secrets[slack?.signingSecret ?? ''] ?? 'lab signing secret';
}

/** A port that nobody listens on now; Slack must know the address before the house stands. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
