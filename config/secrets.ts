/** Keeps secrets out of the file, and whatever looks like one out of every message. */

import { type Document, visit } from 'yaml';
import { secretReference } from '../core/secret.ts';
import type { Flaw } from './faults.ts';
import { pathTo } from './yaml-file.ts';

const marks: readonly RegExp[] = [
  /\bsig=/i,
  /\b(?:SharedAccess(?:Key|Signature)|AccountKey|client_secret|password)\s*=/i,
  /\bxox[a-z]-|\bxapp-/i,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
  /\bBearer\s+\S{16,}/i,
  // A key of 128 bits or more in hexadecimal: an API Management subscription, a signing secret.
  /^[0-9a-f]{32,}$/i,
  // The same in base64, as Service Bus and storage write their keys.
  /^(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])[A-Za-z0-9+/]{38,}={0,2}$/,
  // A client secret as Entra makes them.
  /^[A-Za-z0-9_.~-]{3}\dQ~[A-Za-z0-9_.~-]{31,34}$/,
];

export function looksSecret(text: string): boolean {
  return !secretReference.test(text) && marks.some((mark) => mark.test(text.trim()));
}

/** What a message may repeat of what was written: a short plain word, else nothing of it. */
export function shown(value: unknown): string | undefined {
  if (typeof value !== 'string' || looksSecret(value)) return undefined;
  return /^[\w .-]{1,40}$/.test(value) ? value : undefined;
}

export interface Secrets {
  readonly flaws: readonly Flaw[];
  /** The same text without any of them: the last thing done to whatever is printed. */
  hide(text: string): string;
}

/** Every key and value that looks like a secret, wherever it stands. */
export function secretsIn(document: Document.Parsed): Secrets {
  const flaws: Flaw[] = [];
  const values = new Set<string>();
  visit(document, {
    Scalar(_, node, ancestors) {
      const value = String(node.value);
      // The source, because a key of digits alone has become a rounded number by now.
      if (!looksSecret(node.source ?? value)) return;
      values.add(value).add(node.source ?? value);
      flaws.push({
        path: pathTo(ancestors, node),
        message: 'looks like a secret, and no secret may be in this file',
        next: 'Put it in the environment or SSM and refer to it as env:NAME or ssm:/path.',
        ...(node.range && { offset: node.range[0] }),
      });
    },
  });
  const any = [...values].filter((value) => value.length > 0).map((value) => literally(value));
  if (any.length === 0) return { flaws, hide: (text) => text };
  const hidden = new RegExp(any.join('|'), 'gi');
  return { flaws, hide: (text) => text.replace(hidden, '(hidden)') };
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
