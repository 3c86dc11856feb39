/** The whole chain: a test document goes in at the public entry and must be found at the declared end. */

import * as z from 'zod';
import type { ServiceKind } from '../core/kinds.ts';
import { headerName } from './fields.ts';

const placeholder = '{id}';

const address = z
  .url({
    protocol: /^https$/,
    error: 'must be an address -> Begin with https:// and keep keys in headers.',
  })
  .refine((url) => !/[?&](?:sig|code|key)=/i.test(url), {
    error: 'carries a key -> Put it into a header, as env:NAME or ssm:/path.',
  });

const headers = z
  .record(headerName, z.string().min(1))
  .optional()
  .describe('What is sent with it; keys as env:NAME or ssm:/path.');

const statuses = z.array(z.int().min(100).max(599)).min(1);

function valuesOf(of: Readonly<Record<string, string>> | undefined): readonly string[] {
  return Object.values(of ?? {});
}

function says(texts: readonly string[]): boolean {
  return texts.some((text) => text.includes(placeholder));
}

const settings = z
  .strictObject({
    entry: z.strictObject({
      url: address.describe(
        'Where documents come in: a public name, which a move leads elsewhere.',
      ),
      method: z.enum(['POST', 'PUT']).default('POST'),
      headers,
      statuses: statuses
        .default([200, 201, 202, 204])
        .describe('Answers that mean that the document was taken.'),
    }),
    end: z.strictObject({
      url: address.describe(
        `Where a document that went the whole way is found, asked with GET; ${placeholder} stands for its id.`,
      ),
      headers,
      statuses: statuses
        .default([200])
        .describe('Answers that mean that it is there; 404 and 204 mean not yet.'),
      contains: z
        .string()
        .min(1)
        .optional()
        .describe(`What the answer must hold as well, e.g. ${placeholder}.`),
    }),
    document: z
      .string()
      .min(1)
      .max(65_536)
      .describe(`The test document, marked as one; ${placeholder} stands for its correlation id.`),
    keptFromPartners: z
      .string()
      .min(20, 'must say how -> Name the rule that keeps test documents from partners and ERP.')
      .max(300)
      .describe('How test documents are kept from partners and ERP. Shown, not enforced.'),
    everyMinutes: z.int().min(1).max(1_440).default(60).describe('Between two tests in peace.'),
    againSeconds: z
      .int()
      .min(10)
      .max(300)
      .default(60)
      .describe('The same while it is broken, or while a move waits for its proof.'),
    withinSeconds: z
      .int()
      .min(5)
      .max(300)
      .default(120)
      .describe('How long a document may be on its way.'),
  })
  .refine(({ entry, document }) => says([document, entry.url, ...valuesOf(entry.headers)]), {
    path: ['document'],
    error: `has no ${placeholder} -> Write ${placeholder} where the correlation id belongs.`,
  })
  .refine(({ end }) => says([end.url, ...valuesOf(end.headers)]), {
    path: ['end', 'url'],
    error: `has no ${placeholder} -> Write ${placeholder} where the correlation id belongs.`,
  });

type Settings = z.infer<typeof settings>;

const secondMs = 1_000;

export const chain: ServiceKind<Settings> = {
  settings,
  example: {
    entry: {
      url: 'https://orders.contoso.com/edi/orders',
      method: 'POST',
      headers: { 'content-type': 'application/json', 'Ocp-Apim-Subscription-Key': 'env:CHAIN_KEY' },
      statuses: [202],
    },
    end: {
      url: 'https://archive.contoso.com/farwatch/{id}',
      headers: { 'x-api-key': 'env:ARCHIVE_KEY' },
      statuses: [200],
    },
    document: '{"test":true,"orderNumber":"{id}"}',
    keptFromPartners: 'The router sends what has test: true to the archive, and nowhere else.',
    everyMinutes: 60,
    againSeconds: 60,
    withinSeconds: 120,
  },

  describe: ({ entry, end }) =>
    `The whole chain ${new URL(entry.url).hostname} / ${new URL(end.url).hostname}`,

  // No side of its own: it says whether documents arrive, and not from where they were served.
  probes: () => [],
  pointers: () => [],
  steps: () => [],

  chain: ({ entry, end, document, ...told }) => ({
    probe: { name: 'document', kind: 'chain', settings: { entry, end, document } },
    everyMs: told.everyMinutes * 60 * secondMs,
    againMs: told.againSeconds * secondMs,
    withinMs: told.withinSeconds * secondMs,
    keptFromPartners: told.keptFromPartners,
  }),
};
