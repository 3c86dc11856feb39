/** The lab's name servers and public resolvers, asked in memory. */

import { Unreachable } from '../../../core/kinds.ts';
import type { Names, RecordType } from '../../../core/net.ts';
import { type AzureWorld, Denied } from '../azure.ts';
import { nameServers } from '../hosts.ts';
import { aborted, fewMs, type Means } from './means.ts';

export function namesOf({ world, clock, dice, network }: Means): Names {
  const afar = dice.fork('resolvers');

  return {
    async ask({ name, type, at = nameServers, signal }) {
      const asked = name.toLowerCase().replace(/\.$/, '');
      const server = at[0] ?? nameServers[0];
      const remembers = world.resolvers.has(server);
      const place = remembers ? `resolver/${server}` : `dns/${asked}`;
      const treatment = world.faults.treat([place, network]);
      const delayMs = treatment.is === 'served' ? treatment.delayMs : 0;
      await clock.sleep(fewMs(remembers ? afar : dice) + delayMs, signal);
      // Over UDP there is nothing to refuse or reset: no answer comes.
      const silent = treatment.is !== 'served' && treatment.is !== 'status';
      if (silent) await aborted(signal);
      if (signal.aborted) throw new Unreachable('resolve', `${server}: timed out`);
      if (treatment.is !== 'served') throw new Unreachable('resolve', `${server}: SERVFAIL`);
      const said = remembers ? resolved(world, server, asked, type) : world.answer(asked, type);
      return { values: said?.values ?? [], ttlSeconds: said?.ttlSeconds, server };
    },
  };
}

function resolved({ resolvers }: AzureWorld, server: string, name: string, type: RecordType) {
  try {
    return resolvers.ask(server, name, type);
  } catch (error) {
    if (!(error instanceof Denied)) throw error;
    throw new Unreachable('resolve', `${server}: ${error.code}`);
  }
}
