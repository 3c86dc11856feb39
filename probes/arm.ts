/** Asks Azure Resource Manager for what it tells anyone. */

import * as z from 'zod';
import type { ProbeKind } from '../core/kinds.ts';

const settings = z.strictObject({});

export const arm: ProbeKind<z.infer<typeof settings>> = {
  settings,
  example: {},
  describe: () => 'Azure Resource Manager',

  async ask(net, _settings, signal) {
    const { phases } = await net.azure.alive(signal);
    return { finding: { is: 'up' }, phases };
  },
};
