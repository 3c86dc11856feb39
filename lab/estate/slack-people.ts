/** The people of a workspace, as `users.info` tells of them: members, guests, and those who are neither. */

/** What somebody is to the workspace; absent, a full member. */
export type Sort = 'guest' | 'one channel' | 'external' | 'deactivated' | 'app';

export interface Member {
  /** Slack's user id, e.g. `U0ANA`. */
  readonly id: string;
  readonly name: string;
  readonly sort?: Sort;
}

/** Anybody who is not in the file: of another organisation, on a channel shared with it. */
export const stranger: Member = { id: 'U0STRANGER', name: 'mallory', sort: 'external' };

/** The workspace itself. */
export const team = 'T0LAB';
const otherTeam = 'T0ELSEWHERE';

/** https://docs.slack.dev/reference/objects/user-object; the fields that say who somebody is. */
export function userOf({ id, name, sort }: Member): Readonly<Record<string, unknown>> {
  // Of a deactivated account Slack tells little more than that it was one.
  if (sort === 'deactivated') return { id, team_id: team, name, deleted: true };
  const external = sort === 'external';
  return {
    id,
    team_id: external ? otherTeam : team,
    name,
    real_name: name,
    deleted: false,
    is_bot: sort === 'app',
    is_app_user: false,
    is_restricted: sort === 'guest' || sort === 'one channel',
    is_ultra_restricted: sort === 'one channel',
    ...(external ? { is_stranger: true } : {}),
  };
}
