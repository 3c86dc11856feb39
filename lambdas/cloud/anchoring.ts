/** Puts where each journal ends to a place where nobody can change it. */

import { s3Anchors } from '../../adapters/aws/anchors.ts';
import { dynamoAt } from '../../adapters/aws/dynamo.ts';
import { headIn } from '../../adapters/aws/journal-archive.ts';
import { s3At } from '../../adapters/aws/s3.ts';
import type { Watch } from '../../core/watch.ts';
import type { Deployed } from './deployed.ts';
import { each } from './each.ts';
import { told } from './environment.ts';

/** Rejects when one could not be anchored; the others are. */
export function anchoringOf({
  env,
  clock,
}: Deployed): (watches: readonly Watch[]) => Promise<void> {
  const home = { region: told(env, 'FARWATCH_HOME') };
  const table = { client: dynamoAt(home), table: told(env, 'FARWATCH_JOURNAL') };
  const anchors = s3Anchors({ client: s3At(home), bucket: told(env, 'FARWATCH_ANCHORS') });
  return (watches) =>
    each(watches, async ({ name }) => {
      const head = await headIn(name, table);
      // Nothing was ever written of a new watch.
      if (head !== undefined) await anchors.keep({ watch: name, ...head, at: clock.now() });
    });
}
