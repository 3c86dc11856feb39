/** What a failed exchange with Azure means to the core: who failed, and whether anything was sent. */

import { isRestError, type RestError } from '@azure/core-rest-pipeline';
import { Between, Refusal } from '../../core/kinds.ts';
import { wordsOf } from '../../core/trouble.ts';
import type { Question, Reached } from './exchange.ts';

export interface Failed {
  readonly error: unknown;
  readonly reached: Reached;
  /** Who cut it short, if anybody did. */
  readonly ended: 'caller' | 'deadline' | undefined;
}

const arm = 'ARM';

/**
 * The SDK's own error is never passed on as a cause: it holds the request, and that the token.
 * What it said is kept as words.
 */
export function failureOf(question: Question, failed: Failed): Refusal | Between {
  const { error, ended, reached } = failed;
  if (error instanceof Refusal) return error;
  if (ended === undefined && isRestError(error) && error.statusCode !== undefined) {
    return error.statusCode < 300 ? unreadable(question, error) : refusedBy(question, error);
  }
  return unanswered(question, reached, whyOf(question, failed));
}

/** It answered, and said no. What a 5xx or a 408 of its own had done by then, nobody knows. */
function refusedBy({ what, does, whom = arm }: Question, error: RestError): Refusal {
  const { statusCode: status = 0, code } = error;
  const unsettled = status >= 500 || status === 408;
  return new Refusal({
    message: withoutQueries(
      `${whom} answered ${status} to ${what}: ${code ?? ''} ${error.message}`,
    ),
    sent: does === 'write' && unsettled ? 'maybe' : 'no',
    status,
    code,
    retryAfterMs: retryAfterMsOf(error),
  });
}

function unreadable(question: Question, error: RestError): Refusal | Between {
  const why = withoutQueries(
    `${question.whom ?? arm} answered something unreadable: ${error.message}`,
  );
  return unanswered(question, 'sent', why);
}

function unanswered({ what, does }: Question, reached: Reached, why: string): Refusal | Between {
  const message = `${what}: ${why}`;
  if (does === 'read') return new Between(message);
  return new Refusal({ message, sent: reached === 'sent' ? 'maybe' : 'no' });
}

function whyOf({ timeoutMs, whom = arm }: Question, { error, ended, reached }: Failed): string {
  const who = reached === 'token' ? 'Entra' : whom;
  if (ended === 'caller') return `cut short while waiting for ${who}`;
  if (error instanceof Between) return error.message;
  if (ended === 'deadline') return `${who} did not answer within ${timeoutMs} ms`;
  return withoutQueries(`${who} did not answer: ${firstLine(wordsOf(error))}`);
}

/** Azure's own header in milliseconds, or RFC 9110's in seconds or as a date. */
function retryAfterMsOf({ response }: RestError): number | undefined {
  const exact = response?.headers.get('retry-after-ms');
  const told = exact === undefined ? response?.headers.get('retry-after') : undefined;
  if (exact !== undefined) return positive(Number(exact));
  if (told === undefined) return undefined;
  return positive(/^\d+$/.test(told) ? Number(told) * 1000 : Date.parse(told) - Date.now());
}

function positive(ms: number): number | undefined {
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** Queries carry signatures. */
function withoutQueries(text: string): string {
  return text.replace(/(https?:\/\/[^\s?"'<>]*)\?[^\s"'<>]*/gi, '$1').trim();
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
