/** The kill switch on the wire: thrown in Slack in the middle of a move, lifted there, moved on. */

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type FastHouse, isCard, openFastHouse } from './fast-house.ts';

let house: FastHouse;

beforeAll(async () => {
  house = await openFastHouse('kill switch');
});

afterAll(() => house.close());

const [ana, carla, stranger] = ['U0ANA', 'U0CARLA', 'U0MALLORY'];

function toldTo(user: string): readonly string[] {
  return house.theatre.lab.room.messages().flatMap(({ to, text }) => (to === user ? [text] : []));
}

async function untilTold(user: string, line: RegExp): Promise<void> {
  await until(() => toldTo(user).some((text) => line.test(text)), `${user}: ${line}`);
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let n = 0; n < 400 && !isSo(); n += 1) await house.theatre.clock.sleep(50);
  if (!isSo()) throw new Error(`not in time: ${what}`);
}

/** The newest button of a card in the room that says so. */
function stands(label: string): boolean {
  const cards = house.theatre.lab.room.messages().filter(isCard);
  return cards.some(({ blocks }) => JSON.stringify(blocks).includes(label));
}

function kinds(): readonly string[] {
  return house.theatre.facts().map(({ kind }) => kind);
}

it('stops a move by a responder, and lets it go on by an approver alone', async () => {
  const { theatre, until: fact, untilAsked, watch } = house;
  const { lab, world, brake } = theatre;
  await theatre.perform(async () => {
    await theatre.house.lookNow();
    await theatre.house.lookNow();
    world.faults.set(watch.regions.primary, { is: 'dark' });
    await untilAsked();
    expect(stands('Stop all moves')).toBe(false);
    await lab.room.press(ana, 'Approve');
    await until(() => stands('Stop all moves'), 'the button');
    await lab.room.press(stranger, 'Stop all moves');
    await untilTold(stranger, /^Not stopped: not one of the people/);
    expect(await brake.read()).toEqual({ is: 'off' });
    // She is in a hurry, and presses twice.
    const press = () => lab.room.press(carla, 'Stop all moves', 'the partner called');
    await Promise.all([press(), press()]);
    await untilTold(carla, /^Stopped: /);
    await fact('held');
    const before = world.writes.length;

    await until(() => stands('Lift the stop'), 'the way back');
    const rings = () =>
      lab.pager.pages().some(({ key, is }) => key.startsWith('stop/') && is === 'ringing');
    await until(rings, 'the pager');
    await lab.room.press(carla, 'Lift the stop', 'it was nothing');
    await untilTold(carla, /^Not lifted: carla may stop moves, and only an approver/);
    await lab.room.press(ana, 'Lift the stop');
    await untilTold(ana, /^Not lifted: to lift a stop takes a reason/);
    // An order is no way around it.
    await lab.room.press(ana, 'Try again');
    await until(() => kinds().filter((kind) => kind === 'held').length === 2, 'held again');
    expect(world.writes.length).toBe(before);

    await until(() => stands('Lift the stop'), 'the way back');
    await lab.room.press(ana, 'Lift the stop', 'the partner agrees');
    await untilTold(ana, /^Lifted: /);
    expect(await brake.read()).toEqual({ is: 'off' });
    await until(() => stands('Try again') && !stands('Lift the stop'), 'the order');
    await lab.room.press(ana, 'Try again');
    await fact('proven');
  });

  expect(kinds().filter((kind) => kind === 'stopped' || kind === 'lifted')).toEqual([
    'stopped',
    'lifted',
  ]);
  const stops = () => lab.pager.pages().filter(({ key }) => key.startsWith('stop/'));
  await until(() => stops().every(({ is }) => is === 'resolved'), 'the pager at rest');
  expect(stops()).toHaveLength(1);
  expect(theatre.troubles.filter((line) => !line.includes('turned away'))).toEqual([]);
}, 110_000);
