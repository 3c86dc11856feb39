/** The kill switch, by both of its doors, while a move is under way. */

import type { Cloud } from '../../lab/cloud/cloud.ts';
import { click, incidentOf, pause, play, type Script, until } from '../../lab/cloud/story.ts';
import { trespasses, unmoved, writtenTwice } from '../../lab/cloud/verdict.ts';
import { signed } from './signed.ts';
import type { Story } from './story.ts';

/** Longer than any write that was begun takes to be seen. */
const quietMs = 6_000;

/** What was changed while a stop stood, and who was let in that should not have been. */
const faults: string[] = [];

export const braked: Story = {
  title: 'A move is stopped by a signed call, lifted, stopped in Slack, and lifted there',
  tell: (cloud, script) => {
    faults.length = 0;
    return play(cloud, { ...script, answer: () => stopTwice(cloud, script) });
  },
  faults: (cloud) => [
    ...faults,
    ...trespasses(cloud),
    ...unmoved(cloud),
    ...writtenTwice(cloud),
    ...standing(cloud),
  ],
};

async function stopTwice(cloud: Cloud, script: Script): Promise<void> {
  const begun = firstOf(cloud, 'stepTried');
  await click(cloud, script);
  await begun;
  await bySignedCalls(cloud, script);
  await bySlack(cloud, script);
}

async function bySignedCalls(cloud: Cloud, script: Script): Promise<void> {
  const { say } = script;
  const stop = { brake: 'stop', why: 'we look at it' };
  const lift = { brake: 'lift', why: 'it was nothing' };
  say(`carla signs a stop: ${await signed(cloud, 'carla', stop)}`);
  await heldStill(cloud);
  // She may stop, and not lift.
  say(`carla signs a lift: ${await signed(cloud, 'carla', lift)}`);
  if (count(cloud, 'lifted') > 0) faults.push('a responder lifted the stop');
  say(`ana signs a lift: ${await signed(cloud, 'ana', lift)}`);
  await until('it is lifted', () => count(cloud, 'lifted') === 1, 10_000);
  // Its button is there again, and is pressed the moment the move goes on.
  await until('the card offers to stop', () => shows(cloud, 'Stop all moves'), 20_000);
  await goOn(cloud, script, 1);
}

async function bySlack(cloud: Cloud, script: Script): Promise<void> {
  const { room } = cloud.outside;
  const { approver, say } = script;
  const stop = await room.press('U0CARLA', 'Stop all moves', 'not yet');
  say(`carla presses Stop all moves: ${stop.is === 'failed' ? stop.why : stop.is}`);
  await until('it is stopped again', () => count(cloud, 'stopped') === 2, 10_000);
  await heldStill(cloud);
  await until('the card offers to lift', () => shows(cloud, 'Lift the stop'), 20_000);
  await room.press('U0CARLA', 'Lift the stop', 'I may not');
  await pause(1_000);
  if (count(cloud, 'lifted') > 1) faults.push('a responder lifted the stop in Slack');
  const lift = await room.press(approver, 'Lift the stop', 'now it may');
  say(`${approver} presses Lift the stop: ${lift.is === 'failed' ? lift.why : lift.is}`);
  await until('it is lifted again', () => count(cloud, 'lifted') === 2, 10_000);
  await goOn(cloud, script, 2);
}

/** The move is held, and from then on nothing is changed. */
async function heldStill(cloud: Cloud): Promise<void> {
  const { writes } = cloud.outside.world;
  await until('the move is held', () => incidentOf(cloud).stage === 'held', 60_000);
  const before = writes.length;
  await pause(quietMs);
  if (writes.length > before) faults.push('Azure was changed while a stop stood');
  if (incidentOf(cloud).stage !== 'held') faults.push('the move went on by itself');
}

async function goOn(cloud: Cloud, { approver, say }: Script, times: number): Promise<void> {
  await until('an order is offered', () => shows(cloud, 'Try again'), 20_000);
  for (let tries = 0; count(cloud, 'resumed') < times && tries < 5; tries += 1) {
    await cloud.outside.room.press(approver, 'Try again');
    await until('it is taken', () => count(cloud, 'resumed') >= times, 3_000).catch(() => {});
  }
  if (count(cloud, 'resumed') < times) throw new Error('nobody could order it on');
  say('it goes on');
}

function shows({ outside: { room } }: Cloud, label: string): boolean {
  return JSON.stringify(room.messages().map(({ blocks }) => blocks)).includes(`"${label}"`);
}

function count(cloud: Cloud, kind: string): number {
  return cloud.facts().filter((fact) => fact.kind === kind).length;
}

function firstOf(cloud: Cloud, kind: string): Promise<void> {
  return new Promise((resolve) => {
    cloud.onFact((fact) => {
      if (fact.kind === kind) resolve();
    });
  });
}

function standing(cloud: Cloud): readonly string[] {
  const kinds = cloud
    .facts()
    .flatMap(({ kind }) => (/^(stopped|lifted)$/.test(kind) ? [kind] : []));
  const [told, should] = [kinds.join(' '), 'stopped lifted stopped lifted'];
  return told === should ? [] : [`the switch was ${told}, and not ${should}`];
}
