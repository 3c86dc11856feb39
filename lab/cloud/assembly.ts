/** Reads a `cdk.out` as a deployment would: stacks, their resources, and the folders of their assets. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { at, type Data, isData, textAt } from './data.ts';

export interface Resource {
  readonly type: string;
  readonly properties: Data;
}

export interface Stack {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  /** By logical id. */
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Data;
  /** The unpacked folder behind the key of an object in the bucket of assets. */
  assetFolder(objectKey: string): string;
}

export async function readAssembly(folder: string): Promise<readonly Stack[]> {
  const manifest = await jsonIn(join(folder, 'manifest.json'));
  const artifacts = Object.entries(dataAt(manifest, 'artifacts'));
  const stacks = artifacts.filter(([, of]) => at(of, 'type') === 'aws:cloudformation:stack');
  return await Promise.all(stacks.map(([name, of]) => stackIn(folder, name, of)));
}

async function stackIn(folder: string, name: string, artifact: unknown): Promise<Stack> {
  const file = textAt(artifact, 'properties', 'templateFile') ?? `${name}.template.json`;
  const template = await jsonIn(join(folder, file));
  const assets = await jsonIn(join(folder, `${name}.assets.json`));
  const [, account = '', region = ''] =
    /^aws:\/\/(\d+)\/([a-z0-9-]+)$/.exec(textAt(artifact, 'environment') ?? '') ?? [];
  const folders = foldersOf(assets);
  const outputs = at(template, 'Outputs');
  return {
    name,
    region,
    account,
    resources: Object.fromEntries(
      Object.entries(dataAt(template, 'Resources')).map(([id, of]) => [id, resourceOf(of)]),
    ),
    outputs: isData(outputs) ? outputs : {},
    assetFolder(objectKey) {
      const path = folders.get(objectKey);
      if (path !== undefined) return join(folder, path);
      throw new Error(`${name} names an asset that is not in the assembly: ${objectKey}`);
    },
  };
}

function foldersOf(assets: unknown): ReadonlyMap<string, string> {
  const files = Object.values(dataAt(assets, 'files'));
  return new Map(
    files.flatMap((file) =>
      Object.values(dataAt(file, 'destinations')).map(
        (to) => [textAt(to, 'objectKey') ?? '', textAt(file, 'source', 'path') ?? ''] as const,
      ),
    ),
  );
}

function resourceOf(value: unknown): Resource {
  const properties = at(value, 'Properties');
  return { type: textAt(value, 'Type') ?? '', properties: isData(properties) ? properties : {} };
}

async function jsonIn(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

function dataAt(value: unknown, name: string): Data {
  const found = at(value, name);
  if (isData(found)) return found;
  throw new Error(`the assembly has no ${name} where one belongs`);
}
