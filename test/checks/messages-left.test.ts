/** What an approver is told of messages: how many stay behind, where, and as of when. */

import { describe, expect, it } from '@jest/globals';
import { messagesLeft } from '../../checks/messages-left.ts';
import type { BusEntity } from '../../core/azure.ts';
import type { CheckFinding } from '../../core/kinds.ts';
import type { Checked, Readiness } from '../../core/readiness.ts';
import { summaryOf } from '../../core/readiness-summary.ts';
import { readinessFrom, textOf } from '../../core/readiness-text.ts';
import { memoryMemory } from '../../lab/world/stores/memory.ts';
import { keep, kept } from '../../lambdas/readiness/kept.ts';
import { at, minute, service, watch } from '../build.ts';
import { checkOn, group } from './grounds.ts';

const namespace = `${group}/orders-we/providers/Microsoft.ServiceBus/namespaces/orders-we`;

function entity(name: string, held: Partial<BusEntity> = {}): BusEntity {
  const counts = { active: 0, scheduled: 0, deadLettered: 0, accessedAt: undefined };
  return { id: `${namespace}/queues/${name}`, kind: 'queue', name, ...counts, ...held };
}

const counted = (...held: BusEntity[]) =>
  checkOn(messagesLeft, { namespace, except: ['probe'] }, { busEntities: async () => held });

describe('messages-left', () => {
  it('counts what waits, what is scheduled and dead letters, the fullest first', async () => {
    const found = await counted(
      entity('Probe', { active: 4 }),
      entity('late', { scheduled: 3, deadLettered: 1 }),
      entity('empty'),
      entity('orders', { active: 210 }),
    );
    expect(found).toEqual({
      is: 'fine',
      why: '3 queues, topics and subscriptions counted',
      note: '214 messages would stay behind in orders-we: orders 210; late 0, 3 scheduled, 1 dead-lettered',
      stake: { is: 'left', messages: 214 },
    });
  });

  it('names no more than a card can bear', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const found = await counted(...names.map((name) => entity(name, { active: 1 })));
    expect(found).toHaveProperty(
      'note',
      '7 messages would stay behind in orders-we: a 1; b 1; c 1; d 1; e 1; 2 more hold some',
    );
  });

  it('says as well that there is none', async () => {
    const found = await counted(entity('orders'));
    expect(found).toHaveProperty('note', 'no message would stay behind in orders-we');
  });
});

describe('a card', () => {
  const about = { move: 'failover', from: 'primary', services: [service('bus')] } as const;
  const read = (note: string): CheckFinding => ({ is: 'fine', why: 'counted', note });
  const dark: CheckFinding = { is: 'unsure', why: 'ARM did not answer', next: 'Look again.' };
  const run = (finding: CheckFinding, ms: number): Readiness => {
    const told = { service: service('bus'), check: 'left', title: 'messages', finding } as const;
    const checks: readonly Checked[] = [{ ...told, from: 'primary' }];
    const preflight = { is: 'unasked', why: 'not part of this story' } as const;
    return { watch: watch.name, at: at(ms), checks, preflight };
  };

  it('tells the last count that could be made, and when that was, however often none can', async () => {
    const memory = memoryMemory({ now: () => at(0) });
    const line = () => kept(watch.name, memory).then((k) => summaryOf(k, at(90 * minute), about));
    await keep(run(read('5 messages would stay behind'), 0), memory);
    for (const ms of [30, 60, 90]) await keep(run(dark, ms * minute), memory);
    expect((await line()).lines.slice(1)).toEqual([
      'bus: messages: ARM did not answer',
      expect.stringMatching(/^bus, as of \S+ \S+ UTC: 5 messages would stay behind$/),
    ]);
    await keep(run(read('2 messages would stay behind'), 91 * minute), memory);
    expect((await line()).lines.at(-1)).toContain('2 messages');
  });

  it('says nothing of it where the move is away from the other side', () => {
    const readiness = run(read('5 messages would stay behind'), 0);
    const away = { move: 'failover', from: 'secondary', services: [service('bus')] } as const;
    expect(summaryOf({ is: 'kept', readiness }, at(0), away).lines).toHaveLength(1);
    expect(summaryOf({ is: 'kept', readiness }, at(0), about).is).toBe('fine');
  });

  it('reads back as it was kept, and not at all when it was tampered with', () => {
    const readiness = run(read('5 messages'), 0);
    expect(readinessFrom(textOf(readiness))).toEqual({ is: 'kept', readiness });
    const odd = textOf(readiness).replace('"5 messages"', '5');
    expect(readinessFrom(odd)).toMatchObject({ is: 'unreadable' });
  });
});
