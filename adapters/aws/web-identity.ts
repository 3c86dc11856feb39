/** Who we are, as AWS says it to others: a short-lived token instead of a stored secret. */

import { isNativeError } from 'node:util/types';
import { GetWebIdentityTokenCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../../core/ports.ts';
import { Trouble } from '../../core/trouble.ts';
import { ask } from './ask.ts';

export interface WebIdentityMeans {
  /** Of a regional endpoint; the global one does not know the operation. */
  readonly client: STSClient;
  readonly clock: Pick<Clock, 'now'>;
  /** 60 to 3,600; AWS refuses more than what is left of our own session. */
  readonly durationSeconds?: number;
}

interface Token {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly end: number;
}

/** What Entra takes, and nothing else (Entra, "workload identity federation"). */
export const azureAudience = 'api://AzureADTokenExchange';

/** A token that would end under way is of no use. */
const spareMs = 60_000;

/**
 * A token of ours for Entra, signed by AWS with RS256. Remembered until a minute before its end;
 * when STS then fails, the last one is given as long as it lives. Callers at once share one call.
 */
export function webIdentity(means: WebIdentityMeans): () => Promise<string> {
  const { clock } = means;
  let held: Token | undefined;
  let asked: Promise<Token> | undefined;

  async function fresh(): Promise<Token> {
    try {
      held = await tokenOf(means);
      return held;
    } catch (error) {
      if (held === undefined || clock.now() >= held.end) throw error;
      return held;
    } finally {
      asked = undefined;
    }
  }

  return async () => {
    if (held !== undefined && clock.now() < held.end - spareMs) return held.text;
    asked ??= fresh();
    return (await asked).text;
  };
}

async function tokenOf({ client, durationSeconds = 900 }: WebIdentityMeans): Promise<Token> {
  const command = new GetWebIdentityTokenCommand({
    Audience: [azureAudience],
    SigningAlgorithm: 'RS256',
    DurationSeconds: durationSeconds,
  });
  const { WebIdentityToken: text, Expiration: end } = await ask({
    did: 'get a web identity token',
    send: (options) => client.send(command, options),
    answer: refuseWhenOff,
  });
  if (text !== undefined && jwt.test(text) && end !== undefined && !Number.isNaN(end.getTime())) {
    return { text, end: end.getTime() };
  }
  throw new Trouble('web-identity-unreadable', {
    message: 'Cannot use the web identity token because AWS gave none with an end',
    next: 'Check that outbound web identity federation is enabled in the account.',
  });
}

/** The API reference and the SDK's own class spell it with and without `Exception`. */
const off = /^OutboundWebIdentityFederationDisabled(?:Exception)?$/;

/** The one refusal that no right mends: it is switched on once for the whole account. */
function refuseWhenOff(error: unknown): undefined {
  if (!isNativeError(error) || !off.test(error.name)) return undefined;
  throw new Trouble('federation-off', {
    message:
      'Cannot get a web identity token: outbound web identity federation is off in this AWS account',
    next: 'Switch it on once: aws iam enable-outbound-web-identity-federation',
  });
}

const jwt = /^[\w-]+\.[\w-]+\.[\w-]+$/;
