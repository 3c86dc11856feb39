/** What every pager must honour: it rings once for a question, and failing to ring is told. */

import { describe, expect, it } from '@jest/globals';
import { pagerDuty } from '../../adapters/page/pagerduty.ts';
import { several } from '../../adapters/page/several.ts';
import { snsPager } from '../../adapters/page/sns.ts';
import { webhookPager } from '../../adapters/page/webhook.ts';
import type { Instant } from '../../core/names.ts';
import type { Pager } from '../../core/ports.ts';
import { wordsOf } from '../../core/trouble.ts';
import { AwsRefusal } from '../../lab/aws/door.ts';
import { memoryMemory } from '../../lab/world/stores/memory.ts';
import { anSns } from '../adapters/aws/clouds.ts';
import { alertBook, openDesk } from './desk.ts';

interface Held {
  readonly pager: Pager;
  /** What a person noticed: `ring <key>` and the like. */
  noticed(): readonly string[];
  /** Whoever is asked fails from now on, until `mend`. */
  fail(): void;
  mend(): void;
}

const routingKey = 'canary0123456789canary0123456789';
const hook = 'https://hooks.contoso.com/in/canary-token?sig=canary';

let now = 0;
const memory = () => memoryMemory({ now: () => now as Instant });

const pagers: Record<string, () => Promise<Held>> = {
  async PagerDuty() {
    const desk = await openDesk('events.pagerduty.com', alertBook());
    const pager = pagerDuty({ ...desk.means, key: async () => routingKey });
    return held(pager, () => desk.noticed, desk);
  },
  async 'a webhook'() {
    const desk = await openDesk('hooks.contoso.com', ({ event, key }) => {
      const words: Record<string, string> = { acknowledged: 'acknowledge', resolved: 'resolve' };
      return `${words[String(event)] ?? event} ${key}`;
    });
    const pager = webhookPager({ ...desk.means, url: async () => hook, memory: memory() });
    return held(pager, () => desk.noticed, desk);
  },
  async SNS() {
    const { sns, client } = await anSns();
    const topic = 'arn:aws:sns:eu-north-1:111122223333:pages';
    const verbs: Record<string, string> = { acknowledged: 'acknowledge', over: 'resolve' };
    const seen = () =>
      sns.notices().map(({ subject = '', message }) => {
        const word = subject.split(' ')[1] ?? '';
        return `${verbs[word] ?? 'ring'} ${message.split('Question: ')[1]}`;
      });
    return {
      pager: snsPager({ client, topic, memory: memory() }),
      noticed: seen,
      fail: () => sns.meddle(() => new AwsRefusal('AuthorizationError', 'not yours', 403)),
      mend: () => sns.meddle(() => 'serve'),
    };
  },
};

function held(
  pager: Pager,
  noticed: Held['noticed'],
  desk: Awaited<ReturnType<typeof openDesk>>,
): Held {
  return { pager, noticed, fail: () => desk.break(503, 3), mend: () => {} };
}

describe.each(Object.entries(pagers))('a pager by %s', (_, open) => {
  it('rings once for a question, however often it is rung', async () => {
    const { pager, noticed } = await open();
    await pager.ring('orders/1/offer', 'West Europe is down. Move to North Europe?');
    await pager.ring('orders/1/offer', 'West Europe is down. Move to North Europe?');
    expect(noticed()).toEqual(['ring orders/1/offer']);
  });

  it('tells once who has it, and once that it is over', async () => {
    const { pager, noticed } = await open();
    await pager.ring('q', 'down');
    for (const _again of [1, 2]) await pager.acknowledge('q', 'ana');
    for (const _again of [1, 2]) await pager.resolve('q');
    expect(noticed()).toEqual(['ring q', 'acknowledge q', 'resolve q']);
  });

  it('keeps questions apart', async () => {
    const { pager, noticed } = await open();
    await pager.ring('one', 'down');
    await pager.ring('two', 'down as well');
    await pager.resolve('one');
    expect(noticed()).toEqual(['ring one', 'ring two', 'resolve one']);
  });

  it('rings again for a question that was resolved', async () => {
    const { pager, noticed } = await open();
    await pager.ring('q', 'down');
    await pager.resolve('q');
    await pager.ring('q', 'down again');
    expect(noticed()).toEqual(['ring q', 'resolve q', 'ring q']);
  });

  it('says that it could not ring, without a secret, and rings at the next try', async () => {
    const { pager, noticed, fail, mend } = await open();
    fail();
    const error: unknown = await pager.ring('q', 'down').catch((thrown: unknown) => thrown);
    expect(wordsOf(error)).toMatch(/^Cannot (page|publish)/);
    expect(`${wordsOf(error)} ${JSON.stringify(error)}`).not.toContain('canary');
    expect(noticed()).toEqual([]);
    mend();
    await pager.ring('q', 'down');
    expect(noticed()).toEqual(['ring q']);
  });
});

describe('a letter to a pager', () => {
  async function hooked() {
    const desk = await openDesk('hooks.contoso.com', ({ event, key }) => `${event} ${key}`);
    const pager = webhookPager({ ...desk.means, url: async () => hook, memory: memory() });
    return { desk, pager };
  }

  it.each([503, 429, 'silent'] as const)('is sent again after %s', async (how) => {
    const { desk, pager } = await hooked();
    desk.break(how, 2);
    await pager.ring('q', 'down');
    expect(desk.noticed).toEqual(['ring q']);
    expect(desk.letters).toHaveLength(3);
  });

  it('is the same letter at each try, so that one whose answer was lost is known', async () => {
    const { desk, pager } = await hooked();
    desk.break('lose', 1);
    await pager.ring('q', 'down');
    expect(new Set(desk.letters.map(({ key }) => key)).size).toBe(1);
    await pager.resolve('q');
    expect(new Set(desk.letters.map(({ key }) => key)).size).toBe(2);
  });

  it('is not sent again when it was refused', async () => {
    const { desk, pager } = await hooked();
    desk.break(403, 1);
    await expect(pager.ring('q', 'down')).rejects.toMatchObject({
      code: 'page-refused',
      message: 'Cannot page anybody by hooks.contoso.com: status 403',
    });
    expect(desk.letters).toHaveLength(1);
  });

  it('ends in time against a desk that never answers', async () => {
    const { desk, pager } = await hooked();
    desk.break('silent', 9);
    await expect(pager.ring('q', 'down')).rejects.toMatchObject({ code: 'page-failed' });
    expect(desk.letters).toHaveLength(3);
  });

  it('goes nowhere without https', async () => {
    const { desk } = await hooked();
    const url = async () => 'http://hooks.contoso.com/in';
    const pager = webhookPager({ ...desk.means, url, memory: memory() });
    await expect(pager.ring('q', 'down')).rejects.toMatchObject({ code: 'http-not-secure' });
  });
});

describe('a pager', () => {
  it('rings again when whoever rang has died under way', async () => {
    const { sns, client } = await anSns();
    const kept = memory();
    const pager = snsPager({ client, topic: 'arn:aws:sns:x:1:t', memory: kept });
    await kept.claim('page/q/ring', 'saying', 30_000);
    await expect(pager.ring('q', 'down')).rejects.toMatchObject({ code: 'page-under-way' });
    expect(sns.notices()).toEqual([]);
    now += 30_000;
    await pager.ring('q', 'down');
    expect(sns.notices()).toMatchObject([{ subject: 'farwatch: down' }]);
  });

  it('puts any first line into a subject that SNS takes', async () => {
    const { sns, client } = await anSns();
    const pager = snsPager({ client, topic: 'arn:aws:sns:x:1:t', memory: memory() });
    await pager.ring('q', `West Europe → North Europe\n${'x'.repeat(300)}`);
    await pager.ring('r', 'y'.repeat(300));
    expect(sns.notices()[0]?.subject).toBe('farwatch: West Europe ? North Europe');
    expect(sns.notices()[1]?.subject).toHaveLength(99);
  });

  it('among several is told even when another fails, and not twice when all are told again', async () => {
    const [ill, well] = [await pagers['PagerDuty']?.(), await pagers['a webhook']?.()];
    if (ill === undefined || well === undefined) throw new Error('a pager is missing');
    const both = several([ill.pager, well.pager]);
    ill.fail();
    await expect(both.ring('q', 'down')).rejects.toMatchObject({ code: 'page-failed' });
    expect(well.noticed()).toEqual(['ring q']);
    await both.ring('q', 'down');
    expect([...ill.noticed(), ...well.noticed()]).toEqual(['ring q', 'ring q']);
  });
});
