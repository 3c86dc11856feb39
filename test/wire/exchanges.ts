/** Holds what went over the wire to ARM against Microsoft's own OpenAPI, exchange by exchange. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ArmExchange } from '../../lab/estate/arm.ts';

/** Read in place, and not part of the project: absent elsewhere. */
const specs = fileURLToPath(new URL('../../../shared/azure-specs/', import.meta.url));

export const specsThere = existsSync(specs);

/** The operations we call. */
const patterns = [
  'specification/logic/resource-manager/Microsoft.Logic/stable/2019-05-01/logic.json',
  'specification/dns/resource-manager/Microsoft.Network/stable/2018-05-01/dns.json',
  'specification/trafficmanager/resource-manager/Microsoft.Network/stable/2022-04-01/trafficmanager.json',
  'specification/servicebus/resource-manager/Microsoft.ServiceBus/stable/2021-11-01/DisasterRecoveryConfig.json',
  'specification/servicebus/resource-manager/Microsoft.ServiceBus/stable/2021-11-01/AuthorizationRules.json',
  'specification/servicebus/resource-manager/Microsoft.ServiceBus/stable/2021-11-01/Queue.json',
  'specification/servicebus/resource-manager/Microsoft.ServiceBus/stable/2021-11-01/namespace-preview.json',
  'specification/servicebus/resource-manager/Microsoft.ServiceBus/stable/2021-11-01/topics.json',
  'specification/servicebus/resource-manager/Microsoft.ServiceBus/stable/2021-11-01/subscriptions.json',
];

/**
 * What must be held: a call to one of these that no specification describes is a fault. There is
 * none here of what one may do on them.
 */
const ours =
  /\/providers\/Microsoft\.(Logic|Network|ServiceBus)\/(?!.*\/Microsoft\.Authorization\/)/i;

export interface Recorder {
  /** For the estate's options. */
  readonly witness: (exchange: ArmExchange) => void;
  readonly exchanges: readonly ArmExchange[];
}

export function recorder(): Recorder {
  const exchanges: ArmExchange[] = [];
  return { exchanges, witness: (exchange) => exchanges.push(exchange) };
}

export interface Held {
  /** Exchanges that Microsoft's validator found an operation for, and looked at on both sides. */
  readonly count: number;
  /** In words, one for each thing wrong; empty is what a test expects. */
  readonly faults: readonly string[];
}

export async function holdToSpecs(exchanges: readonly ArmExchange[]): Promise<Held> {
  const validate = await validator();
  const faults: string[] = [];
  let count = 0;
  for (const { asked, served } of exchanges) {
    if (!ours.test(asked.path)) continue;
    const wrong = await validate({ asked, served });
    const told = `${asked.method} ${asked.path.split('?')[0]} → ${served.status}`;
    faults.push(...wrong.map((what) => `${told}: ${what}`));
    if (wrong.length === 0) count += 1;
  }
  return { count, faults };
}

type Validate = (exchange: ArmExchange) => Promise<readonly string[]>;

async function validator(): Promise<Validate> {
  const { LiveValidator } = await import('oav/dist/lib/liveValidation/liveValidator.js');
  const options = {
    directory: specs,
    swaggerPathsPattern: patterns,
    git: { shouldClone: false },
    isPathCaseSensitive: false,
    isArmCall: true,
    loadValidatorInBackground: false,
    loadValidatorInInitialize: false,
  };
  // What it logs, it also answers with.
  const live = new LiveValidator(options, () => undefined);
  await live.initialize();
  return async ({ asked, served }) => {
    const url = new URL(asked.path, `https://${asked.host}`);
    const result = await live.validateLiveRequestResponse({
      liveRequest: {
        url: url.href,
        method: asked.method,
        headers: { ...asked.headers },
        query: Object.fromEntries(url.searchParams),
        ...(asked.body === '' ? {} : { body: JSON.parse(asked.body) }),
      },
      liveResponse: {
        statusCode: String(served.status),
        headers: { ...served.headers },
        ...(served.body === '' ? {} : { body: JSON.parse(served.body) }),
      },
    });
    return [result.requestValidationResult, result.responseValidationResult].flatMap(
      ({ isSuccessful, errors, runtimeException }) => {
        if (runtimeException !== undefined) return [runtimeException.message];
        const told = errors.map(({ code, message }) => `${code} ${message}`);
        return isSuccessful === true || told.length > 0 ? told : ['was not validated'];
      },
    );
  };
}
