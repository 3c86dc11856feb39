/** Writes one blob with a SAS token, and reads it back. */

import * as z from 'zod';
import type { ProbeKind } from '../core/kinds.ts';
import { secretRef } from './secret.ts';
import { answerOf, findingOf } from './status.ts';

const settings = z.strictObject({
  host: z.hostname(),
  /** A container that nothing else uses. */
  container: z.string().regex(/^[a-z0-9-]{3,63}$/, 'must be the name of a container'),
  /** A SAS token that may create, write and read in it: `sv=…&sig=…`. */
  sas: secretRef,
});

type Settings = z.infer<typeof settings>;

/** One for all vantages: whatever one of them wrote last is as good. */
const name = 'farwatch-probe';
const mark = 'farwatch ';

/** `Put Blob` and `Get Blob` of the Blob service; the SAS token names the version. */
export const blob: ProbeKind<Settings> = {
  settings,
  example: {
    host: 'ordersfiles.blob.core.windows.net',
    container: 'farwatch-probe',
    sas: 'env:ORDERS_FILES_SAS',
  },
  describe: ({ host, container }) => `blob in ${host}/${container}`,

  async ask(net, { host, container, sas }, signal) {
    const token = (await net.secret(sas)).replace(/^\?/, '');
    const url = `https://${host}/${container}/${name}?${token}`;
    const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'text/plain' };
    // Only has to differ from what lay there; nothing is decided by it.
    const body = `${mark}${crypto.randomUUID()}`;
    const put = await net.http.fetch({ url, method: 'PUT', headers, body, signal });
    const written = findingOf(put.status, [201], 'the write');
    if (written.is !== 'up') return answerOf(put, written);
    const got = await net.http.fetch({ url, method: 'GET', signal });
    const read = findingOf(got.status, [200], 'the read');
    if (read.is !== 'up' || got.text.startsWith(mark)) return answerOf(got, read);
    const why = 'what was read is not what was written';
    return answerOf(got, { is: 'down', phase: 'answer', why });
  },
};
