/** All that is not AWS and that functions call: Azure, Slack, and the dead man's switch of the pulse. */

import type { Estate } from '../../config/estate.ts';
import type { Instant } from '../../core/names.ts';
import { openEstate, type Estate as Wires } from '../estate/estate.ts';
import { openLoopback } from '../estate/loopback.ts';
import { type LabSlack, openSlack } from '../estate/slack.ts';
import type { AzureWorld } from '../world/azure.ts';
import { createAzure } from '../world/create-azure.ts';
import { diceOf } from '../world/dice.ts';
import { labSecrets, layoutOf } from '../world/layout.ts';

export interface Outside {
  readonly world: AzureWorld;
  readonly wires: Wires;
  readonly room: LabSlack;
  /** From reference to value, for every secret of the file. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly deadMan: string;
  /** How often the dead man's switch was told that all is alive. */
  pings(): number;
  close(): Promise<void>;
}

export interface OutsideMeans {
  readonly seed: string | number;
  /** Where Slack posts clicks to: the HTTP API of the deployment. */
  readonly clicks: string;
  /** Whom Entra believes on the word of AWS. */
  readonly federated: (client: string, assertion: string) => string | undefined;
}

const clock = { now: () => Date.now() as Instant };

/** Slack's own; functions take no other. */
const hooks = 'https://hooks.slack.com/';

export async function openOutside(
  estate: Estate,
  { seed, clicks, federated }: OutsideMeans,
): Promise<Outside> {
  const world = createAzure(layoutOf(estate), { clock, dice: diceOf(seed) });
  const secrets = labSecrets(estate);
  const { slack, people } = estate;
  let pings = 0;
  const deadMan = await openLoopback(async () => {
    pings += 1;
    return { status: 200, body: 'ok' };
  });
  const wires = await openEstate(world, { federated });
  const room = await openSlack({
    token: secrets[slack?.token ?? ''] ?? '',
    signingSecret: secrets[slack?.signingSecret ?? ''] ?? '',
    people: Object.entries(people).map(([name, { slack: id }]) => ({ id: id ?? name, name })),
    interactivityUrl: `${clicks}/slack/interactivity`,
    world,
    clock,
    hooks,
    ...(slack ? { channel: { id: slack.channel, name: 'orders-oncall' } } : {}),
  });
  return {
    world,
    wires,
    room,
    secrets,
    deadMan: deadMan.origin,
    pings: () => pings,
    close: async () => {
      await Promise.all([room.close(), wires.close(), deadMan.close()]);
    },
  };
}
