/** One call to AWS: it ends in time, and fails in our words. */

import { isNativeError } from 'node:util/types';
import { Trouble } from '../../core/trouble.ts';
import { TimedOut, within } from '../local/within.ts';
import { callMsMax } from './bounds.ts';

/** Where we stand when a call fails: `did` completes "Cannot …". */
export interface Call<T> {
  readonly did: string;
  readonly send: (options: { readonly abortSignal: AbortSignal }) => Promise<T>;
  /** What an error of the service means that is an answer, e.g. that a condition did not hold. */
  readonly answer?: (error: unknown) => T | undefined;
}

/**
 * Rejects with a `Trouble`: `aws-refused` (we may not, or what we name is not there),
 * `aws-throttled`, `aws-silent` (no answer in time: what was asked may have been done) or
 * `aws-failed`. The SDK's own error is not passed on: it holds the exchange.
 */
export async function ask<T>({ did, send, answer }: Call<T>): Promise<T> {
  const signal = AbortSignal.timeout(callMsMax);
  try {
    return await within(signal, send({ abortSignal: signal }));
  } catch (error) {
    const meant = answer?.(error);
    if (meant !== undefined) return meant;
    throw troubleOf(did, error);
  }
}

function troubleOf(did: string, error: unknown): Trouble {
  const kind = kindOf(error);
  return new Trouble(kind, {
    message: `Cannot ${did}: ${wordsOf(error)}`,
    next: nexts[kind],
  });
}

type Kind = keyof typeof nexts;

const nexts = {
  'aws-refused': 'Give this function the right, or deploy the resource, that is named.',
  'aws-throttled': 'Nothing if it passes. If it stays, raise the limit of that resource.',
  'aws-silent': 'Nothing if it passes. If it stays, look at the health of that AWS region.',
  'aws-failed': 'Nothing if it passes. If it stays, look the named error up.',
} as const;

function kindOf(error: unknown): Kind {
  if (!isNativeError(error)) return 'aws-failed';
  if (/Throttl|ThroughputExceeded|LimitExceeded|TooManyRequests/.test(error.name)) {
    return 'aws-throttled';
  }
  if (/AccessDenied|NotAuthorized|AuthorizationError|NotFound|NonExistent/.test(error.name)) {
    return 'aws-refused';
  }
  const answered = statusOf(error) !== undefined;
  if (error instanceof TimedOut || !answered) return 'aws-silent';
  return 'aws-failed';
}

/** Validation errors quote what was sent, so of those only the name is told. */
export function wordsOf(error: unknown): string {
  if (!isNativeError(error)) return typeof error;
  if (error instanceof TimedOut) return `no answer within ${callMsMax} ms`;
  const status = statusOf(error);
  if (status === undefined) return codeOf(error) ?? error.name;
  if (/Validation|Serialization|InvalidParameter/.test(error.name)) return error.name;
  const said = (error.message.split('\n', 1)[0] ?? '').replace(/\?[^\s'"]*/g, '').slice(0, 300);
  return said === '' ? `${error.name} (status ${status})` : `${error.name}: ${said}`;
}

export function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  if (!('httpStatusCode' in metadata)) return undefined;
  const { httpStatusCode: status } = metadata;
  return typeof status === 'number' ? status : undefined;
}

/** `ECONNREFUSED` and its like. */
export function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
