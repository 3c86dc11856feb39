/** The two addresses of a switch that is not Azure's, as a file names them: asked how it stands, told how it shall. */

import * as z from 'zod';
import { jsonPointer } from '../core/json-pointer.ts';
import { headerName } from './fields.ts';

const url = z
  .url({
    protocol: /^https$/,
    error: 'must be an https:// address -> Write all of it; keys go into headers.',
  })
  .regex(/^[^#]*$/, 'must be an address without a fragment -> Leave # and what follows out.');
const headers = z
  .record(headerName, z.string().min(1))
  .default({})
  .describe('A value may be a secret reference: Authorization: env:NAME.');

/** What it says of a side. */
export const scalar = z.union([z.string().min(1), z.number(), z.boolean()]);

export const state = z.strictObject({
  url: url.describe('Asked with GET how the switch stands; it answers JSON.'),
  pointer: z
    .string()
    .regex(jsonPointer, 'must be a JSON pointer -> For instance /active/region.')
    .describe('Where in that JSON the value stands (RFC 6901).'),
  headers,
});

export const set = z.strictObject({
  url: url.describe('Told how the switch shall stand.'),
  method: z.enum(['PUT', 'POST']).default('PUT'),
  headers,
});

export const body = z
  .string()
  .refine(isJson, 'must be JSON, as text -> Write it in quotes: \'{"active":"westeurope"}\'.');

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
