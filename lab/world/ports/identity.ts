/** The lab's Entra, asked whether it gives tokens, in memory. */

import { Refusal, Unreachable } from '../../../core/kinds.ts';
import type { Identity } from '../../../core/net.ts';
import { aborted, fewMs, type Means } from './means.ts';
import { meet, waitFor } from './meeting.ts';

/** `holds`: whether we have credentials to ask a token with. */
export function identityOf(means: Means, holds: boolean): Identity {
  return {
    async check(signal) {
      const { welcome, phases } = await meet(means, ['entra'], signal);
      if (welcome.is === 'half open') {
        await aborted(signal);
        throw new Unreachable('answer', 'timed out', phases);
      }
      if (welcome.is === 'status') {
        const why = `Entra answered ${welcome.status} to its metadata`;
        if (welcome.status >= 500) throw new Unreachable('answer', why, phases);
        throw new Refusal({ message: why, sent: 'no', status: welcome.status });
      }
      const waited = await waitFor(means, welcome.delayMs, phases, signal);
      const token = holds ? 'fresh' : 'none';
      return { phases: { ...waited, answer: fewMs(means.dice) }, token };
    },
  };
}
