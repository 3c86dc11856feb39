/** Asks Slack who somebody is now: a member, or one who may see the room and not answer in it. */

import type { Vouched } from '../../core/click.ts';
import { type ApiMeans, callSlack, type SlackSaid } from './api.ts';

/**
 * Resolves in any case, and within a second or so: what Slack does not say is `unsure`, never a no.
 * Both questions are asked side by side; which workspace is ours is asked once.
 */
export function slackMembers(means: ApiMeans): (user: string) => Promise<Vouched> {
  let home: Promise<SlackSaid> | undefined;

  async function ours(): Promise<SlackSaid> {
    home ??= callSlack('auth.test', {}, means);
    const said = await home;
    if (said.is !== 'answer') home = undefined;
    return said;
  }

  return async (user) => {
    const [person, here] = await Promise.all([callSlack('users.info', { user }, means), ours()]);
    if (person.is === 'refused' && unknown.includes(person.code)) return refused(reasons.unknown);
    if (person.is !== 'answer') return { is: 'unsure', why: person.code };
    if (here.is !== 'answer') return { is: 'unsure', why: here.code };
    return judge(recordIn(person.body, 'user'), here.body);
  };
}

/** "Value passed for user was invalid", and "the requested user is not visible to the calling user". */
const unknown: readonly string[] = ['user_not_found', 'user_not_visible'];

const reasons = {
  unknown: 'Slack does not know you as a member of this workspace',
  deactivated: 'your account in Slack is deactivated',
  app: 'an app may not answer',
  guest: 'a guest of the workspace may not answer',
  external: 'a person of another organisation may not answer',
} as const;

type Fields = Readonly<Record<string, unknown>>;

/** The user of `users.info`, beside the workspace of `auth.test`. */
function judge(user: Fields, here: Fields): Vouched {
  const { team_id: team } = user;
  if (typeof team !== 'string') return { is: 'unsure', why: 'Slack did not say whose member' };
  if (user['deleted'] === true) return refused(reasons.deactivated);
  if (user['is_bot'] === true) return refused(reasons.app);
  // On the one channel that a Slack Connect guest shares with us, both may be true.
  if (user['is_stranger'] === true || !isOurs(user, team, here)) return refused(reasons.external);
  const guest = user['is_restricted'] === true || user['is_ultra_restricted'] === true;
  return guest ? refused(reasons.guest) : { is: 'member' };
}

/** Of our workspace, or of another one of the same Enterprise organisation. */
function isOurs(user: Fields, team: string, here: Fields): boolean {
  if (team === here['team_id']) return true;
  const organisation = recordIn(user, 'enterprise_user')['enterprise_id'];
  return typeof organisation === 'string' && organisation === here['enterprise_id'];
}

function recordIn(from: Fields, name: string): Fields {
  const value = from[name];
  const is = typeof value === 'object' && value !== null && !Array.isArray(value);
  return is ? (value as Fields) : {};
}

function refused(why: string): Vouched {
  return { is: 'refused', why };
}
