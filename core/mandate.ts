/** Who may do what to what, as one watch file has it: small enough to be kept with the facts. */

import type { Instant } from './names.ts';
import type { WatchMode } from './watch.ts';

/** Names, and marks that tell whether what bears one is still the same: compared, and not read. */
type Marked = Readonly<Record<string, string>>;

export interface Mandate {
  readonly mode: WatchMode;
  /** By their names; the mark is of who they are in Slack and in AWS. */
  readonly approvers: Marked;
  /** Who may stop every move. */
  readonly responders: Marked;
  /** What is looked at, and what a move changes. */
  readonly targets: Marked;
  /** What each identity may do in Azure, and in which resource group. */
  readonly rights: Marked;
}

/** The file that a watch runs by, as whoever published it says: information, and no proof. */
export interface FileTaken {
  /** SHA-256 of its text, in hex. */
  readonly digest: string;
  readonly author: string;
  readonly publishedAt: Instant;
  /** Why it was published although a watch was not calm. */
  readonly despite?: string;
}

export interface Adopted {
  readonly file: FileTaken;
  readonly mandate: Mandate;
}

export interface Change {
  readonly of: 'mode' | 'approvers' | 'responders' | 'targets' | 'rights';
  readonly is: 'added' | 'removed' | 'changed';
  readonly what: string;
}

/** In the order of importance; all of `after` when there was nothing before. */
export function changesIn(before: Mandate | undefined, after: Mandate): readonly Change[] {
  const mode: Change = { of: 'mode', is: 'changed', what: `${before?.mode} → ${after.mode}` };
  const first: Change = { of: 'mode', is: 'added', what: after.mode };
  return [
    ...(before === undefined ? [first] : before.mode === after.mode ? [] : [mode]),
    ...(['approvers', 'responders', 'targets', 'rights'] as const).flatMap((of) =>
      changesOf(of, before?.[of] ?? {}, after[of]),
    ),
  ];
}

function changesOf(of: Change['of'], before: Marked, after: Marked): readonly Change[] {
  const change = (is: Change['is']) => (what: string) => ({ of, is, what }) as const;
  const [was, now] = [Object.keys(before), Object.keys(after)];
  return [
    ...now.filter((what) => before[what] === undefined).map(change('added')),
    ...was.filter((what) => after[what] === undefined).map(change('removed')),
    ...now
      .filter((what) => before[what] !== undefined && before[what] !== after[what])
      .map(change('changed')),
  ];
}
