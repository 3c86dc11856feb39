/** The SDK clients of ARM, one set for each subscription, all dialling through one agent. */

import { DnsManagementClient } from '@azure/arm-dns';
import { LogicManagementClient } from '@azure/arm-logic';
import { ServiceBusManagementClient } from '@azure/arm-servicebus';
import type { TokenCredential } from '@azure/identity';
import { type Dial, direct } from '../local/dial.ts';
import { armAgentOf } from './arm-agent.ts';
import { armIdOf } from './arm-id.ts';
import { ask, tokenInHand } from './exchange.ts';
import { type RawArm, rawArmOf } from './raw-arm.ts';

export interface ArmMeans {
  /**
   * Must end in time by itself, with `Refusal` or `Between`: the clients share one refresh of it
   * among all their requests, so that one that hung would hang every later one.
   */
  readonly credential: TokenCredential;
  readonly dial?: Dial | undefined;
  /** PEM of an authority to trust besides those that Node trusts. */
  readonly ca?: string | undefined;
  /** By default the global ARM; regional ones exist and serve the same operations. */
  readonly endpoint?: string | undefined;
  /** How long one request may take, its token and connection included. */
  readonly timeoutMs: number;
}

export const armEndpoint = 'https://management.azure.com';

export interface ArmClients {
  readonly logic: LogicManagementClient;
  readonly dns: DnsManagementClient;
  readonly bus: ServiceBusManagementClient;
  readonly raw: RawArm;
}

/** What one request is, before it is put; `id` says which subscription's clients put it. */
export interface ArmQuestion {
  readonly id: string;
  readonly what: string;
  readonly signal: AbortSignal;
}

export interface Arm {
  read<T>(
    question: ArmQuestion,
    work: (clients: ArmClients, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
  /** Refuses to begin once the signal has aborted. */
  write<T>(
    question: ArmQuestion,
    work: (clients: ArmClients, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
}

export function armOf({ credential, dial = direct, ca, endpoint, timeoutMs }: ArmMeans): Arm {
  const agent = armAgentOf(dial, ca);
  const host = endpoint ?? armEndpoint;
  // The clients derive the scope from the endpoint, and a regional endpoint is no audience.
  const scope = `${armEndpoint}/.default`;
  const options = {
    endpoint: host,
    credentialScopes: scope,
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
    agent,
    additionalPolicies: [{ policy: tokenInHand, position: 'perRetry' as const }],
  };
  const raw = rawArmOf({ credential, agent, endpoint: host, scope });
  const bySubscription = new Map<string, ArmClients>();

  function clientsFor(id: string): ArmClients {
    const { subscription } = armIdOf(id);
    const known = bySubscription.get(subscription);
    if (known !== undefined) return known;
    const clients = {
      logic: new LogicManagementClient(credential, subscription, options),
      dns: new DnsManagementClient(credential, subscription, options),
      bus: new ServiceBusManagementClient(credential, subscription, options),
      raw,
    };
    bySubscription.set(subscription, clients);
    return clients;
  }

  return {
    read: ({ id, ...rest }, work) => {
      const clients = clientsFor(id);
      return ask({ ...rest, does: 'read', timeoutMs }, (signal) => work(clients, signal));
    },
    write: ({ id, ...rest }, work) => {
      const clients = clientsFor(id);
      return ask({ ...rest, does: 'write', timeoutMs }, (signal) => work(clients, signal));
    },
  };
}
