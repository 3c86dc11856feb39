/** The settings of a kind as rows of a table, read from its schema. */

import * as z from 'zod';

export interface SettingRow {
  /** `operation.path` */
  readonly key: string;
  readonly value: string;
  /** Empty for what must be written. */
  readonly default: string;
  /** As the schema describes it; empty where it does not. */
  readonly meaning: string;
}

const shape = z.looseObject({
  type: z.string().optional(),
  description: z.string().default(''),
  pattern: z.string().optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
  oneOf: z.array(z.unknown()).default([]),
  anyOf: z.array(z.unknown()).default([]),
});
type Shape = z.infer<typeof shape>;

export function settingRows(settings: unknown): readonly SettingRow[] {
  if (!(settings instanceof z.ZodType)) throw new Error('settings are described by zod');
  const rows = rowsOf(z.toJSONSchema(settings, { io: 'input' }), '', '');
  // Branches of a choice repeat what they have in common.
  return rows.filter(
    (row, at) => rows.findIndex((o) => o.key === row.key && o.value === row.value) === at,
  );
}

/** `when`: the branch of a choice that a key belongs to. */
function rowsOf(schema: unknown, prefix: string, when: string): readonly SettingRow[] {
  const { properties, required, oneOf, anyOf } = shape.parse(schema);
  const branches = [...oneOf, ...anyOf];
  if (branches.length > 0) {
    return branches.flatMap((branch) => rowsOf(branch, prefix, choiceOf(branch, prefix)));
  }
  return Object.entries(properties).flatMap(([name, inner]) => {
    const key = `${prefix}${name}`;
    const one = shape.parse(inner);
    const nested = rowsOf(inner, `${key}.`, when);
    const isRequired = required.includes(name);
    const meaning = one.description;
    const group = { key, value: 'all of the following', default: 'none', meaning };
    if (nested.length > 0) return isRequired ? nested : [group, ...nested];
    const choice = one.const === undefined && when !== '' ? ` (${when})` : '';
    const value = `${wordsFor(one)}${choice}`;
    return [{ key, value, default: defaultOf(one, isRequired), meaning }];
  });
}

/** `with `through: amqp`` */
function choiceOf(branch: unknown, prefix: string): string {
  const fixed = Object.entries(shape.parse(branch).properties).flatMap(([name, inner]) => {
    const { const: word } = shape.parse(inner);
    return word === undefined ? [] : [`\`${prefix}${name}: ${String(word)}\``];
  });
  return fixed.length === 0 ? '' : `with ${fixed.join(', ')}`;
}

function wordsFor(one: Shape): string {
  const { type, pattern, const: word, enum: words, items, minimum, maximum } = one;
  if (word !== undefined) return `\`${String(word)}\``;
  if (words !== undefined) return words.map((one) => `\`${String(one)}\``).join(', ');
  if (pattern?.includes('ssm:')) return '`env:NAME` or `ssm:/path`';
  if (type === 'array') return `list: ${wordsFor(shape.parse(items ?? {}))}`;
  if (type === 'integer') return `number, ${minimum ?? '…'} to ${maximum ?? '…'}`;
  return { string: 'text', boolean: 'true or false', object: 'map' }[type ?? ''] ?? 'any';
}

function defaultOf({ default: usual }: Shape, isRequired: boolean): string {
  if (usual !== undefined) return `\`${JSON.stringify(usual).replaceAll('"', '')}\``;
  return isRequired ? '' : 'none';
}
