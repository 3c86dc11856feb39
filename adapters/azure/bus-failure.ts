/** Reads the errors of the Service Bus client: no from Service Bus, silence of it, or our own. */

import { getSystemErrorName } from 'node:util';
import { isNativeError } from 'node:util/types';
import { Between, Refusal, Unreachable } from '../../core/kinds.ts';
import type { Answer, Phase } from '../../core/observation.ts';
import { Trouble } from '../../core/trouble.ts';
import { TimedOut } from '../local/within.ts';
import { failureOf } from './failure.ts';

/** What Service Bus says when it lives and our request is the trouble, with its HTTP likeness. */
const refusals: Readonly<Record<string, readonly [status: number, why: string]>> = {
  UnauthorizedAccess: [401, 'Service Bus refuses our key or identity'],
  MessagingEntityNotFound: [404, 'Service Bus knows no such queue'],
  MessagingEntityDisabled: [403, 'the queue is disabled'],
  QuotaExceeded: [403, 'the queue is full'],
  ServiceBusy: [429, 'Service Bus throttles us'],
  MessageSizeExceeded: [400, 'Service Bus refuses our message'],
};

/** What the client says when Service Bus did not: the conversation broke off or never began. */
const silences: Readonly<Record<string, string>> = {
  ServiceTimeout: 'timed out',
  ServiceCommunicationProblem: 'connection reset',
  GeneralError: 'the conversation broke off',
};

export function busFailure(error: unknown, phase: Phase, phases: Answer['phases']): Error {
  if (error instanceof Refusal || error instanceof Trouble) return error;
  if (error instanceof Between || error instanceof Unreachable) return error;
  if (error instanceof TimedOut) return new Unreachable(phase, error.message, phases);
  if (!isNativeError(error)) return failureOf(error, phase, phases);
  const system = systemError(error);
  if (system !== undefined) return failureOf(system, system.phase ?? phase, phases);
  const code = 'code' in error ? String(error.code) : '';
  const refused = refusals[code];
  if (refused !== undefined) {
    const [status, message] = refused;
    return new Refusal({ message: `${message} (${code})`, sent: 'maybe', status, code });
  }
  const silent = silences[code];
  if (silent !== undefined) return new Unreachable(phase, silent, phases);
  // The peer hung up before the first frame; the client has no code for it.
  if (error.message === 'Failed to connect') {
    return new Unreachable('connect', 'connection reset', phases);
  }
  return failureOf(error, phase, phases);
}

/** The client puts its own `GeneralError` over the code of a system error, and leaves the number. */
function systemError(error: Error): (Error & { code: string; phase?: Phase }) | undefined {
  if ('errors' in error && Array.isArray(error.errors)) {
    return error.errors.filter((one) => isNativeError(one)).map(systemError)[0];
  }
  if (!('errno' in error) || typeof error.errno !== 'number') return undefined;
  const code = getSystemErrorName(error.errno);
  const syscall = 'syscall' in error ? String(error.syscall) : '';
  const phase = phaseOf(syscall);
  return Object.assign(new Error(code), { code }, phase === undefined ? {} : { phase });
}

function phaseOf(syscall: string): Phase | undefined {
  if (syscall === 'getaddrinfo') return 'resolve';
  return syscall === 'connect' ? 'connect' : undefined;
}
