/** A Logic App (Standard) of a few lines: settings with a secret among them, which its workflows obey. */

import type { Azure } from '../../core/azure.ts';
import { azureWith } from './azure.ts';

export const site =
  '/subscriptions/s-1/resourceGroups/flows-we/providers/Microsoft.Web/sites/flows-we';
export const apiVersion = '2025-05-01';
/** Whatever is told to people must not contain it. */
export const canary = 'AccountKey=canary+in/the=settings';

export interface Told {
  readonly name: string;
  readonly state?: string;
  readonly health?: unknown;
}

export function wireOf({ name, state = 'Enabled', health = { state: 'Healthy' } }: Told) {
  return { name: `flows-we/${name}`, properties: { flowState: state, health } };
}

export function siteWith(
  workflows: readonly Told[],
  given: Readonly<Record<string, unknown>> = { AzureWebJobsStorage: canary },
  also: Partial<Azure> = {},
) {
  let settings = given;
  const writes: unknown[] = [];
  const azure = azureWith({
    resource: async () => ({ value: workflows.map(wireOf) }),
    ask: async () => ({ properties: settings }),
    async put(id, _version, body) {
      settings = Object(body).properties;
      writes.push({ id, body });
    },
    pause: async () => undefined,
    ...also,
  });
  const change = (key: string, value: string) => {
    settings = { ...settings, [key]: value };
  };
  return { azure, writes, change };
}
