/** What services have in common that stand in front of one host on each side: how it is asked, and looked after. */

import * as z from 'zod';
import type { CheckSpec, ProbeSpec } from '../core/kinds.ts';
import { type Side, sides } from '../core/names.ts';
import type { Way } from '../core/plan.ts';
import { path } from './fields.ts';

/** Of their settings. */
export const asked = {
  path: path.default('/').describe('Where each host is asked whether it answers.'),
  statuses: z
    .array(z.int().min(100).max(599))
    .min(1)
    .default([200])
    .describe('Answers that mean that it does.'),
};

interface Hosts {
  readonly primary: { readonly host: string };
  readonly secondary: { readonly host: string };
}

interface Asked extends Hosts {
  readonly path: string;
  readonly statuses: readonly number[];
}

export const hostsDiffer = ({ primary, secondary }: Hosts) => primary.host !== secondary.host;

export const sameHost = {
  path: ['secondary', 'host'],
  error: 'is the same host on both sides -> Name the host of the other region.',
};

export function answerOf({ statuses, ...s }: Asked, at: Side): readonly ProbeSpec[] {
  return [{ name: 'answer', kind: 'http', settings: { url: urlOf(s, at), statuses } }];
}

export function certificatesOf(s: Omit<Asked, 'statuses'>): readonly CheckSpec[] {
  return sides.map((at) => {
    return { name: `certificate-${at}`, kind: 'certificate-age', settings: { url: urlOf(s, at) } };
  });
}

/** Away from either side, and home as planned: where both serve, that is from either. Nothing is mended by it. */
export function leads({ move, mode, from, posture }: Way): boolean {
  if (move === 'failover') return true;
  return (
    move === 'failback' && mode === 'planned' && (from === 'secondary' || posture !== undefined)
  );
}

/** Why both do not serve where the file keeps one of them off. */
export const oneIsOff = {
  why: 'its standby is disabled while the primary serves',
  next: 'Write standby: enabled, or leave posture out.',
};

/** What people call a host. */
export function label(host: string): string {
  return host.split('.')[0] ?? host;
}

function urlOf(s: Omit<Asked, 'statuses'>, at: Side): string {
  return `https://${s[at].host}${s.path}`;
}
