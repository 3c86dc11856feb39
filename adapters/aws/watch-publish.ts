/** Puts a watch file into Parameter Store: its parts, then the manifest that makes them count. */

import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { Trouble } from '../../core/trouble.ts';
import { ask } from './ask.ts';
import {
  digestOf,
  fileBytesMax,
  type Manifest,
  manifestIn,
  manifestPath,
  manifestText,
  partPath,
  partsOf,
  type Tier,
} from './watch-parts.ts';

export interface WatchShelf {
  readonly client: SSMClient;
  /** `/farwatch/<estate>/watch` */
  readonly prefix: string;
  /** Advanced parameters hold twice as much, and cost money. */
  readonly tier?: Tier;
}

export interface Publication {
  readonly text: string;
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Why it is published although a watch is not calm. */
  readonly despite?: string;
}

/**
 * Readers go on with the former file until the manifest names the new one; both stay, older ones
 * are deleted. May be repeated after a failure. Refuses a file over 200 KB.
 */
export async function publishWatchFile(
  { text, author, at, despite }: Publication,
  { client, prefix, tier = 'Standard' }: WatchShelf,
): Promise<Manifest> {
  const bytes = Buffer.byteLength(text);
  if (bytes > fileBytesMax) throw tooLarge(text, bytes);
  const former = await publishedManifest({ client, prefix });
  const parts = partsOf(text, tier);
  const manifest = {
    ...{ digest: digestOf(text), count: parts.length, author },
    // Whoever reads takes the later of two, whatever the clocks of their publishers say.
    at: Math.max(at, (former?.at ?? 0) + 1),
    ...(despite === undefined ? {} : { despite }),
  };
  for (const [number, part] of parts.entries()) {
    await put(client, partPath(prefix, manifest.digest, number), part, tier);
  }
  await put(client, manifestPath(prefix), manifestText(manifest), 'Standard');
  await forget(client, prefix, [manifest.digest, former?.digest]);
  return manifest;
}

/** Undefined before the first; one that is damaged keeps nobody from publishing a good one. */
export async function publishedManifest({
  client,
  prefix,
}: Pick<WatchShelf, 'client' | 'prefix'>): Promise<Manifest | undefined> {
  const path = manifestPath(prefix);
  const command = new GetParameterCommand({ Name: path });
  const text = await ask<string>({
    did: `read the watch manifest ${path}`,
    send: async (options) => (await client.send(command, options)).Parameter?.Value ?? '',
    answer: (error) => (error instanceof ParameterNotFound ? '' : undefined),
  });
  try {
    return manifestIn(text, path);
  } catch (error) {
    if (error instanceof Trouble) return undefined;
    throw error;
  }
}

async function put(client: SSMClient, path: string, value: string, tier: Tier): Promise<void> {
  const command = new PutParameterCommand({
    Name: path,
    Value: value,
    Type: 'String',
    Tier: tier,
    Overwrite: true,
  });
  await ask({ did: `write ${path}`, send: (options) => client.send(command, options) });
}

async function forget(
  client: SSMClient,
  prefix: string,
  kept: readonly (string | undefined)[],
): Promise<void> {
  const parts = `${prefix}/parts/`;
  for (const name of await namesBelow(client, parts)) {
    const [digest] = name.slice(parts.length).split('/');
    if (kept.includes(digest)) continue;
    const command = new DeleteParameterCommand({ Name: name });
    await ask<unknown>({
      did: `delete ${name}`,
      send: (options) => client.send(command, options),
      answer: (error) => (error instanceof ParameterNotFound ? 'gone' : undefined),
    });
  }
}

async function namesBelow(client: SSMClient, path: string): Promise<readonly string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const command = new GetParametersByPathCommand({
      Path: path,
      Recursive: true,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const page = await ask({
      did: `list ${path}`,
      send: (options) => client.send(command, options),
    });
    names.push(...(page.Parameters ?? []).flatMap(({ Name }) => Name ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return names;
}

function tooLarge(text: string, bytes: number): Trouble {
  const kb = (size: number) => `${Math.ceil(size / 1024)} KB`;
  const largest = watchSizes(text).slice(0, 3);
  const names = largest.map(([name, size]) => `${name} (${kb(size)})`).join(', ');
  return new Trouble('watch-file-too-large', {
    message: `Cannot publish the watch file because it has ${kb(bytes)}; at most ${kb(fileBytesMax)} are kept`,
    next: `Move some of its watches into a file with another estate name${names === '' ? '' : `; the largest are ${names}`}.`,
  });
}

/** Read off the indentation alone: the file is refused for its size before it is parsed. */
function watchSizes(text: string): readonly (readonly [name: string, bytes: number])[] {
  const block = /^watches:[^\n]*\n((?:[ \t#][^\n]*\n?|\n)*)/m.exec(text)?.[1] ?? '';
  const indent = /^( +)[^\s#]/m.exec(block)?.[1];
  if (indent === undefined) return [];
  const heads = [...block.matchAll(new RegExp(`^${indent}([^\\s#:][^:\\n]*):`, 'gm'))];
  const sizes = heads.map((head, at) => {
    const body = block.slice(head.index, heads[at + 1]?.index);
    return [head[1] ?? '', Buffer.byteLength(body)] as const;
  });
  return sizes.toSorted((a, b) => b[1] - a[1]);
}
