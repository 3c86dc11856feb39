import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { jsonSchema } from '../../config/json-schema.ts';
import { serviceKinds } from '../../config/kinds.ts';

const page = readFileSync('docs/configuration.md', 'utf8');

const branches = z.looseObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  additionalProperties: z.unknown().optional(),
  oneOf: z.array(z.unknown()).default([]),
  const: z.string().optional(),
  default: z.unknown().optional(),
});

describe('docs/configuration.md', () => {
  it('names every key that the file may have, those of a kind where it has a section on that', () => {
    const silent = keysIn(jsonSchema()).filter((key) => !named(key));
    expect(silent).toEqual([]);
  });

  it('states the default that the schema has', () => {
    const stated = [...page.matchAll(/^\| `(\w+)` \| (\d[\w.]*) \|/gm)];
    expect(stated.length).toBeGreaterThan(15);
    const defaults = new Map(defaultsIn(jsonSchema()));
    for (const [, key = '', text] of stated)
      expect([key, String(defaults.get(key))]).toEqual([key, text]);
  });
});

/** Property names at any depth, and the words that choose between branches. */
function keysIn(schema: unknown): readonly string[] {
  const { properties, const: word } = read(schema);
  const own = word === undefined ? [] : [word];
  if (isOfSilentKind(properties)) return [];
  return [...own, ...Object.keys(properties), ...below(schema).flatMap(keysIn)];
}

function defaultsIn(schema: unknown): readonly (readonly [string, unknown])[] {
  const own = Object.entries(read(schema).properties).map(
    ([key, inner]) => [key, read(inner).default] as const,
  );
  return [...own.filter(([, value]) => value !== undefined), ...below(schema).flatMap(defaultsIn)];
}

function below(schema: unknown): readonly unknown[] {
  const { properties, additionalProperties, oneOf } = read(schema);
  const all = [...Object.values(properties), additionalProperties, ...oneOf];
  return all.filter((inner) => typeof inner === 'object');
}

function read(schema: unknown): z.infer<typeof branches> {
  return branches.safeParse(schema).data ?? branches.parse({});
}

/** A kind without a section has all of its settings in docs/services.md, which is drawn from its schema. */
function isOfSilentKind({ kind }: Readonly<Record<string, unknown>>): boolean {
  const { const: name } = read(kind);
  return name !== undefined && name in serviceKinds && !page.includes(`\n### \`${name}\``);
}

/** In backticks, alone or as part of a path: `azure.tenant` names `tenant`. */
function named(key: string): boolean {
  return new RegExp(`\`[^\`\\n]*\\b${key}\\b[^\`\\n]*\``).test(page);
}
