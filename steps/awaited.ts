/** A step that others carry out: it is inspected until it is done, and there is nothing to apply. */

import { Refusal, type StepKind } from '../core/kinds.ts';

type Awaited<S> = Pick<
  StepKind<S>,
  'settings' | 'example' | 'permissions' | 'requires' | 'stepMsMax' | 'describe' | 'inspect'
> &
  Required<Pick<StepKind<S>, 'reads'>>;

/** `inspect` never says `todo`: `moving` until it is done. Its rights are to read, on what it reads. */
export function awaited<S>(kind: Awaited<S>): StepKind<S> {
  return {
    ...kind,
    awaits: true,
    owable: false,
    irreversible: false,
    settleMs: 1_000,
    targets: () => [],
    async apply(_azure, settings) {
      const message = `${kind.describe(settings)}: this is the work of others`;
      throw new Refusal({ message, sent: 'no' });
    },
  };
}
