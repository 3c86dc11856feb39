/** Where a deployed farwatch tells people: the room and the pagers of the file. */

import { snsAt } from '../../adapters/aws/sns.ts';
import { byFetch } from '../../adapters/page/by-fetch.ts';
import { listedPager } from '../../adapters/page/listed.ts';
import { slackChat } from '../../adapters/slack/chat.ts';
import type { Estate } from '../../config/estate.ts';
import type { WatchName } from '../../core/names.ts';
import type { Chat } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';
import { ringWhileDistrusted } from '../tell/distrust.ts';
import { tell } from '../tell/tell.ts';
import { secretsOf } from './azure.ts';
import type { Deployed } from './deployed.ts';
import { told } from './environment.ts';
import { digest } from './stores.ts';

/** Between two tries of what could not be told yet. */
const pauseMs = 1_000;
/** What is left then is told by the next turn. */
const turnMsMax = 30_000;

export interface Telling {
  tell(estate: Estate, watch: Watch): Promise<void>;
  /** Whoever reads what is needed to tell of a watch: people hear of it when that cannot be trusted. */
  heed<T>(watch: WatchName, published: Estate, reading: () => Promise<T>): Promise<T>;
}

export function tellingOf(here: Deployed): Telling {
  const { env, clock, memory, stores } = here;
  const secrets = secretsOf(env);
  const client = snsAt({ region: told(env, 'AWS_REGION') });
  const topic = { client, arn: told(env, 'FARWATCH_PAGES') };
  const pagerOf = ({ pagers }: Estate) =>
    listedPager(pagers, { send: byFetch, clock, secrets, memory, topic });
  const journal = stores.journal();
  const tellAll: Telling['tell'] = async (estate, watch) => {
    const { slack } = estate;
    const chat =
      slack === undefined
        ? nobody
        : slackChat({ token: await secrets(slack.token), channel: slack.channel });
    const world = { clock, journal, chat, pager: pagerOf(estate), memory, digest };
    const until = clock.now() + turnMsMax;
    while ((await tell(watch, world)) === 'again') {
      // Not to be taken for a turn that told all: the pulse must notice who stays behind.
      if (clock.now() >= until) throw behind(watch.name);
      await clock.sleep(pauseMs);
    }
  };
  return {
    tell: tellAll,
    heed: (watch, published, reading) =>
      ringWhileDistrusted(watch, reading, { memory, pager: pagerOf(published) }),
  };
}

function behind(watch: WatchName): Trouble {
  return new Trouble('tell-behind', {
    message: `Cannot tell all about ${watch} within ${turnMsMax / 1_000} s`,
    next: 'Nothing is lost: the next turn goes on. If it stays, see what Slack says to us.',
  });
}

/** Without a room, questions are asked by the pager alone, and answered by a signed call. */
const nobody: Chat = {
  post: async () => ({ channel: 'nobody', id: 'nothing' }),
  update: async () => {},
  reply: async () => {},
  find: async () => undefined,
};
