/** The two doors of answers: Slack's signature, and an identity of AWS. Behind both is one flow. */

import { answerCall } from '../../adapters/aws/answer-call.ts';
import { kmsAt } from '../../adapters/aws/kms.ts';
import { log, logTrouble } from '../../adapters/aws/log.ts';
import { kmsSeals } from '../../adapters/aws/seals.ts';
import { receive } from '../../adapters/slack/receive.ts';
import { respond } from '../../adapters/slack/respond.ts';
import type { Estate } from '../../config/estate.ts';
import type { Click } from '../../core/click.ts';
import { answer } from '../answer/answer.ts';
import { lookAround } from '../judge/judge.ts';
import { secretsOf } from './azure.ts';
import type { Deployed } from './deployed.ts';
import { told } from './environment.ts';
import { type Call, callIn } from './http-call.ts';
import { judgingOf, rulesOf } from './judging.ts';
import { knownTo } from './people-known.ts';

export interface Reply {
  readonly statusCode: number;
  readonly body: string;
}

/** Rejects when nothing was taken and the same answer may be given again. */
export function doorsOf(here: Deployed): (event: unknown) => Promise<Reply> {
  const { env, clock, memory } = here;
  const seals = kmsSeals({
    client: kmsAt({ region: told(env, 'FARWATCH_HOME') }),
    key: told(env, 'FARWATCH_SEAL'),
  });
  const secrets = secretsOf(env);
  const judging = judgingOf(here);

  async function taken(click: Click, { watches, people }: Estate): Promise<string> {
    const watch = watches.find(({ name }) => name === click.watch);
    if (watch === undefined) return 'Not taken: there is no such watch any more.';
    const rules = rulesOf(watch);
    const world = { ...judging(watch), ...rules, people: knownTo(people, click.via) };
    const look = () => lookAround(rules, world);
    return await answer(click, { ...world, memory, seals, look });
  }

  async function fromSlack({ body, headers }: Call, estate: Estate): Promise<Reply> {
    if (estate.slack === undefined) return refused(404, 'this watch has no room in Slack');
    const secret = await secrets(estate.slack.signingSecret);
    const nowSeconds = Math.floor(clock.now() / 1_000);
    const { status, why, click, responseUrl } = await receive(body, headers, {
      secret,
      nowSeconds,
      memory,
    });
    if (click === undefined) return status === 200 ? empty : refused(status, why ?? 'unreadable');
    const line = await taken(click, estate);
    if (responseUrl === undefined) return empty;
    // The answer stands in the journal by now, whether its sender hears of it or not.
    await respond(responseUrl, line).catch((error: unknown) => logTrouble(click.watch, error));
    return empty;
  }

  async function fromAws({ body, caller }: Call, estate: Estate): Promise<Reply> {
    if (caller === undefined) return refused(401, 'nobody vouches for the caller');
    const call = answerCall(caller, body.toString('utf8'));
    if (call.is === 'refused') return refused(400, call.why);
    return { statusCode: 200, body: JSON.stringify({ text: await taken(call.click, estate) }) };
  }

  return async (event) => {
    const call = callIn(event);
    const estate = await here.estate();
    if (call?.route === 'POST /slack/interactivity') return fromSlack(call, estate);
    if (call?.route === 'POST /answer') return fromAws(call, estate);
    return refused(404, 'no such door');
  };
}

const empty: Reply = { statusCode: 200, body: '' };

/** The sender is told nothing but the status; whoever reads our log is told more. */
function refused(statusCode: number, why: string): Reply {
  log({ level: 'warn', refused: why, status: statusCode });
  return { statusCode, body: '' };
}
