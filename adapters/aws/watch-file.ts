/** The watch file that functions run by: the published one, or the last good one while it is bad. */

import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import { ask } from './ask.ts';
import { type GoodStore, goodFiles } from './watch-good.ts';
import { type Manifest, manifestIn, manifestPath, partPath, unpacked } from './watch-parts.ts';
import { publishedParts } from './watch-read.ts';

/** What a reader of the file says to a text: the answer of config's `loadEstate`, as it is. */
export type Verdict =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly faults: readonly { readonly line: number; readonly message: string }[];
    };

export type Accepted<V extends Verdict> = Extract<V, { readonly ok: true }>;

export interface Adopted<V extends Verdict> {
  readonly accepted: Accepted<V>;
  /** Whose file it is and since when: what adoption is told with. */
  readonly manifest: Manifest;
  readonly text: string;
  /** Why this is not the file that was published last, or could not be remembered; to be told. */
  readonly trouble: Trouble | undefined;
}

export interface WatchFileMeans<V extends Verdict> {
  readonly client: SSMClient;
  /** `/farwatch/<estate>/watch` */
  readonly prefix: string;
  /** Where the last good file is kept for the next invocation. */
  readonly memory: GoodStore;
  readonly accept: (text: string) => V;
}

export interface WatchFile<V extends Verdict> {
  /**
   * The manifest is read at each call, the parts only when it names another file. Rejects only when
   * there is neither a published file that can be run by nor one that could before.
   */
  read(): Promise<Adopted<V>>;
  /** One that was run by before, whatever is published now. Undefined when it is lost. */
  former(digest: string): Promise<Accepted<V> | undefined>;
}

export function watchFile<V extends Verdict>(means: WatchFileMeans<V>): WatchFile<V> {
  const { client, prefix, accept, memory } = means;
  const remembered = goodFiles(memory, prefix);
  let held: Adopted<V> | undefined;
  // What an open incident began with is asked for at each turn until it ends.
  let before: { readonly digest: string; readonly accepted: Accepted<V> } | undefined;

  async function published(): Promise<Adopted<V>> {
    const manifest = await manifestAt(client, prefix);
    if (held?.manifest.digest === manifest.digest) return { ...held, manifest };
    const paths = Array.from({ length: manifest.count }, (_, n) =>
      partPath(prefix, manifest.digest, n),
    );
    const text = unpacked((await publishedParts(client, paths)).join(''), manifest.digest);
    const accepted = judged(text, manifest, accept);
    return { accepted, manifest, text, trouble: undefined };
  }

  async function lastGood(trouble: Trouble): Promise<Adopted<V>> {
    if (held !== undefined) return { ...held, trouble };
    const good = await remembered.last();
    if (good === undefined) throw trouble;
    const { manifest, text } = good;
    return { accepted: judged(text, manifest, accept), manifest, text, trouble };
  }

  return {
    async read() {
      try {
        held = await published();
      } catch (error) {
        if (!(error instanceof Trouble)) throw error;
        return await lastGood(error);
      }
      return { ...held, trouble: await remembered.keep(held) };
    },
    async former(digest) {
      if (held?.manifest.digest === digest) return held.accepted;
      if (before?.digest === digest) return before.accepted;
      const text = await remembered.at(digest);
      if (text === undefined) return undefined;
      const accepted = judged(text, { digest, author: 'somebody' }, accept);
      before = { digest, accepted };
      return accepted;
    },
  };
}

async function manifestAt(client: SSMClient, prefix: string): Promise<Manifest> {
  const path = manifestPath(prefix);
  const command = new GetParameterCommand({ Name: path });
  const text = await ask<string>({
    did: `read the watch manifest ${path}`,
    send: async (options) => (await client.send(command, options)).Parameter?.Value ?? '',
    answer: (error) => (error instanceof ParameterNotFound ? '' : undefined),
  });
  if (text !== '') return manifestIn(text, path);
  throw new Trouble('watch-file-missing', {
    message: `Cannot find the watch file because there is no parameter ${path}`,
    next: 'Publish farwatch.yaml.',
  });
}

type Published = Pick<Manifest, 'digest' | 'author'>;

function judged<V extends Verdict>(
  text: string,
  manifest: Published,
  accept: (text: string) => V,
): Accepted<V> {
  const verdict = verdictOn(text, manifest, accept);
  if (isAccepted(verdict)) return verdict;
  throw refused(manifest, verdict.ok ? [] : verdict.faults);
}

/** A reader that breaks on a text has not accepted it, and must not stop what runs. */
function verdictOn<V extends Verdict>(
  text: string,
  manifest: Published,
  accept: (text: string) => V,
): V {
  try {
    return accept(text);
  } catch (error) {
    throw refused(manifest, [{ line: 1, message: wordsOf(error) }]);
  }
}

function isAccepted<V extends Verdict>(verdict: V): verdict is Accepted<V> {
  return verdict.ok;
}

function refused(
  { digest, author }: Published,
  faults: Extract<Verdict, { ok: false }>['faults'],
): Trouble {
  const [first] = faults;
  const where = first === undefined ? '' : `: line ${first.line}: ${first.message}`;
  return new Trouble('watch-file-refused', {
    message: `Cannot run by the watch file ${digest.slice(0, 12)} that ${author} published because it has ${faults.length} faults${where}`,
    next: 'Run `farwatch validate` on it, correct it, and publish it again.',
  });
}
