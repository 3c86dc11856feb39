/** Promotes the secondary region of a geo-replicated Service Bus namespace, whatever it has not yet got. */

import type * as z from 'zod';
import { nameOf } from './arm-id.ts';
import { promotion } from './promotion.ts';
import { busExample, busOrder, busPermissions, promotedBus } from './service-bus-promotion.ts';

export const serviceBusForcedPromotion = promotion<z.infer<typeof promotedBus>>({
  of: 'service-bus',
  how: 'forced',
  order: busOrder(true),
  settings: promotedBus,
  example: busExample,
  permissions: busPermissions,
  danger: 'loses the messages that were not replicated yet',
  describe: (s) => `Promote ${nameOf(s.resource)} in ${s.location}, forced`,
});
