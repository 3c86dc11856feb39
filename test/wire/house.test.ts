/** The whole loop on the wire: a region goes dark, people are asked by Slack, one of them clicks. */

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type FastHouse, isCard, openFastHouse } from './fast-house.ts';

let house: FastHouse;
let healedAt = 0;

beforeAll(async () => {
  house = await openFastHouse('house');
});

afterAll(() => house.close());

const stranger = 'U0MALLORY';
const [ana, carla] = ['U0ANA', 'U0CARLA'];

/** Of outages: a busy machine may have notices of its own, about our event loop. */
function cards() {
  return house.theatre.lab.room.messages().filter(isCard);
}

/** What only this person was told, in order. */
function toldTo(user: string): readonly string[] {
  return house.theatre.lab.room.messages().flatMap(({ to, text }) => (to === user ? [text] : []));
}

async function untilTold(user: string, many: number): Promise<readonly string[]> {
  for (let n = 0; n < 200 && toldTo(user).length < many; n += 1) {
    await house.theatre.clock.sleep(50);
  }
  return toldTo(user);
}

function count(kind: string): number {
  return house.theatre.facts().filter((fact) => fact.kind === kind).length;
}

function send(body: string, headers: Readonly<Record<string, string>>) {
  const url = `http://127.0.0.1:${house.theatre.lab.clicksPort}/slack/interactivity`;
  return fetch(url, { method: 'POST', body, headers });
}

it('asks, hears who may answer and nobody else, moves, and proves it', async () => {
  const { theatre, until, untilAsked, watch } = house;
  const { lab, world } = theatre;
  await theatre.perform(async () => {
    await theatre.house.lookNow();
    await theatre.house.lookNow();
    world.faults.set(watch.regions.primary, { is: 'dark' });
    await untilAsked();
    expect(cards()).toHaveLength(1);
    expect(cards()[0]?.text).toContain('westeurope is down: ');
    expect(lab.pager.pages().at(-1)).toMatchObject({ is: 'ringing' });

    // Somebody of the channel whom the file does not know, and one whom it does not let approve.
    expect(await lab.room.press(stranger, 'Approve')).toEqual({ is: 'delivered' });
    expect(await untilTold(stranger, 1)).toEqual([expect.stringMatching(/^Not taken: /)]);
    expect(await lab.room.press(carla, 'Approve')).toEqual({ is: 'delivered' });
    expect(await untilTold(carla, 1)).toEqual([expect.stringMatching(/^Not taken: /)]);
    expect(count('refused')).toBe(2);

    // A click of ana's that Slack never signed: another body under a signature that was good.
    const [knock] = house.knocks;
    if (knock === undefined) throw new Error('nobody knocked');
    const forged = knock.body.replace(stranger, ana);
    expect(forged).not.toBe(knock.body);
    expect((await send(forged, knock.headers)).status).toBe(401);
    // And the same click once more, as somebody on the way may have kept it.
    expect((await send(knock.body, knock.headers)).status).toBe(401);
    expect(theatre.troubles.filter((line) => line.includes('turned away'))).toEqual([
      'a click was turned away: its signature does not fit',
      'a click was turned away: it is a replay',
    ]);
    expect([count('refused'), count('approved')]).toEqual([2, 0]);

    // Slack is down: the click goes nowhere, and can be made again.
    world.faults.set('slack', { is: 'failing', status: 503 });
    expect(await lab.room.press(ana, 'Approve')).toMatchObject({ is: 'failed' });
    world.faults.clear('slack');
    expect(count('approved')).toBe(0);

    const twice = [lab.room.press(ana, 'Approve'), lab.room.press(ana, 'Approve')];
    expect(await Promise.all(twice)).toEqual([{ is: 'delivered' }, { is: 'delivered' }]);
    await until('approved');
    // From here on Slack is down for a while, and nothing waits for it.
    const lines = (await untilTold(ana, 2)).toSorted();
    expect(lines).toEqual([
      expect.stringMatching(/^Already received: /),
      expect.stringMatching(/^Taken: /),
    ]);
    world.faults.set('slack', { is: 'failing', status: 503 });
    await until('stepDone');
    world.faults.clear('slack');
    await until('proven');

    // The partner's documents flow again, and none of them came twice.
    while (world.traffic.ledger().length === 0) await theatre.clock.sleep(50);

    // What was owed to the dark region is done when it returns, and the incident is over.
    healedAt = theatre.clock.now();
    world.faults.clear(watch.regions.primary);
    await until('over');
    await theatre.clock.sleep(2_000);
  });

  expect(count('approved')).toBe(1);
  expect(count('held')).toBe(0);
  const incident = await theatre.incident();
  expect(incident).toMatchObject({ stage: 'over', outcome: 'moved' });
  expect(world.writes.every(({ by }) => by === 'switch')).toBe(true);
}, 110_000);

it('tells it on one card, edited in place', () => {
  expect(cards()).toHaveLength(1);
  expect(cards()[0]).toMatchObject({ edited: true });
  expect(house.drawings.length).toBeGreaterThan(3);
  // Some of its services may be confirmed a moment before the others.
  expect(house.drawings[0]).toMatch(/westeurope is down: |(?:is|are) down in westeurope/);
  expect(house.drawings.some((text) => text.includes('Moving '))).toBe(true);
  expect(cards()[0]?.text).toMatch(/moved to northeurope, proven /);
});

it('rings once for a question, is quiet when somebody answered, and is put away', () => {
  const pages = house.theatre.lab.pager.pages();
  expect(pages.every(({ is }) => is === 'resolved')).toBe(true);
  const key = pages.find(({ by }) => by === 'ana')?.key;
  const rings = house.rings.filter((line) => line.endsWith(` ${key}`));
  expect(rings).toEqual([`ringing ${key}`, `acknowledged ${key}`, `resolved ${key}`]);
});

it('has sent no document twice while the primary region was dark or fenced', () => {
  const ledger = house.theatre.world.traffic.ledger();
  const settledAt = house.theatre.facts().find(({ kind }) => kind === 'stepSettled')?.at;
  const quiet = ledger.filter(({ at }) => at < healedAt);
  expect(quiet.length).toBeGreaterThan(0);
  expect(new Set(quiet.map(({ document }) => document)).size).toBe(quiet.length);
  // Its receivers take what they had in hand to its end, and no more.
  const fencedAt = (settledAt ?? 0) + 5_000;
  const late = ledger.filter(({ at, region }) => region === 'westeurope' && at > fencedAt);
  expect(late).toEqual([]);
});
