/** What is left out of a bundle is never missed there: it compiles as the source does, and calls nothing else. */

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import * as kinds from '../../config/kinds.ts';
import { loadEstate } from '../../config/load.ts';
import { mandateOf } from '../../deploy/mandate.ts';
import { called, type FunctionName, functions, optionsOf } from '../../infra/bundle.ts';
import { type Hand, hands } from '../../infra/hands.ts';

const source = { kinds, loadEstate, mandateOf };

const entry = `
  export * as kinds from './config/kinds.ts';
  export { loadEstate } from './config/load.ts';
  export { mandateOf } from './deploy/mandate.ts';`;

const folder = await mkdtemp(join(tmpdir(), 'farwatch-hands-'));
afterAll(() => rm(folder, { recursive: true }));

async function bundledAs(name: FunctionName): Promise<typeof source> {
  const { entryPoints: _, ...options } = optionsOf(name);
  const outfile = join(folder, `${name}.mjs`);
  await build({ ...options, stdin: { contents: entry, resolveDir: process.cwd() }, outfile });
  return await import(pathToFileURL(outfile).href);
}

describe('a watch file', () => {
  const folders = ['examples', 'test/config/bad'];
  const odd = [
    '',
    'a: &a 1\nb: *a',
    '? [a]\n: b',
    '%YAML 1.1\n---\na: !!binary aGk=',
    'a: [',
    '- !x y',
  ];

  it('comes to the same in a bundle, whether it is accepted or refused', async () => {
    const bundled = await bundledAs('answer');
    const files = (await Promise.all(folders.map(filesIn))).flat();
    expect(files.length).toBeGreaterThan(50);
    const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
    for (const [nth, text] of [...texts, ...odd].entries()) {
      const file = files[nth] ?? text;
      expect({ file, ...made(text, bundled) }).toEqual({ file, ...made(text, source) });
    }
  });
});

async function filesIn(of: string): Promise<readonly string[]> {
  const files = await readdir(of);
  return files.filter((file) => file.endsWith('.yaml')).map((file) => join(of, file));
}

/** Who may do what by which steps, or every fault. */
function made(text: string, by: typeof source) {
  const loaded = by.loadEstate(text, 'farwatch.yaml');
  if (!loaded.ok) return loaded;
  const { estate } = loaded;
  return { estate, mandates: estate.watches.map((one) => by.mandateOf(estate, one, (of) => of)) };
}

describe.each(functions)('the function %s', (name) => {
  it('calls the hands that it is said to call, and reads no example', async () => {
    const texts = await ownTextsOf(name);
    const isCalled = (hand: Hand) => texts.some(({ text }) => callOf(hand).test(text));
    expect(everyHand.filter(isCalled)).toEqual(called[name]);
    expect(texts.filter(({ text }) => /\bkinds?\S*\.example\b/.test(text))).toEqual([]);
  });

  it('is handed no kinds but those whose hands it calls', async () => {
    const texts = (await ownTextsOf(name)).filter(({ file }) => file.startsWith('lambdas/'));
    const families = Object.entries(hands).filter(([, all]) =>
      all.some((hand) => called[name].includes(hand)),
    );
    expect(texts.flatMap(({ text }) => registriesIn(text))).toEqual(
      families.map(([family]) => `${family.slice(0, -1)}Kinds`),
    );
  });

  it('has those, and words in place of each other one', async () => {
    const { kinds: bundled } = await bundledAs(name);
    const should = handsIn(kinds).map(({ kind, hand }) => {
      return { kind, hand, has: called[name].includes(hand) };
    });
    expect(await Promise.all(handsIn(bundled).map(tried))).toEqual(should);
  });
});

it('names the kind whose hand was left out, and the way out', async () => {
  const bundled = await bundledAs('tell');
  const { call } = handsIn(bundled.kinds).find(({ kind }) => kind === 'webhook') ?? {};
  await expect(call?.()).rejects.toMatchObject({
    message: 'Cannot call inspect of steps/webhook.ts because this function was bundled without it',
    next: expect.stringContaining('infra/bundle.ts'),
  });
});

const everyHand: readonly Hand[] = Object.values(hands).flat();

/** `kind.ask(`, `kindOf(step, world).fix?.(`, `kinds[kind]?.record?.(` */
function callOf(hand: Hand): RegExp {
  return new RegExp(`\\bkinds?(?:Of\\(.*\\)|\\[.*\\])?\\??\\.${hand}(?:\\?\\.)?\\(`);
}

function registriesIn(text: string): readonly string[] {
  const [, names = ''] = /import \{([^}]*)\} from '[./]*\/config\/kinds\.ts'/.exec(text) ?? [];
  return names.match(/\w+/g) ?? [];
}

/** Of our own files those that its bundle holds something of. */
async function ownTextsOf(
  name: FunctionName,
): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const all = { ...optionsOf(name), plugins: [] };
  const { metafile } = await build({ ...all, packages: 'external', write: false, metafile: true });
  const inputs = Object.values(metafile.outputs).flatMap((one) => Object.entries(one.inputs));
  const held = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file);
  const own = held.filter((file) => file.endsWith('.ts'));
  return await Promise.all(own.map(async (file) => ({ file, text: await readFile(file, 'utf8') })));
}

interface Has {
  readonly kind: string;
  readonly hand: Hand;
  readonly call: () => Promise<unknown>;
}

function handsIn({ probeKinds, stepKinds, checkKinds }: typeof kinds): readonly Has[] {
  const all = [probeKinds, stepKinds, checkKinds].flatMap((family) => Object.entries(family));
  return all.flatMap(([kind, members]) =>
    everyHand.flatMap((hand) => {
      const of: unknown = Reflect.get(members, hand);
      if (typeof of !== 'function') return [];
      return [{ kind, hand, call: async () => await Reflect.apply(of, members, []) }];
    }),
  );
}

/** Called with nothing, one that is there fails in its own way, if at all. */
async function tried({ kind, hand, call }: Has) {
  const code = await call().then(
    () => undefined,
    (error: unknown) => Object(error).code,
  );
  return { kind, hand, has: code !== 'hand-left-out' };
}
