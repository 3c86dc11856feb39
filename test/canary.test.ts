/** Plants a canary in the place of every secret, breaks everything, and looks for it in all we say. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { netFor } from '../adapters/azure/account.ts';
import { wallClock } from '../adapters/local/clock.ts';
import type { Secrets } from '../adapters/local/secrets.ts';
import { slackChat } from '../adapters/slack/chat.ts';
import { receive } from '../adapters/slack/receive.ts';
import { worldFor } from '../adapters/world.ts';
import type { Estate } from '../config/estate.ts';
import { probeKinds, stepKinds } from '../config/kinds.ts';
import { loadEstate } from '../config/load.ts';
import type { Look } from '../core/observation.ts';
import { cardOf, newsOf } from '../core/telling.ts';
import { wordsOf } from '../core/trouble.ts';
import type { Watch } from '../core/watch.ts';
import { earAt } from '../lab/play/ear.ts';
import { type Lab, openLab } from '../lab/play/lab.ts';
import { reportOf } from '../lab/play/report.ts';
import { type Stage, stageOf } from '../lab/play/stage.ts';
import type { Theatre } from '../lab/play/theatre.ts';
import { loadChanged } from '../lab/scenarios/change.ts';
import { play } from '../lab/scenarios/play.ts';
import { parseScenario } from '../lab/scenarios/scenario.ts';
import type { Fault } from '../lab/world/azure.ts';
import { labAccount } from '../lab/world/lab-logins.ts';
import { labSecrets } from '../lab/world/layout.ts';
import { wire } from '../lambdas/house/wiring.ts';
import { probe } from '../lambdas/probe/probe.ts';
import { dark, minute, Story } from './build.ts';
import { farwatch, run } from './command-line.ts';
import { memoryOf } from './telling/stage.ts';

const example = 'examples/orders.yaml';

function estateIn(file: string): { readonly estate: Estate; readonly watch: Watch } {
  const loaded = loadEstate(readFileSync(file, 'utf8'), file);
  const [watch] = loaded.ok ? loaded.estate.watches : [];
  if (!loaded.ok || watch === undefined) throw new Error(`${file} is bad`);
  return { estate: loaded.estate, watch };
}

/** Whatever of a secret would give it away, in each dress it might wear. */
function canariesOf(values: readonly string[]): readonly string[] {
  const signatures = values.flatMap((value) =>
    URL.canParse(value) ? (new URL(value).searchParams.get('sig') ?? []) : [],
  );
  const plain = [...values, ...signatures];
  const forms = plain.flatMap((text) => [
    text,
    encodeURIComponent(text),
    Buffer.from(text).toString('base64'),
  ]);
  return [...new Set(forms)];
}

function found(canaries: readonly string[], said: unknown): readonly string[] {
  const text = typeof said === 'string' ? said : (JSON.stringify(said) ?? '');
  // A JSON of a JSON escapes what it holds.
  return canaries.filter((canary) => text.includes(canary));
}

describe('the finder of canaries', () => {
  it('finds one wherever it sits', () => {
    const url = 'https://x.example/invoke?api-version=1&sig=canary-signature';
    const canaries = canariesOf([url, 'canary/key=']);
    expect(found(canaries, { why: `Cannot reach ${url}` }).length).toBeGreaterThan(0);
    expect(found(canaries, 'sig was canary-signature').length).toBe(1);
    expect(found(canaries, 'key=canary%2Fkey%3D').length).toBe(1);
    expect(found(canaries, 'nothing of the kind')).toEqual([]);
  });
});

describe('every story in virtual time', () => {
  const folder = 'lab/scenarios';
  const stories = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

  it.each(stories)('leaks nothing: %s', async (name) => {
    const scenario = parseScenario(readFileSync(`${folder}/${name}`, 'utf8'), name);
    const loaded = loadChanged(readFileSync(scenario.estate, 'utf8'), scenario);
    const [watch] = loaded.ok ? loaded.estate.watches : [];
    if (!loaded.ok || watch === undefined) throw new Error(`${name} has a bad estate`);
    const stage = stageOf(loaded.estate, watch, { seed: 'canary' });
    const theatre = theatreOf(stage);
    await play(scenario, theatre);

    const canaries = canariesOf(Object.values(labSecrets(loaded.estate)));
    const { entries } = await stage.journal.read(watch.name);
    const facts = theatre.facts();
    const told = {
      entries,
      facts,
      cards: stage.chat.cards,
      pages: stage.pager.pages(),
      troubles: stage.troubles,
      sightings: await stage.rooms.sightings.since(watch.name, 0 as never),
      report: reportOf(await theatre.incident(), facts, watch, stage.clock.now()),
      news: facts.map((fact, at) => newsOf(fact, watch, facts.slice(0, at))),
    };
    expect(found(canaries, told)).toEqual([]);
    // An approval is sealed; the key of the seals is not in it.
    expect(found(canariesOf(['seals of canary']), told)).toEqual([]);
  });
});

function theatreOf({ rooms, watch, clock, world, brake, troubles }: Stage): Theatre {
  const ear = earAt(rooms.journal, watch.name);
  const house = wire({ ...rooms, journal: ear.journal });
  return {
    ...ear,
    ...{ watch, clock, world, house, brake, troubles },
    perform: (work) => {
      const stop = new AbortController();
      const done = work(stop).finally(() => stop.abort());
      const both = Promise.all([done, house.keep(stop.signal)]).then(([result]) => result);
      return clock.play(both, 7 * 24 * 60 * minute);
    },
    close: async () => {},
  };
}

describe('on the wire', () => {
  const { estate, watch: slow } = estateIn(example);
  const watch = { ...slow, policy: { ...slow.policy, timeoutMs: 500, reaskMs: 50 } };
  const [vantage] = watch.vantages;
  let lab: Lab;

  beforeAll(async () => {
    lab = await openLab(estate, { seed: 'canary' });
    setDefaultCACertificates([...getCACertificates('default'), lab.ca]);
  });
  afterAll(() => lab.close());

  const faults: readonly (readonly [string, Fault])[] = [
    ['silence', { is: 'dark' }],
    ['a closed door', { is: 'refused' }],
    ['a connection cut short', { is: 'reset' }],
    ['a certificate nobody trusts', { is: 'badTls' }],
    ['headers, then silence', { is: 'halfOpen' }],
    ['an error of the server', { is: 'failing', status: 503 }],
    ['a refusal', { is: 'failing', status: 403 }],
    ['throttling', { is: 'throttled', retryAfterMs: 10 }],
    // Last: what is asked for is done then.
    ['a short wait', { is: 'slow', ms: 1 }],
  ];
  const places = (): readonly string[] => [
    ...[watch.regions.primary, watch.regions.secondary],
    ...['arm', 'entra', 'dns', 'reference', 'slack'],
  ];

  /** Everything that can be asked and done with `values`, and every word that came of it. */
  async function everything(values: Readonly<Record<string, string>>): Promise<unknown> {
    if (vantage === undefined) throw new Error('no vantage');
    const secrets: Secrets = async (reference) => values[reference] ?? '';
    const reach = (origin: typeof vantage | 'operator') => ({
      dial: lab.dialOf(origin),
      ca: lab.ca,
      nameServers: lab.nameServersOf(origin),
    });
    const looks: Look[] = [];
    const net = await netFor(labAccount(estate.azure), secrets, reach(vantage));
    const sightings = { record: async (_: unknown, one: Look) => void looks.push(one) };
    await probe(watch, {}, wallClock.now(), {
      ...{ clock: wallClock, net, vantage, kinds: probeKinds, lagMs: () => 0 },
      sightings: { ...sightings, since: async () => looks },
    });

    const azure = await worldFor(labAccount(estate.azure), secrets, reach('operator'));
    const steps = watch.services.flatMap((s) => s.steps[0]?.steps ?? []);
    const words = steps.flatMap((step) => {
      const kind = stepKinds[step.kind];
      const signal = () => AbortSignal.timeout(400);
      return [
        kind?.inspect(azure, step.settings, signal()),
        kind?.apply(azure, step.settings, signal()),
      ];
    });
    const outcomes = (await Promise.allSettled(words)).map((one) =>
      one.status === 'fulfilled' ? one.value : whole(one.reason),
    );
    return { looks, outcomes, chat: await chat(values[estate.slack?.token ?? ''] ?? '') };
  }

  async function chat(token: string): Promise<unknown> {
    const story = new Story();
    story.sees(9 * minute, dark);
    const card = cardOf(story.incident, story.rules.watch, story.facts);
    if (card === undefined) throw new Error('nothing to tell');
    const room = { token, channel: 'C0ORDERS', apiUrl: lab.slack.apiUrl, timeoutMs: 500 };
    return slackChat(room).post(card, 'card').catch(whole);
  }

  it.each(faults)('everything we say after %s is free of secrets', async (_, fault) => {
    for (const place of places()) lab.world.faults.set(place, fault);
    try {
      const said = await everything(lab.secrets);
      expect(found(canariesOf(Object.values(lab.secrets)), said)).toEqual([]);
      expect(JSON.stringify(said)).toContain(fault.is === 'slow' ? '"is":"up"' : 'why');
    } finally {
      lab.world.faults.clearAll();
    }
  });

  it('and so is what we say after every secret was refused', async () => {
    const wrong = Object.fromEntries(
      Object.entries(lab.secrets).map(([reference, right]) => [reference, wrongFor(right)]),
    );
    const said = await everything(wrong);
    expect(JSON.stringify(said)).toContain('ours');
    expect(found(canariesOf(Object.values(wrong)), said)).toEqual([]);
  });

  it('and what we say of a click that nobody signed', async () => {
    const secret = 'canary-signing-secret';
    const body = Buffer.from('payload=%7B%22token%22%3A%22canary-token%22%7D');
    for (const seconds of [0, 10_000]) {
      const headers = {
        'x-slack-request-timestamp': String(seconds),
        'x-slack-signature': 'v0=canary-signature',
      };
      const told = await receive(body, headers, { secret, nowSeconds: 1, memory: memoryOf() });
      expect(told.status).toBe(401);
      expect(found(canariesOf([secret, 'canary-token', 'canary-signature']), told)).toEqual([]);
    }
  });
});

/** The same shape, another value: a callback address keeps its host and loses its signature. */
function wrongFor(right: string): string {
  const canary = createHash('sha256').update(`canary ${right}`).digest('base64url');
  if (!URL.canParse(right)) return canary;
  const url = new URL(right);
  url.searchParams.set('sig', canary);
  return url.href;
}

/** All that a crash would print of an error. */
function whole(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { cause, stack } = error;
  return { words: wordsOf(error), stack, own: { ...error }, cause: cause && whole(cause) };
}

describe('the command line', () => {
  const key = 'Q2FuYXJ5S2V5VGhhdE1heU5vdEJlUHJpbnRlZEFueXdoZXJl';
  const text = readFileSync(example, 'utf8');

  it.each<[string, string]>([
    ['in the place of a reference', text.replace('env:ORDERS_BUS_KEY', key)],
    [
      'in a callback address',
      text.replace('env:EDI_HEALTH_URL_WE', `https://x.example/?sig=${key}`),
    ],
    ['as a token', text.replace('env:FARWATCH_SLACK_TOKEN', `xoxb-${key}`)],
    ['as a key of the map', text.replace('mode: ask', `${key}: ask`)],
    ['on a line that is no YAML', text.replace('mode: ask', `mode: [${key}`)],
    [
      'in a reference',
      text.replace('https://www.cloudflare.com/', `https://c.example/?sig=${key}`),
    ],
  ])('refuses a file with a secret %s, and does not repeat it', async (_, bad) => {
    const path = join(tmpdir(), `farwatch-canary-${process.pid}.yaml`);
    writeFileSync(path, bad);
    try {
      for (const json of [[], ['--json']]) {
        const { code, all } = await farwatch(['validate', path, ...json]);
        expect(code).toBe(2);
        expect(found(canariesOf([key]), all)).toEqual([]);
      }
    } finally {
      rmSync(path);
    }
  });

  it('names a person or a reason, and no secret, when it crashes', async () => {
    const url = `https://prod.example/invoke?sig=${key}`;
    const script = `
      import { explain } from './bin/explain.ts';
      import { remembering } from './bin/hush.ts';
      import { complain, print, printJson, printJsonLine } from './bin/print.ts';
      const secrets = remembering(async (name) => process.env[name.slice(4)]);
      await secrets('env:CALLBACK');
      await secrets('env:KEY');
      const { CALLBACK, KEY } = process.env;
      const error = new Error('at ' + CALLBACK + ' with ' + KEY + ', https://other.example/?sig=sigOfOther');
      explain(error, true);
      explain(error, false);
      complain('probe: ' + KEY + ' amqps://other.example/x?sig=sigOfOther');
      print(KEY); printJson({ KEY }); printJsonLine([CALLBACK]);
    `;
    const env = { CALLBACK: url, KEY: 'canary"with a quote/and=more' };
    const args = ['--input-type=module-typescript', '-e', script];
    const { code, all } = await run(process.execPath, args, { env });
    expect(code).toBe(0);
    expect(all).toContain('this is a bug');
    expect(all).toContain('<env:CALLBACK>');
    const canaries = canariesOf([url, env.KEY, 'sigOfOther']);
    expect(found([...canaries, JSON.stringify(env.KEY).slice(1, -1)], all)).toEqual([]);
  });
});
