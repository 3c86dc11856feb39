/** What the deployed functions are put through, and what must be true of each story afterwards. */

import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoJournal } from '../../adapters/aws/journal.ts';
import { itemOf, placeAfter } from '../../adapters/aws/journal-item.ts';
import { link } from '../../core/chronicle.ts';
import type { Instant, Person } from '../../core/names.ts';
import { AwsRefusal } from '../../lab/aws/door.ts';
import type { Cloud } from '../../lab/cloud/cloud.ts';
import { click, has, incidentOf, pause, play, type Script, until } from '../../lab/cloud/story.ts';
import {
  differences,
  refusedAnything,
  trespasses,
  unmoved,
  writtenTwice,
} from '../../lab/cloud/verdict.ts';
import { digestOf } from '../../lab/play/stage.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { offerOf, signedYes } from './signed.ts';
import { braked } from './stories-brake.ts';
import { racing } from './stories-racing.ts';
import { rollback, upgrade } from './stories-upgrade.ts';
import type { Story } from './story.ts';

export const stories: Readonly<Record<string, Story>> = {
  whole: {
    title: 'A region goes dark, is left, and is fenced when it returns',
    tell: play,
    faults: (cloud, expect) => [
      ...trespasses(cloud),
      ...differences(cloud, expect),
      ...unmoved(cloud),
    ],
  },

  batches: {
    title: 'Streams and queues deliver everything twice, and in the wrong order',
    options: { deliver: (records) => [records.toReversed(), records] },
    tell: play,
    faults: (cloud, expect) => [
      ...trespasses(cloud),
      ...differences(cloud, expect),
      ...unmoved(cloud),
      ...writtenTwice(cloud),
    ],
  },

  throttled: {
    title: 'DynamoDB throttles a third of all calls from the outage on',
    tell: (cloud, script) => play(cloud, { ...script, before: async () => throttle(cloud) }),
    faults: (cloud) => [...refusedAnything(cloud), ...unmoved(cloud), ...writtenTwice(cloud)],
  },

  ssm: {
    title: 'Parameter Store fails when the move begins: it is held, and goes on when ordered',
    tell: (cloud, script) => play(cloud, { ...script, answer: () => withoutSsm(cloud, script) }),
    faults: (cloud) => [
      ...refusedAnything(cloud),
      ...unmoved(cloud),
      ...writtenTwice(cloud),
      ...(has(cloud, 'held') ? [] : ['nothing was held though the kill switch was unreadable']),
    ],
  },

  'slack-down': {
    title: 'Slack is down all the while: people are paged, and answer by a signed call',
    tell: withoutSlack,
    faults: (cloud) => [
      ...refusedAnything(cloud),
      ...unmoved(cloud),
      ...(cloud.aws.sns.notices().length > 0 ? [] : ['nobody was paged']),
      ...(cloud.outside.room.messages().length > 0 ? [] : ['Slack never caught up']),
    ],
  },

  forged: {
    title: 'Somebody writes an approval straight into the journal',
    tell: forge,
    faults: (cloud) => {
      const { writes } = cloud.outside.world;
      const held = cloud.facts().find((fact) => fact.kind === 'held');
      return [
        ...trespasses(cloud),
        ...writes.map(({ by, operation }) => `${by} made ${operation}`),
        ...(held?.why.includes('no valid seal') === true ? [] : ['it was not told']),
      ];
    },
  },

  racing,
  braked,
  upgrade,
  rollback,
};

function throttle({ aws }: Cloud): void {
  const dice = diceOf('throttled');
  aws.meddle((service) => {
    if (service !== 'dynamodb' || !dice.chance(1 / 3)) return 'serve';
    return new AwsRefusal('ProvisionedThroughputExceededException', 'slow down');
  });
}

async function withoutSsm(cloud: Cloud, script: Script): Promise<void> {
  await click(cloud, script);
  script.say('Parameter Store fails');
  cloud.aws.meddle((service) =>
    service === 'ssm' ? new AwsRefusal('InternalServerError', 'sorry', 500) : 'serve',
  );
  await until('the move is held', () => incidentOf(cloud).stage === 'held', 60_000);
  await pause(3_000);
  script.say('Parameter Store answers again');
  cloud.aws.meddle(() => 'serve');
  await until(
    'it goes on',
    () => {
      void cloud.outside.room.press(script.approver, 'Try again');
      return has(cloud, 'resumed');
    },
    60_000,
  );
}

async function withoutSlack(cloud: Cloud, script: Script): Promise<void> {
  const { faults } = cloud.outside.world;
  await play(cloud, {
    ...script,
    before: async () => {
      script.say('Slack goes dark');
      faults.set('slack', { is: 'dark' });
    },
    answer: () => signedYes(cloud, script),
  });
  script.say('Slack comes back');
  faults.clear('slack');
  await until('Slack has caught up', () => cloud.outside.room.messages().length > 0, 90_000);
}

/** By a hand that may write to the table: the chain is right, only the seal is none. */
async function forge(cloud: Cloud, { watch, say }: Script): Promise<void> {
  const { world } = cloud.outside;
  await cloud.start();
  await until('everybody has looked', () => cloud.outside.pings() > 0, 90_000);
  world.faults.set(watch.regions.primary, { is: 'dark' });
  await until('a move is offered', () => offerOf(cloud) !== undefined, 120_000);
  await pause(watch.policy.roundMs + watch.policy.timeoutMs);
  const offer = offerOf(cloud);
  const [plan] = offer?.plans ?? [];
  if (offer === undefined || plan === undefined) throw new Error('there is no offer to forge for');
  const table = cloud.deployed.tables.find(({ name }) => name.endsWith('-journal'))?.name ?? '';
  const client = cloud.aws.hand.dynamo;
  const { head } = await dynamoJournal({ client, table, digest: digestOf }).read(watch.name);
  const at = Date.now() as Instant;
  const seal = Buffer.from('forged').toString('base64');
  const approval = {
    ...{ by: 'ana' as Person, digest: plan.digest, offer: offer.number, via: 'slack', at, seal },
  };
  const entry = link(watch.name, head, [{ kind: 'approved', approval, plan, at }], digestOf);
  const Item = itemOf(entry, placeAfter(head), 'forger');
  say('an approval is forged into the journal');
  await client.send(new PutItemCommand({ TableName: table, Item }));
  await until('it is found out', () => has(cloud, 'held'), 60_000);
  await pause(10_000);
}
