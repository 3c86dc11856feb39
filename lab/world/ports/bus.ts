/** One message there and back through the lab's Service Bus, in memory. */

import { Between, Refusal, Unreachable } from '../../../core/kinds.ts';
import type { Bus, BusAddress } from '../../../core/net.ts';
import { Denied } from '../azure.ts';
import { aborted, fewMs, type Means, type Phases } from './means.ts';
import { amqpView, meet, waitFor } from './meeting.ts';
import type { Tokens } from './tokens.ts';

interface BusMeans extends Means {
  readonly tokens: Tokens;
  readonly secret: (reference: string) => Promise<string>;
}

export function busOf(means: BusMeans): Bus {
  const { world, clock, dice } = means;
  return {
    async roundTrip(address, message, signal) {
      const { host, queue } = address;
      const token = await means.tokens.get(signal, address.auth.kind);
      if (token !== undefined) throw new Between(token);
      if (world.bus.resolve(host) === undefined) throw new Unreachable('resolve', 'no such name');
      const { welcome, phases } = await meet(means, world.placesOf(host), signal, amqpView);
      if (welcome.is === 'half open') {
        await aborted(signal);
        throw new Unreachable('answer', 'timed out', phases);
      }
      if (welcome.is === 'status') throw statusOf(welcome.status, phases);
      await authorise(address, means);
      const waited = await waitFor(means, welcome.delayMs, phases, signal);
      try {
        world.bus.send(host, queue, { ...message, body: 'farwatch' });
        const answer = fewMs(dice);
        await clock.sleep(answer, signal);
        while (!signal.aborted && !takeBack(means, address, message.id)) {
          await clock.sleep(50, signal);
        }
        if (signal.aborted) throw new Unreachable('answer', 'timed out', waited);
        return { phases: { ...waited, answer } };
      } catch (error) {
        throw error instanceof Denied ? refusalOf(error) : error;
      }
    },
  };
}

/** Completes the message with that id; others', locked on the way to it, are given back. */
function takeBack({ world }: Means, { host, queue }: BusAddress, id: string): boolean {
  const others: string[] = [];
  let found = world.bus.lock(host, queue);
  for (; found !== undefined && found.id !== id; found = world.bus.lock(host, queue)) {
    others.push(found.lock);
  }
  if (found !== undefined) world.bus.complete(host, queue, found.lock);
  for (const lock of others) world.bus.release(host, queue, lock);
  return found !== undefined;
}

async function authorise({ auth, host }: BusAddress, means: BusMeans): Promise<void> {
  if (auth.kind === 'entra') return;
  const key = await means.secret(auth.key);
  const known = means.world.layout.aliases.some(({ sas, host: alias, namespaces }) => {
    const hosts = [alias, namespaces.primary.host, namespaces.secondary.host];
    return hosts.includes(host) && sas?.keyName === auth.keyName && sas.key === key;
  });
  if (known) return;
  const message = `${host} refused the key ${auth.keyName}`;
  throw new Refusal({ message, sent: 'no', status: 401, code: 'UnauthorizedAccess' });
}

/** What the client of the wire makes of the conditions a broken place answers with. */
function statusOf(status: number, phases: Phases): Error {
  const code = statusCodes[status];
  if (code === undefined) return new Unreachable('request', 'the conversation broke off', phases);
  const message = `Service Bus answered (${code})`;
  return new Refusal({ message, sent: 'maybe', status, code });
}

const statusCodes: Readonly<Record<number, string>> = {
  401: 'UnauthorizedAccess',
  403: 'UnauthorizedAccess',
  404: 'MessagingEntityNotFound',
  429: 'ServiceBusy',
};

const codes: Readonly<Record<string, string>> = {
  'amqp:not-found': 'MessagingEntityNotFound',
  'amqp:unauthorized-access': 'UnauthorizedAccess',
};

function refusalOf({ status, code, message }: Denied): Refusal {
  return new Refusal({ message, sent: 'no', status, code: codes[code] ?? code });
}
