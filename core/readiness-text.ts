/** The result of a readiness run as one text, and back: what is read again is looked at, not trusted. */

import type { InspectedStep, KeptReadiness, Preflight, Readiness } from './readiness.ts';
import type { Stake } from './stakes.ts';
import { wordsOf } from './trouble.ts';

export function textOf(found: Readiness | Preflight): string {
  return JSON.stringify(found);
}

/** `undefined` for a text that holds none. */
export function preflightFrom(text: string): Preflight | undefined {
  try {
    const preflight: unknown = JSON.parse(text);
    return isPreflight(preflight) ? preflight : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `text`: as remembered; absent, readiness never ran, or so long ago that it is forgotten. */
export function readinessFrom(text: string | undefined): KeptReadiness {
  if (text === undefined) return { is: 'never' };
  try {
    const readiness: unknown = JSON.parse(text);
    if (isReadiness(readiness)) return { is: 'kept', readiness };
    return { is: 'unreadable', why: 'the last result has a shape that this version cannot read' };
  } catch (error) {
    return { is: 'unreadable', why: `the last result is damaged: ${wordsOf(error)}` };
  }
}

function isReadiness(value: unknown): value is Readiness {
  return (
    isRecord(value) &&
    isText(value['watch']) &&
    isNumber(value['at']) &&
    isListOf(value['checks'], isChecked) &&
    (value['notes'] === undefined || isListOf(value['notes'], isText)) &&
    isPreflightAnswer(value['preflight'])
  );
}

function isChecked(value: unknown): value is Readiness['checks'][number] {
  if (!isRecord(value) || !isRecord(value['finding'])) return false;
  const { is, why, next } = value['finding'];
  if (value['known'] !== undefined && !isKnown(value['known'])) return false;
  const { note, stake } = value['finding'];
  const found =
    (is === 'fine' && (note === undefined || isText(note)) && isStaked(stake)) ||
    (['warns', 'fails', 'unsure'].includes(String(is)) && isText(next));
  return found && isText(why) && isText(value['check']) && isAbout(value) && isSide(value, true);
}

function isKnown(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return isNumber(value['at']) && isText(value['note']) && isStaked(value['stake']);
}

const measures = {
  left: 'messages',
  copied: 'until',
  behind: 'mostMs',
} as const satisfies Record<Stake['is'], string>;

function isStaked(stake: unknown): boolean {
  if (stake === undefined) return true;
  return Object.entries(measures).some(
    ([is, measure]) => isRecord(stake) && stake['is'] === is && isNumber(stake[measure]),
  );
}

function isPreflightAnswer(value: unknown): value is Readiness['preflight'] {
  if (!isRecord(value)) return false;
  if (value['is'] === 'told') return isPreflight(value['preflight']);
  return (value['is'] === 'unsure' || value['is'] === 'unasked') && isText(value['why']);
}

function isPreflight(value: unknown): value is Preflight {
  if (!isRecord(value) || !isRecord(value['brake']) || !isRecord(value['token'])) return false;
  const { brake, token } = value;
  return (
    (brake['is'] === 'off' || isOneOf(brake, ['on', 'unsure'])) &&
    ((token['is'] === 'held' && isNumber(token['ageMs'])) ||
      isOneOf(token, ['refused', 'unsure'])) &&
    isNumber(value['at']) &&
    isListOf(value['services'], isText) &&
    isListOf(value['steps'], isInspected)
  );
}

/** One of the answers that say why. */
function isOneOf(
  { is, why }: Readonly<Record<string, unknown>>,
  kinds: readonly unknown[],
): boolean {
  return kinds.includes(is) && isText(why);
}

function isInspected(value: unknown): value is InspectedStep {
  if (!isRecord(value) || !isRecord(value['standing']) || !isRecord(value['rights'])) return false;
  const { standing, rights } = value;
  const plain = ['todo', 'moving', 'done'].some((is) => is === standing['is']);
  const stands = plain || isOneOf(standing, ['stuck', 'unsure']);
  const may = rights['is'] === 'granted' || isOneOf(rights, ['unsure']) || isMissing(rights);
  const spare = value['standsIn'] === undefined || value['standsIn'] === true;
  return stands && may && spare && isText(value['step']) && isAbout(value) && isSide(value, false);
}

function isMissing({ is, missing }: Readonly<Record<string, unknown>>): boolean {
  return is === 'missing' && isListOf(missing, isRight);
}

function isRight(value: unknown): value is { readonly action: string; readonly scope: string } {
  return isRecord(value) && isText(value['action']) && isText(value['scope']);
}

function isAbout(value: Readonly<Record<string, unknown>>): boolean {
  return isText(value['service']) && isText(value['title']);
}

function isSide({ from }: Readonly<Record<string, unknown>>, optional: boolean): boolean {
  return from === 'primary' || from === 'secondary' || (optional && from === undefined);
}

function isListOf<T>(value: unknown, is: (one: unknown) => one is T): value is readonly T[] {
  return Array.isArray(value) && value.every(is);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
