/** What every pager must honour: it rings once for a question, and failing to ring is told. */

import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { byFetch } from '../../adapters/page/by-fetch.ts';
import { listedPager } from '../../adapters/page/listed.ts';
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
import { authority } from '../adapters/peers.ts';
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
    const pager = webhookPager({
      ...desk.means,
      name: 'env:HOOK',
      url: async () => hook,
      memory: memory(),
    });
    return held(pager, () => desk.noticed, desk);
  },
  async 'all that a file lists'() {
    const desk = await openDesk('events.eu.pagerduty.com', alertBook());
    const { client } = await anSns();
    const topic = { client, arn: 'arn:aws:sns:eu-north-1:111122223333:pages' };
    const secrets = async () => routingKey;
    const all = [{ kind: 'sns' }, { kind: 'pagerduty', key: 'env:KEY', region: 'eu' }] as const;
    const means = { ...desk.means, secrets, memory: memory(), topic };
    return held(listedPager(all, means), () => desk.noticed, desk);
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
    const pager = webhookPager({
      ...desk.means,
      name: 'env:HOOK',
      url: async () => hook,
      memory: memory(),
    });
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
    expect(desk.spentMs()).toBe(3 * 5_000 + 500 + 1_000);
  });

  it('goes nowhere without https', async () => {
    const { desk } = await hooked();
    const url = async () => 'http://hooks.contoso.com/in';
    const pager = webhookPager({ ...desk.means, name: 'env:HOOK', url, memory: memory() });
    await expect(pager.ring('q', 'down')).rejects.toMatchObject({
      code: 'page-address-unreadable',
    });
  });
});

describe('a pager', () => {
  it('rings again when whoever rang has died under way', async () => {
    const { sns, client } = await anSns();
    const kept = memory();
    const pager = snsPager({ client, topic: 'arn:aws:sns:x:1:t', memory: kept });
    await kept.claim('page/sns/q/ring', 'saying', 30_000);
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

describe('pagers as a file lists them', () => {
  it('ring each, though two of a sort remember in one place', async () => {
    const [one, two] = [await hookedDesk('one'), await hookedDesk('two')];
    const { sns, client } = await anSns();
    const urls: Record<string, string> = { 'ssm:/one': one.url, 'ssm:/two': two.url };
    const pager = listedPager(
      [{ kind: 'sns' }, { kind: 'webhook', url: 'ssm:/one' }, { kind: 'webhook', url: 'ssm:/two' }],
      {
        send: (letter) => (letter.url === one.url ? one : two).means.send(letter),
        clock: one.means.clock,
        secrets: async (reference) => urls[reference] ?? '',
        memory: memory(),
        topic: { client, arn: 'arn:aws:sns:eu-north-1:111122223333:pages' },
      },
    );
    for (const _again of [1, 2]) await pager.ring('q', 'down');
    expect([one.noticed, two.noticed]).toEqual([['ring q'], ['ring q']]);
    expect(sns.notices()).toHaveLength(1);
  });

  it('ring nobody by a topic from where there is none', async () => {
    const desk = await hookedDesk('one');
    const pager = listedPager([{ kind: 'sns' }, { kind: 'webhook', url: 'env:HOOK' }], {
      ...desk.means,
      secrets: async () => desk.url,
      memory: memory(),
    });
    await pager.ring('q', 'down');
    expect(desk.noticed).toEqual(['ring q']);
  });

  async function hookedDesk(name: string) {
    const host = `${name}.contoso.com`;
    const desk = await openDesk(host, ({ event, key }) => `${event} ${key}`);
    return { ...desk, url: `https://${host}/in` };
  }
});

describe('a letter by fetch', () => {
  const letter = (url: string) => ({
    url,
    headers: { 'content-type': 'application/json' },
    body: '{"event":"ring","key":"q"}',
    signal: AbortSignal.timeout(5_000),
  });

  async function served() {
    setDefaultCACertificates([...getCACertificates('bundled'), authority.ca]);
    const desk = await openDesk('localhost', ({ event, key }) => `${event} ${key}`);
    return { desk, url: `https://localhost:${desk.port}/in` };
  }

  it('tells the status of its answer, whatever that is', async () => {
    const { desk, url } = await served();
    desk.break(503, 1);
    expect([await byFetch(letter(url)), await byFetch(letter(url))]).toEqual([503, 202]);
    expect(desk.noticed).toEqual(['ring q']);
  });

  it('follows nobody who points elsewhere', async () => {
    const { desk, url } = await served();
    desk.break(307, 1);
    expect(await byFetch(letter(url))).toBe(307);
    expect(desk.letters).toHaveLength(1);
  });

  it('ends when its time is over', async () => {
    const { desk, url } = await served();
    desk.break('silent', 1);
    const asked = byFetch({ ...letter(url), signal: AbortSignal.timeout(100) });
    await expect(asked).rejects.toThrow(/timeout|aborted/i);
  });
});
