/** Puts a question to several name servers in turn, until one of them answers. */

import { isNativeError } from 'node:util/types';
import { Between, Unreachable } from '../../core/kinds.ts';
import { TimedOut } from '../local/within.ts';
import { ask, type NameServer, NoAnswer, type Question, type Reply } from './dns-question.ts';

/** One lost datagram may be chance. */
const rounds = 2;

/** What a send reports when nothing of ours leads there. */
const ourNetwork = /ENETUNREACH|EHOSTUNREACH|ENETDOWN|EACCES|EPERM|EADDRNOTAVAIL/;

/** Rejects with `Unreachable` in the words of the first of them when none answers. */
export async function askAll(
  servers: readonly NameServer[],
  question: Question,
  signal: AbortSignal,
): Promise<Reply & { readonly server: string }> {
  const failures = new Map<NameServer, string>();
  for (const server of Array.from({ length: rounds }, () => servers).flat()) {
    try {
      return { ...(await ask(server, question, signal)), server: server.label };
    } catch (error) {
      failures.set(server, reasonOf(error));
      if (error instanceof TimedOut) break;
    }
  }
  const [[server, why] = [undefined, 'no name servers are configured']] = failures;
  const said = server === undefined ? why : `${server.label}: ${why}`;
  const reached = [...failures.values()].some((reason) => !ourNetwork.test(reason));
  throw reached ? new Unreachable('resolve', said) : new Between(`our network: ${said}`);
}

function reasonOf(error: unknown): string {
  if (error instanceof TimedOut || error instanceof NoAnswer) return error.message;
  if (!isNativeError(error)) return typeof error;
  const code = 'code' in error ? String(error.code) : error.name;
  return code === 'ETIMEDOUT' ? 'timed out' : code;
}
