/** Keeps secrets out of whatever is printed, whichever way they got there. */

import type { Secrets } from '../adapters/local/secrets.ts';

/** From what must not be printed to the reference that may. */
const known = new Map<string, string>();

/** Shorter values would be found everywhere, and hide nothing. */
const tellingMin = 6;

/** The same secrets; each that is fetched is known from then on. */
export function remembering(secrets: Secrets): Secrets {
  return async (reference) => {
    const value = await secrets(reference);
    for (const form of formsOf(value)) known.set(form, `<${reference}>`);
    return value;
  };
}

export function withoutSecrets(text: string): string {
  return [...known].reduce((safe, [form, name]) => safe.replaceAll(form, name), text);
}

/** For errors: what a query carries is nobody's business, and often a signature. */
export function withoutQueries(text: string): string {
  return text.replace(/(\b(?:https?|amqps?|wss?):\/\/[^\s?"'<>]+)\?[^\s"'<>]*/gi, '$1');
}

/** As it is, inside JSON, inside a URL; of an address that is a secret, its signature too. */
function formsOf(value: string): readonly string[] {
  const signature = URL.canParse(value) ? (new URL(value).searchParams.get('sig') ?? '') : '';
  const plain = [value, signature];
  const forms = plain.flatMap((text) => [
    text,
    JSON.stringify(text).slice(1, -1),
    encodeURIComponent(text),
  ]);
  return [...new Set(forms)].filter((form) => form.length >= tellingMin);
}
