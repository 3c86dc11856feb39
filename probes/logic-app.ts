/** Calls a health workflow, and waits for the answer that its Response action gives. */

import * as z from 'zod';
import type { ProbeKind } from '../core/kinds.ts';
import type { Finding } from '../core/observation.ts';
import { secretRef } from './secret.ts';
import { answerOf, findingOf } from './status.ts';

const settings = z.strictObject({
  name: z.string().min(1),
  /** Where the callback address is kept: its `sig` makes the whole address a secret. */
  url: secretRef,
  /** The state a workflow of this side should be in. */
  expect: z.enum(['enabled', 'disabled']),
});

type Settings = z.infer<typeof settings>;

/** What the request trigger of a disabled or suspended workflow answers, with status 400. */
const disabledCode = 'WorkflowTriggerIsNotEnabled';

export const logicApp: ProbeKind<Settings> = {
  settings,
  example: { name: 'orders-health', url: 'env:ORDERS_HEALTH_URL', expect: 'enabled' },

  describe: ({ name, expect }) => `workflow ${name}, ${expect}`,

  async ask(net, { name, url, expect }, signal) {
    const answer = await net.http.fetch({
      url: await net.secret(url),
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      signal,
    });
    const disabled = answer.status === 400 && answer.text.includes(disabledCode);
    const finding = disabled ? whenDisabled(name, expect) : whenCalled(answer.status);
    return answerOf(answer, finding);
  },
};

/** The region refused in its own words, so it lives; only the active side should not be disabled. */
function whenDisabled(name: string, expect: Settings['expect']): Finding {
  if (expect === 'disabled') return { is: 'up' };
  return { is: 'unsure', why: `workflow ${name} is disabled on the active side`, whose: 'ours' };
}

function whenCalled(status: number): Finding {
  // Accepted at once means that no Response action waits for the run: it proves only the front door.
  if (status === 202) {
    const why = 'status 202 at once: the workflow has no synchronous Response action';
    return { is: 'unsure', why, whose: 'ours' };
  }
  return findingOf(status, [200, 201, 204]);
}
