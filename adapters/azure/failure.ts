/** Tells whose fault a broken connection is: the target's, or of what lies between. */

import { isNativeError } from 'node:util/types';
import { Between, Unreachable } from '../../core/kinds.ts';
import type { Answer, Phase } from '../../core/observation.ts';
import { TimedOut } from '../local/within.ts';

/** Our own network or firewall: the packets never left in the direction of the target. */
const ourNetwork: readonly string[] = [
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'ENONET',
  'EACCES',
  'EPERM',
];

/** Nothing is left to connect with: a fault of this process. */
const ourProcess: readonly string[] = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'];

/** As Node writes them; clients put names of their own, `GeneralError`, in the same place. */
const nodeCode = /^[A-Z][A-Z0-9_]+$/;

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'connection reset',
  ECONNABORTED: 'connection reset',
  EPIPE: 'connection reset',
  ERR_STREAM_PREMATURE_CLOSE: 'connection reset',
  ETIMEDOUT: 'timed out',
  ENOTFOUND: 'no such name',
  ENODATA: 'the name has no address',
};

/** What of a failure may be told: the raw error of a client can carry keys and queries. */
export function failureOf(error: unknown, phase: Phase, phases: Answer['phases']): Error {
  if (error instanceof Unreachable || error instanceof Between) return error;
  const late = error instanceof TimedOut;
  const code = late ? 'ETIMEDOUT' : codeOf(error);
  if (phase === 'resolve') return resolving(code, phases);
  if (code === undefined || ourProcess.includes(code)) return ours(error, code);
  if (ourNetwork.includes(code)) return new Between(`our network: ${code}`);
  if (isTls(code)) return new Unreachable('secure', tlsWords(code), phases);
  if (code.startsWith('HPE_')) return new Unreachable('answer', `not HTTP (${code})`, phases);
  const told = words[code];
  return told === undefined ? ours(error, code) : new Unreachable(phase, told, phases);
}

/** Only an answer that there is no such name is about the target; silence is our resolver's. */
function resolving(code: string | undefined, phases: Answer['phases']): Error {
  if (code === 'ENOTFOUND' || code === 'ENODATA') {
    return new Unreachable('resolve', words[code] ?? code, phases);
  }
  return new Between(`our resolver did not answer (${code ?? 'unknown'})`);
}

/** Of several addresses tried, one that was the target's to refuse speaks for all. */
function codeOf(error: unknown): string | undefined {
  if (!isNativeError(error)) return undefined;
  if ('errors' in error && Array.isArray(error.errors)) {
    const codes = error.errors.map(codeOf).filter((code) => code !== undefined);
    return codes.find((code) => !ourNetwork.includes(code)) ?? codes[0];
  }
  if ('code' in error && typeof error.code === 'string' && nodeCode.test(error.code)) {
    return error.code;
  }
  return codeOf(error.cause);
}

function isTls(code: string): boolean {
  return code === 'EPROTO' || /CERT|^ERR_SSL|^ERR_TLS|UNABLE_TO_|CRL/.test(code);
}

function tlsWords(code: string): string {
  const handshake = code === 'EPROTO' || code.startsWith('ERR_SSL');
  return handshake ? `TLS handshake failed (${code})` : `certificate not trusted (${code})`;
}

function ours(error: unknown, code: string | undefined): Error {
  const name = isNativeError(error) ? error.name : typeof error;
  return new Error(`the exchange failed on our side: ${code ?? name}`);
}
