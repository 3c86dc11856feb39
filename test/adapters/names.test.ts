/** The name adapter: whom it asks, what it takes for an answer, and whose silence is whose. */

import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { type NamesOptions, namesOf } from '../../adapters/azure/names.ts';
import type { Dial } from '../../adapters/local/dial.ts';
import { Between, Unreachable } from '../../core/kinds.ts';
import {
  type Asked,
  a,
  cname,
  type NameServerPeer,
  nameServer,
  ns,
  type Said,
} from './name-servers.ts';
import { ending, graceMs, patientMs, silentMs } from './peers.ts';

const open: NameServerPeer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((peer) => peer.close()));
});
// A question over UDP cannot be called back; it ends by itself, soon after the one who asked.
afterAll(async () => {
  while (process.getActiveResourcesInfo().includes('UDPWrap')) await wait(20);
});

async function serving(answer: (asked: Asked) => Said | undefined): Promise<NameServerPeer> {
  const peer = await nameServer(answer);
  open.push(peer);
  return peer;
}

const askFor = (name: string, options: NamesOptions, at?: readonly string[]) =>
  namesOf(options).ask({
    name,
    type: 'CNAME',
    signal: AbortSignal.timeout(patientMs),
    ...(at === undefined ? {} : { at }),
  });

/** What is told of a silence, in time. */
function silence(options: NamesOptions): Promise<string> {
  const signal = AbortSignal.timeout(silentMs);
  return failure(namesOf(options).ask({ name, type: 'CNAME', signal }), silentMs);
}

async function failure(work: Promise<unknown>, timeoutMs = patientMs): Promise<string> {
  const { error, lateMs } = await ending(work, timeoutMs);
  expect(lateMs).toBeLessThan(graceMs);
  if (error instanceof Unreachable) return `${error.phase}: ${error.message}`;
  if (error instanceof Between) return `between: ${error.message}`;
  return error instanceof Error ? `ours: ${error.message}` : 'no failure';
}

const name = 'api.contoso.com';

/** A resolver that knows the zone contoso.com, and its servers in the order given. */
function resolver(...addresses: readonly string[]) {
  return serving(({ name: asked, type }) => {
    if (type === 'NS' && asked === 'contoso.com') {
      return { answers: addresses.map((_, at) => ns('contoso.com', `ns${at + 1}.azure-dns.com`)) };
    }
    const at = addresses.findIndex((_, index) => asked === `ns${index + 1}.azure-dns.com`);
    const address = addresses[at];
    return address === undefined ? {} : { answers: [a(asked, address)] };
  });
}

/** Leads each address at port 53 to one of the servers; what is not named stays as it is. */
function leading(to: Readonly<Record<string, NameServerPeer>>): Dial {
  return async (host, port) => {
    const peer = port === 53 ? to[host] : undefined;
    return peer === undefined ? { host, port } : { host: '127.0.0.1', port: peer.port };
  };
}

describe('a name server that is given', () => {
  it('tells the value in plain form, how long it holds, and who said so', async () => {
    const peer = await serving(() => ({ answers: [cname(name, 'Orders-WE.azure-api.net', 30)] }));
    expect(await askFor(name, { servers: [peer.at] })).toEqual({
      values: ['orders-we.azure-api.net'],
      ttlSeconds: 30,
      server: '127.0.0.1',
    });
  });

  it.each(['NXDOMAIN', 'NOERROR'] as const)('says with %s that there is none', async (rcode) => {
    const peer = await serving(() => ({ rcode }));
    expect(await askFor(name, { servers: [peer.at] })).toMatchObject({ values: [] });
  });

  it('is asked again over TCP when its answer was cut short', async () => {
    const peer = await serving(({ over }) =>
      over === 'udp' ? { truncated: true } : { answers: [cname(name, 'we.azure-api.net')] },
    );
    const { values } = await askFor(name, { servers: [peer.at] });
    expect(values).toEqual(['we.azure-api.net']);
    expect(peer.asked.map(({ over }) => over)).toEqual(['udp', 'tcp']);
  });

  it('is not believed about another name', async () => {
    const peer = await serving(() => ({ answers: [cname('evil.example', 'we.azure-api.net')] }));
    expect(await askFor(name, { servers: [peer.at] })).toMatchObject({ values: [] });
  });

  it('is asked twice before a lost datagram becomes news', async () => {
    let heard = 0;
    const peer = await serving(() => {
      heard += 1;
      return heard === 1 ? { rcode: 'SERVFAIL' } : { answers: [cname(name, 'we.azure-api.net')] };
    });
    expect(await askFor(name, { servers: [peer.at] })).toMatchObject({
      values: ['we.azure-api.net'],
    });
  });

  it('is passed over for the next when it fails', async () => {
    const lame = await serving(() => ({ rcode: 'REFUSED' }));
    const good = await serving(() => ({ answers: [cname(name, 'ne.azure-api.net')] }));
    const { values } = await askFor(name, {}, [lame.at, good.at]);
    expect(values).toEqual(['ne.azure-api.net']);
  });
});

describe("the zone's own servers", () => {
  it('are found up the labels, and asked themselves', async () => {
    const own = await serving(() => ({ answers: [cname(name, 'we.azure-api.net')] }));
    const system = await resolver('192.0.2.53');
    const dial = leading({ '192.0.2.53': own });
    expect(await askFor(name, { resolvers: [system.at], dial })).toEqual({
      values: ['we.azure-api.net'],
      ttlSeconds: 60,
      server: 'ns1.azure-dns.com',
    });
    expect(system.asked.filter(({ type }) => type === 'NS').map((q) => q.name)).toEqual([
      'api.contoso.com',
      'contoso.com',
    ]);
    expect(own.asked).toEqual([{ name, type: 'CNAME', over: 'udp', recursive: false }]);
  });

  it('are not taken from the end of an alias', async () => {
    const system = await serving(({ name: asked, type }) => {
      if (type !== 'NS' || asked !== name) return {};
      return {
        answers: [cname(name, 'we.azure-api.net'), ns('azure-api.net', 'ns.other.example')],
      };
    });
    expect(await failure(askFor(name, { resolvers: [system.at] }))).toBe(
      'resolve: no name servers are known for api.contoso.com',
    );
  });

  it('stand in for each other: a server that is not theirs is no answer', async () => {
    const lame = await serving(() => ({ authoritative: false }));
    const own = await serving(() => ({ answers: [cname(name, 'we.azure-api.net')] }));
    const system = await resolver('192.0.2.53', '192.0.2.54');
    const dial = leading({ '192.0.2.53': lame, '192.0.2.54': own });
    const { server } = await askFor(name, { resolvers: [system.at], dial });
    expect(server).toBe('ns2.azure-dns.com');
  });

  it('are remembered, so that a silent resolver is not missed', async () => {
    const own = await serving(() => ({ answers: [cname(name, 'we.azure-api.net')] }));
    let broken = false;
    const system = await serving(({ name: asked, type }) => {
      if (broken) return undefined;
      if (type === 'A') return { answers: [a(asked, '192.0.2.53')] };
      return asked === name ? { answers: [ns(name, 'ns1.azure-dns.com')] } : {};
    });
    const names = namesOf({ resolvers: [system.at], dial: leading({ '192.0.2.53': own }) });
    const question = () =>
      ({ name, type: 'CNAME', signal: AbortSignal.timeout(patientMs) }) as const;
    await names.ask(question());
    broken = true;
    expect(await names.ask(question())).toMatchObject({ values: ['we.azure-api.net'] });
  });
});

describe('silence', () => {
  it('of the servers asked is the target not resolving', async () => {
    const mute = await serving(() => undefined);
    const told = await silence({ servers: [mute.at] });
    expect(told).toBe('resolve: 127.0.0.1: timed out');
  });

  it('over TCP ends in time as well', async () => {
    const half = await serving(({ over }) => (over === 'udp' ? { truncated: true } : undefined));
    const told = await silence({ servers: [half.at] });
    expect(told).toBe('resolve: 127.0.0.1: timed out');
  });

  it('of our own resolver says nothing about the target', async () => {
    const mute = await serving(() => undefined);
    const told = await silence({ resolvers: [mute.at] });
    expect(told).toMatch(/^between: our resolver, finding the name servers of api\.contoso\.com/);
  });

  it('of a dial towards a name server is not waited for', async () => {
    const system = await resolver('192.0.2.53');
    const never: Dial = () => new Promise(() => {});
    const told = await silence({ resolvers: [system.at], dial: never });
    expect(told).toMatch(/^between: /);
  });
});

it('what the first server said stands for all when none answers', async () => {
  const lame = await serving(() => ({ rcode: 'REFUSED' }));
  const ill = await serving(() => ({ rcode: 'SERVFAIL' }));
  const told = await failure(askFor(name, { servers: [lame.at, ill.at] }));
  expect(told).toBe('resolve: 127.0.0.1: REFUSED');
  expect(ill.asked).toHaveLength(2);
});
