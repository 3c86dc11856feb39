/** The queues that probes send to and receive from: what setup makes and removal takes away. */

import type { Estate } from '../config/estate.ts';
import { sides } from '../core/names.ts';
import { serviceBus } from '../probes/service-bus.ts';
import { scopeOf } from './scope.ts';

export interface ProbeQueue {
  readonly subscription: string;
  readonly group: string;
  /** Of the primary side: its partner takes over what is made there, and refuses what is not. */
  readonly namespace: string;
  readonly queue: string;
  /** The rule whose key may send and listen on this queue, where a key is used. */
  readonly keyName: string | undefined;
  /** Where the file expects that key. */
  readonly key: string | undefined;
}

export function probeQueuesOf(estate: Estate): readonly ProbeQueue[] {
  const services = estate.watches.flatMap((watch) => watch.services);
  const found = services.flatMap(({ probes }) => {
    const asked = sides.flatMap((side) =>
      [...probes[side].active, ...probes[side].passive].flatMap(({ kind, settings }) => {
        const read = kind === 'service-bus' ? serviceBus.settings.safeParse(settings) : undefined;
        return read?.success ? [{ side, settings: read.data }] : [];
      }),
    );
    const told = asked.find(({ side, settings: s }) => side === 'primary' && s.through === 'arm');
    const sent = asked.find(({ settings: s }) => s.through === 'amqp')?.settings;
    if (told?.settings.through !== 'arm' || sent?.through !== 'amqp') return [];
    const { subscription, group } = scopeOf(`${told.settings.namespace}/queues/${sent.queue}`);
    const namespace = told.settings.namespace.split('/').at(-1) ?? '';
    const sas = sent.auth.kind === 'sas' ? sent.auth : undefined;
    const { queue } = sent;
    return [{ subscription, group, namespace, queue, keyName: sas?.keyName, key: sas?.key }];
  });
  const key = ({ subscription, group, namespace, queue }: ProbeQueue) =>
    [subscription, group, namespace, queue].join('/').toLowerCase();
  return [...new Map(found.map((one) => [key(one), one])).values()];
}
