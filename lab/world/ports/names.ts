/** The lab's name servers, asked in memory. */

import { Unreachable } from '../../../core/kinds.ts';
import type { Names } from '../../../core/net.ts';
import { nameServers } from '../hosts.ts';
import { aborted, fewMs, type Means } from './means.ts';

export function namesOf({ world, clock, dice, network }: Means): Names {
  return {
    async ask({ name, type, at = nameServers, signal }) {
      const asked = name.toLowerCase().replace(/\.$/, '');
      const treatment = world.faults.treat([`dns/${asked}`, network]);
      const delayMs = treatment.is === 'served' ? treatment.delayMs : 0;
      await clock.sleep(fewMs(dice) + delayMs, signal);
      // Over UDP there is nothing to refuse or reset: no answer comes.
      const silent = treatment.is !== 'served' && treatment.is !== 'status';
      if (silent) await aborted(signal);
      const server = at[0] ?? nameServers[0];
      if (signal.aborted) throw new Unreachable('resolve', `${server}: timed out`);
      if (treatment.is !== 'served') throw new Unreachable('resolve', `${server}: SERVFAIL`);
      const said = world.answer(asked, type);
      return { values: said?.values ?? [], ttlSeconds: said?.ttlSeconds, server };
    },
  };
}
