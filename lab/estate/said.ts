/** Answers of the lab's own controls: JSON for machines, indented for the person with curl. */

import type { Said } from './loopback.ts';

export function said(status: number, body: unknown): Said {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: `${JSON.stringify(body, undefined, 2)}\n` };
}

export function refused(status: number, errors: readonly string[]): Said {
  return said(status, { errors });
}
