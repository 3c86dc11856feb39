/** Two environments of a function are given the same event at the same time. */

import type { Cloud } from '../../lab/cloud/cloud.ts';
import type { Invocation } from '../../lab/cloud/fleet.ts';
import { play } from '../../lab/cloud/story.ts';
import { differences, trespasses, unmoved, writtenTwice } from '../../lab/cloud/verdict.ts';
import type { Story } from './story.ts';

const racers = ['judge', 'failover', 'answer', 'tell'];

export const racing: Story = {
  title: 'Each event of judge, failover, answer and tell goes to two of them at once',
  options: { twins: ({ name }) => racers.includes(name) },
  tell: play,
  faults: (cloud, expect) => [
    ...trespasses(cloud),
    // Twice the processes on one machine: a vantage may miss a round, and is heard again.
    ...differences(cloud, expect).filter((line) => !/(noticed|ceased) blind:/.test(line)),
    ...unmoved(cloud),
    ...writtenTwice(cloud),
    ...racers.flatMap((name) => (raced(cloud, name) ? [] : [`no two of ${name} ever raced`])),
    ...toldTwice(cloud),
  ],
};

/** Whether two were ever at work at the same time on the same event. */
function raced({ fleet }: Cloud, name: string): boolean {
  const own = fleet.invocations.filter(({ fn }) => fn === name);
  return own.some((one, at) =>
    own.some((other, also) => also > at && one.event === other.event && overlap(one, other)),
  );
}

function overlap(one: Invocation, other: Invocation): boolean {
  return one.at <= other.at + other.end.ms && other.at <= one.at + one.end.ms;
}

/** A card that is changed stays one card. */
function toldTwice({ outside: { room } }: Cloud): readonly string[] {
  const texts = room.messages().map(({ text }) => text);
  return texts
    .filter((text, at) => texts.indexOf(text) !== at)
    .map((text) => `in the room twice: ${text}`);
}
