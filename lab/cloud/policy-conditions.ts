/** The conditions of a policy statement, as far as our templates use them; others are refused aloud. */

import { isData, textsOf } from './data.ts';
import { matches } from './wildcards.ts';

export interface Condition {
  readonly operator: Operator;
  /** `ForAllValues:` holds for no values at all; `IfExists` holds where the key is absent. */
  readonly forAll: boolean;
  readonly ifExists: boolean;
  /** In lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

export type Conditions = readonly Condition[];

const operators = {
  StringEquals: (told: string, value: string) => told === value,
  StringNotEquals: (told: string, value: string) => told !== value,
  StringLike: (told: string, value: string) => matches(value, told),
  ArnEquals: (told: string, value: string) => matches(value, told),
  ArnLike: (told: string, value: string) => matches(value, told),
  ArnNotEquals: (told: string, value: string) => !matches(value, told),
  Bool: (told: string, value: string) => told.toLowerCase() === value.toLowerCase(),
  NumericLessThanEquals: (told: string, value: string) => Number(told) <= Number(value),
  /** Of a key that is there, whatever it says. */
  Null: (_told: string, value: string) => value === 'false',
} as const;

type Operator = keyof typeof operators;

/** Of several values a negated operator must hold for each, any other for one. */
const negated: ReadonlySet<Operator> = new Set(['StringNotEquals', 'ArnNotEquals']);

export function conditionsOf(value: unknown): Conditions {
  if (value === undefined) return [];
  if (!isData(value)) throw new Error('a condition is no map');
  return Object.entries(value).flatMap(([written, keys]) => {
    const [, forAll, name = '', ifExists] =
      /^(ForAllValues:)?(\w+?)(IfExists)?$/.exec(written) ?? [];
    if (!isOperator(name)) throw new Error(`the lab does not know the condition ${written}`);
    const told = { operator: name, forAll: forAll !== undefined, ifExists: ifExists !== undefined };
    return Object.entries(isData(keys) ? keys : {}).map(([key, values]) => {
      return { ...told, key: key.toLowerCase(), values: textsOf(values) };
    });
  });
}

function isOperator(name: string): name is Operator {
  return Object.hasOwn(operators, name);
}

export function hold(
  conditions: Conditions,
  context: Readonly<Record<string, readonly string[]>>,
): boolean {
  return conditions.every(({ operator, forAll, ifExists, key, values }) => {
    const told = context[key] ?? [];
    if (operator === 'Null') return values.includes(String(told.length === 0));
    if (told.length === 0) return forAll || ifExists || negated.has(operator);
    const one = (text: string) => {
      const holds = (value: string) => operators[operator](text, value);
      return negated.has(operator) ? values.every(holds) : values.some(holds);
    };
    return forAll ? told.every(one) : told.some(one);
  });
}
