/** Whether a move under way was really approved: the seal over its approval is the answer's own. */

import { approvalText } from '../../core/approval.ts';
import type { Carried } from '../../core/carrying.ts';
import type { Seals } from '../../core/ports.ts';

export function isGenuine({ number, plan, approval }: Carried, seals: Seals): Promise<boolean> {
  const text = approvalText({ watch: plan.watch, incident: number, ...approval });
  return seals.verify(text, approval.seal);
}
