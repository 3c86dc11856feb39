/** One client of the bus: where it came in, what it asked for, and if it is still spoken to. */

import type { TLSSocket } from 'node:tls';
import { type AzureWorld, Denied, type Place, type Treatment } from '../world/azure.ts';
import { movedAway } from './amqp-conditions.ts';
import { type Door, placesOn } from './geography.ts';

export interface Peer {
  /** The namespace or alias named in the AMQP open frame; empty before it came. */
  readonly host: string;
  /** Takes the name that the open frame carries. */
  name(host: string): void;
  /** Throws `Denied` when the host does not exist, or is no longer served behind this door. */
  stay(): void;
  /** What becomes of one message of its own. Rolls the dice. */
  treat(): Treatment;
  /** Whether it gets any further word. `opening`: with headers, before everything else. */
  passes(stage: 'opening' | 'open'): boolean;
  /** Accepted, and from now on nothing is ever said. */
  silence(): void;
  drop(): void;
}

export function createPeer(
  world: Pick<AzureWorld, 'faults' | 'bus' | 'placesOf'>,
  socket: TLSSocket,
  door: Door,
): Peer {
  let host = '';
  let silent = false;

  function places(): readonly Place[] {
    return [...(host === '' ? [] : world.placesOf(host)), ...placesOn(door)];
  }

  function silence(): void {
    silent = true;
    // What is written stays in the cork; what is read is dropped, so that the end is still noticed.
    socket.cork();
    socket.removeAllListeners('data');
    socket.resume();
  }

  function drop(): void {
    silent = true;
    // The error is what tells rhea, which would otherwise keep its heartbeat for a dead socket.
    socket.destroy(new Error('the connection is reset'));
  }

  return {
    get host() {
      return host;
    },
    name(named) {
      host = named;
    },
    stay() {
      const led = world.bus.resolve(host);
      if (led === undefined) throw new Denied(404, 'amqp:not-found', `${host} does not exist`);
      if (led.region === door.region) return;
      throw new Denied(410, movedAway, `${host} is served from somewhere else now`);
    },
    treat: () => world.faults.treat(places()),
    passes(stage) {
      if (silent) return false;
      const treatment = world.faults.treat(places());
      if (treatment.is === 'silent' && (!treatment.afterHeaders || stage === 'open')) silence();
      if (treatment.is === 'refused' || treatment.is === 'reset') drop();
      return !silent;
    },
    silence,
    drop,
  };
}
