/** Asks Entra for its metadata, and for a token where we hold credentials. */

import * as z from 'zod';
import type { ProbeKind } from '../core/kinds.ts';

const settings = z.strictObject({});

export const entra: ProbeKind<z.infer<typeof settings>> = {
  settings,
  example: {},
  describe: () => 'Entra',

  async ask(net, _settings, signal) {
    const { phases } = await net.identity.check(signal);
    return { finding: { is: 'up' }, phases };
  },
};
