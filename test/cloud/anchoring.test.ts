/** The pulse's other duty: where each journal ends goes to where nobody can change it. */

import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { s3Anchors } from '../../adapters/aws/anchors.ts';
import { dynamoJournal } from '../../adapters/aws/journal.ts';
import type { Instant, WatchName } from '../../core/names.ts';
import { AwsRefusal } from '../../lab/aws/door.ts';
import { anchoringOf } from '../../lambdas/cloud/anchoring.ts';
import { deployed } from '../../lambdas/cloud/deployed.ts';
import { anS3, aTable } from '../adapters/aws/clouds.ts';
import { watch } from '../build.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const payments = { ...watch, name: 'payments' as WatchName };
const calm = { ...watch, name: 'calm' as WatchName };

describe('anchoring', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  async function stage() {
    const { door, client, table } = await aTable('journal');
    const { s3, client: s3Client } = await anS3();
    const bucket = 'farwatch-contoso-anchors-111111111111';
    const journal = dynamoJournal({ client, table, digest });
    process.env['AWS_ENDPOINT_URL_DYNAMODB'] = door.endpoint;
    process.env['AWS_ENDPOINT_URL_S3'] = s3.endpoint;
    const here = deployed({
      FARWATCH_ESTATE: 'contoso',
      FARWATCH_HOME: 'eu-north-1',
      FARWATCH_WATCH: '/farwatch/contoso/watch',
      FARWATCH_MEMORY: 'none',
      FARWATCH_JOURNAL: table,
      FARWATCH_ANCHORS: bucket,
    });
    const tell = async ({ name }: typeof watch, offer: number) => {
      const { head } = await journal.read(name);
      await journal.append(name, head, [{ kind: 'lapsed', at: 1 as Instant, offer }]);
      return (await journal.read(name)).head;
    };
    const anchor = anchoringOf(here);
    return { door, s3, tell, anchor, anchors: s3Anchors({ client: s3Client, bucket }) };
  }

  it('keeps the head of each watch that has one, once a day', async () => {
    const { tell, anchor, anchors } = await stage();
    const first = await tell(watch, 1);
    const other = await tell(payments, 1);
    await anchor([watch, payments, calm]);
    await tell(watch, 2);
    await anchor([watch, payments, calm]);
    expect(await anchors.all(watch.name)).toMatchObject([first]);
    expect(await anchors.all(payments.name)).toMatchObject([other]);
    expect(await anchors.all(calm.name)).toEqual([]);
  });

  it('fails aloud over one that cannot be read, and anchors the others', async () => {
    const { door, tell, anchor, anchors } = await stage();
    await tell(watch, 1);
    await tell(payments, 1);
    const refused = new AwsRefusal('AccessDeniedException', 'not yours');
    door.meddle(({ operation, body }) =>
      operation === 'Query' && body.includes('"orders"') ? refused : 'serve',
    );
    const log = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    await expect(anchor([watch, payments])).rejects.toThrow(/^orders: Cannot read where/);
    expect(log).toHaveBeenCalledWith(expect.stringContaining('Cannot read where'));
    expect(await anchors.all(payments.name)).toHaveLength(1);
  });
});
