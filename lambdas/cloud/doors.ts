/** The two doors of answers: Slack's signature, and an identity of AWS. Behind both is one flow. */

import { answerCall } from '../../adapters/aws/answer-call.ts';
import { ssmBrake } from '../../adapters/aws/brake.ts';
import { kmsAt } from '../../adapters/aws/kms.ts';
import { log, logTrouble } from '../../adapters/aws/log.ts';
import { kmsSeals } from '../../adapters/aws/seals.ts';
import { ssmAt } from '../../adapters/aws/ssm.ts';
import { slackMembers } from '../../adapters/slack/members.ts';
import { receive } from '../../adapters/slack/receive.ts';
import { respond } from '../../adapters/slack/respond.ts';
import type { SlackRoom } from '../../config/estate.ts';
import { type Click, type Grip, isGrip, type Knock } from '../../core/click.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import { type AnswerWorld, answer } from '../answer/answer.ts';
import { stopOrLift } from '../answer/brake.ts';
import { lookAround } from '../judge/judge.ts';
import { secretsOf } from './azure.ts';
import type { Deployed } from './deployed.ts';
import { told } from './environment.ts';
import type { RunBy } from './estate.ts';
import { type Call, callIn } from './http-call.ts';
import { inForce } from './in-force.ts';
import { judgingOf, rulesOf } from './judging.ts';
import { lastOnly } from './kept.ts';
import { knownTo } from './people-known.ts';
import { digest } from './stores.ts';

type Vouch = AnswerWorld['vouch'];

export interface Reply {
  readonly statusCode: number;
  readonly body: string;
}

/** Rejects when nothing was taken and the same answer may be given again. */
export function doorsOf(here: Deployed): (event: unknown) => Promise<Reply> {
  const { env, clock, memory, stores } = here;
  const home = { region: told(env, 'FARWATCH_HOME') };
  const seals = kmsSeals({ client: kmsAt(home), key: told(env, 'FARWATCH_SEAL') });
  const brake = ssmBrake({ client: ssmAt(home), path: told(env, 'FARWATCH_BRAKE') });
  const secrets = secretsOf(env);
  const judging = judgingOf(here);
  const members = lastOnly((token: string) => slackMembers({ token }));

  async function taken(click: Click | Grip, file: RunBy, vouch: Vouch): Promise<string> {
    const { watches, people: known } = file.estate;
    const journal = stores.journal();
    if (isGrip(click)) {
      const people = knownTo(known, click.via);
      return stopOrLift(click, { clock, journal, memory, brake, watches, digest, people, vouch });
    }
    if (!watches.some(({ name }) => name === click.watch)) {
      return 'Not taken: there is no such watch any more.';
    }
    const force = await inForce(click.watch, file, journal);
    const rules = rulesOf(force.watch);
    const people = knownTo(force.estate.people, click.via);
    const world = { ...judging(force), ...rules, people };
    const look = () => lookAround(rules, world);
    return await answer(click, { ...world, memory, seals, vouch, look });
  }

  async function fromSlack({ body, headers }: Call, file: RunBy): Promise<Reply> {
    const { slack } = file.estate;
    if (slack === undefined) return refused(404, 'this watch has no room in Slack');
    const secret = await secrets(slack.signingSecret);
    const nowSeconds = Math.floor(clock.now() / 1_000);
    const received = await receive(body, headers, { secret, nowSeconds, memory });
    const { status, why, reply, click, responseUrl, mark } = received;
    if (why !== undefined) return refused(status, why);
    if (click === undefined) return { statusCode: status, body: reply ?? '' };
    try {
      const line = await taken(click, file, vouching(slack));
      await tellSender(line, responseUrl, click);
    } catch (error) {
      await mark?.release();
      await tellSender(failed, responseUrl, click);
      throw error;
    }
    return empty;
  }

  /** A token that cannot be read is no answer about anybody. */
  function vouching(slack: SlackRoom): Vouch {
    return async ({ user }: Knock) => {
      const vouched = await secrets(slack.token)
        .then((token) => members(token)(user))
        .catch((error: unknown) => ({ is: 'unsure', why: wordsOf(error) }) as const);
      if (vouched.is === 'unsure') logTrouble('answer', unvouched(vouched.why));
      return vouched;
    };
  }

  async function fromAws({ body, caller }: Call, file: RunBy): Promise<Reply> {
    if (caller === undefined) return refused(401, 'nobody vouches for the caller');
    const call = answerCall(caller, body.toString('utf8'));
    if (call.is === 'refused') return refused(400, call.why);
    return {
      statusCode: 200,
      body: JSON.stringify({ text: await taken(call.click, file, vouchedByIam) }),
    };
  }

  return async (event) => {
    const call = callIn(event);
    const file = await here.file();
    if (call?.route === 'POST /slack/interactivity') return fromSlack(call, file);
    if (call?.route === 'POST /answer') return fromAws(call, file);
    return refused(404, 'no such door');
  };
}

/** The answer stands in the journal by now, or never will, whether its sender hears of it or not. */
async function tellSender(
  line: string,
  responseUrl: string | undefined,
  { watch }: Click | Grip,
): Promise<void> {
  if (responseUrl === undefined) return;
  await respond(responseUrl, line).catch((error: unknown) => logTrouble(watch ?? 'answer', error));
}

const failed = 'Not taken: farwatch failed while it worked on your click. Please click again.';

/** Whom IAM lets in, an administrator of the account has let in. */
const vouchedByIam: Vouch = async () => ({ is: 'member' });

function unvouched(why: string): Trouble {
  return new Trouble('member-unsure', {
    message: `Cannot ask Slack who clicked: ${why}`,
    next: 'Check the bot token and its scope users:read. People may answer by a signed call.',
  });
}

const empty: Reply = { statusCode: 200, body: '' };

/** The sender is told nothing but the status; whoever reads our log is told more. */
function refused(statusCode: number, why: string): Reply {
  log({ level: 'warn', refused: why, status: statusCode });
  return { statusCode, body: '' };
}
