/** Asks a host for anything at all. */

import * as z from 'zod';
import type { ProbeKind } from '../../../core/kinds.ts';

const settings = z.strictObject({ host: z.string().min(1) });

type Settings = z.infer<typeof settings>;

export const toy: ProbeKind<Settings> = {
  settings,
  example: { host: 'toy.contoso.com' },
  describe: ({ host }) => `GET ${host}`,

  async ask(net, { host }, signal) {
    const { phases } = await net.http.fetch({ url: `https://${host}/`, method: 'GET', signal });
    return { finding: { is: 'up' }, phases };
  },
};
