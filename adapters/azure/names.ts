/** Asks name servers: those given, or those that are the zone's own. */

import { getServers } from 'node:dns';
import { Between } from '../../core/kinds.ts';
import type { Names } from '../../core/net.ts';
import { type Dial, direct } from '../local/dial.ts';
import { type NameServer, serverOf } from './dns-question.ts';
import { askAll } from './dns-round.ts';
import { addressed, type Finding, zoneServers } from './zone-servers.ts';

/** A zone's servers are looked for again after this; delegations live for hours or days. */
const rememberMs = 600_000;

export interface NamesOptions {
  /** These answer everything, whoever was meant, as `address:port`. */
  readonly servers?: readonly string[];
  /** Whom we ask for a zone's servers and their addresses; by default those of the system. */
  readonly resolvers?: readonly string[];
  /** Where a name server's address and port 53 really are: elsewhere in the lab. */
  readonly dial?: Dial;
}

interface Known {
  readonly servers: readonly NameServer[];
  readonly at: number;
}

export function namesOf({ servers, resolvers, dial = direct }: NamesOptions = {}): Names {
  const known = new Map<string, Known>();

  return {
    async ask({ name, type, at, signal }) {
      const question = { name, type, recursive: true };
      if (servers !== undefined) return askAll(servers.map(serverOf), question, signal);
      const finding = { resolvers: (resolvers ?? getServers()).map(serverOf), dial, signal };
      if (at !== undefined) return askAll(await addressed(at, finding), question, signal);
      return askAll(await zoneOf(name, finding), { ...question, recursive: false }, signal);
    },
  };

  /** What was found is kept past its time for when our resolver is what fails. */
  async function zoneOf(name: string, finding: Finding): Promise<readonly NameServer[]> {
    const remembered = known.get(name);
    const at = performance.now();
    if (remembered !== undefined && at - remembered.at < rememberMs) return remembered.servers;
    try {
      const found = await zoneServers(name, finding);
      known.set(name, { servers: found, at });
      return found;
    } catch (error) {
      if (remembered === undefined || !(error instanceof Between)) throw error;
      return remembered.servers;
    }
  }
}
