/** Records of a hosted zone of Route 53: read, and changed only from what was read. */

import { isNativeError } from 'node:util/types';
import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import type { Elsewhere, HostedRecord, PlainRecord } from '../../core/elsewhere.ts';
import { isSameName } from '../../core/host-names.ts';
import { Between, Refusal } from '../../core/kinds.ts';
import { within } from '../local/within.ts';
import { codeOf, statusOf, wordsOf } from './ask.ts';
import { callMsMax } from './bounds.ts';

export function hostedZonesOf(
  client: Route53Client,
): Pick<Elsewhere, 'hostedRecord' | 'replaceHostedRecord'> {
  return {
    async hostedRecord(zone, name, signal) {
      const command = new ListResourceRecordSetsCommand({
        HostedZoneId: zone,
        StartRecordName: name,
        StartRecordType: 'CNAME',
        MaxItems: 1,
      });
      const question: Question = { what: `read the CNAME ${name}`, does: 'read', signal };
      const { ResourceRecordSets: sets = [] } = await ask(question, (abortSignal) =>
        client.send(command, { abortSignal }),
      );
      // The list begins there, and goes on with whatever comes next.
      const [found] = sets;
      const isIt = found?.Type === 'CNAME' && isSameName(found.Name ?? '', name);
      return isIt ? recordIn(found) : undefined;
    },

    async replaceHostedRecord(zone, name, { was, now }, signal) {
      const command = new ChangeResourceRecordSetsCommand({
        HostedZoneId: zone,
        ChangeBatch: {
          Comment: `farwatch: was ${was.cname} with TTL ${was.ttlSeconds}`,
          // Both or neither: what is to be deleted must be there as it was read, to the letter.
          Changes: [
            { Action: 'DELETE', ResourceRecordSet: setOf(name, was) },
            { Action: 'CREATE', ResourceRecordSet: setOf(name, now) },
          ],
        },
      });
      const what = `point ${name} at ${now.cname}`;
      await ask({ what, does: 'write', signal }, (abortSignal) =>
        client.send(command, { abortSignal }),
      );
    },
  };
}

function recordIn(set: ResourceRecordSet): HostedRecord {
  const { TTL: ttlSeconds = 0, ResourceRecords: values = [], SetIdentifier } = set;
  const plain = SetIdentifier === undefined && set.AliasTarget === undefined;
  return { cname: plain ? values[0]?.Value : undefined, ttlSeconds };
}

function setOf(name: string, { cname, ttlSeconds }: PlainRecord): ResourceRecordSet {
  return { Name: name, Type: 'CNAME', TTL: ttlSeconds, ResourceRecords: [{ Value: cname }] };
}

interface Question {
  /** For people. */
  readonly what: string;
  readonly does: 'read' | 'write';
  readonly signal: AbortSignal;
}

async function ask<T>(question: Question, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, what } = question;
  if (signal.aborted) throw unanswered(question, `${what}: cut short before it was sent`, 'no');
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(callMsMax)]);
  try {
    return await within(bounded, send(bounded));
  } catch (error) {
    throw failureOf(question, error);
  }
}

/** The SDK's own error is not passed on: it holds the exchange. */
function failureOf(question: Question, error: unknown): Error {
  const { what, does } = question;
  const status = isNativeError(error) ? statusOf(error) : undefined;
  if (!isNativeError(error) || status === undefined) {
    const why = `${what}: Route 53 did not answer: ${wordsOf(error)}`;
    return unanswered(question, why, hasNotLeft(error) ? 'no' : 'maybe');
  }
  const message = `Route 53 answered ${status} to ${what}: ${wordsOf(error)}`;
  const sent = does === 'write' && status >= 500 ? 'maybe' : 'no';
  return new Refusal({ message, sent, status, code: error.name });
}

function unanswered({ does }: Question, message: string, sent: Refusal['sent']): Error {
  return does === 'read' ? new Between(message) : new Refusal({ message, sent });
}

/** Before anything was sent: no credentials, no such name, nobody at the door. */
function hasNotLeft(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const early = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH'];
  return error.name === 'CredentialsProviderError' || early.includes(codeOf(error) ?? '');
}
