/** One question put to Azure through an SDK: bounded, and its failure told for what it is. */

import { AsyncLocalStorage } from 'node:async_hooks';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { within } from '../local/within.ts';
import { type Failed, failureOf } from './refusal.ts';

/** How far it came: nothing has left us before `sent`. */
export type Reached = 'token' | 'connecting' | 'sent';

export interface Question {
  /** For people: `disable receive-orders`. */
  readonly what: string;
  readonly does: 'read' | 'write';
  /** Who is asked, for people; absent, ARM. */
  readonly whom?: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface Progress {
  reach(reached: Reached): void;
}

const underWay = new AsyncLocalStorage<Progress>();

/** Of the question on whose behalf this code runs now. */
export function progressUnderWay(): Progress | undefined {
  return underWay.getStore();
}

/** The last policy before the network: by then the token is in hand and the request may leave. */
export const tokenInHand: PipelinePolicy = {
  name: 'farwatchTokenInHand',
  sendRequest(request, next) {
    progressUnderWay()?.reach('sent');
    return next(request);
  },
};

/**
 * Settles when `work` does, and no later than `timeoutMs` or the signal's abortion: a hung authority
 * or a peer that sends headers and then nothing keeps an SDK waiting whatever signal it was given.
 */
export async function ask<T>(
  question: Question,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  let reached: Reached = 'token';
  const progress: Progress = {
    reach: (next) => {
      reached = next;
    },
  };
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), question.timeoutMs);
  const bounded = AbortSignal.any([question.signal, deadline.signal]);
  try {
    bounded.throwIfAborted();
    return await within(
      bounded,
      underWay.run(progress, () => work(bounded)),
    );
  } catch (error) {
    throw failureOf(question, { error, reached, ended: endedBy(question, deadline) });
  } finally {
    clearTimeout(timer);
  }
}

function endedBy({ signal }: Question, deadline: AbortController): Failed['ended'] {
  if (signal.aborted) return 'caller';
  return deadline.signal.aborted ? 'deadline' : undefined;
}
