/** What farwatch needs in Azure and no command of ours can make: a person does, and is told how. */

import type { Estate } from '../config/estate.ts';
import { sides } from '../core/names.ts';
import { apimGateway } from '../probes/apim-gateway.ts';
import { logicApp } from '../probes/logic-app.ts';

export function manualSteps(estate: Estate): readonly string[] {
  const services = estate.watches.flatMap((watch) =>
    watch.services.map((service) => ({ watch, service })),
  );
  const probes = services.flatMap(({ watch, service }) =>
    sides.flatMap((side) =>
      [...service.probes[side].active, ...service.probes[side].passive].map((spec) => {
        return { where: `${service.name} in ${watch.regions[side]}`, spec };
      }),
    ),
  );
  const steps = probes.flatMap(({ where, spec: { kind, settings } }) => {
    if (kind === 'logic-app') return workflow(where, settings);
    return kind === 'apim-gateway' ? operation(where, settings) : [];
  });
  return [...new Set(steps)];
}

function workflow(where: string, settings: unknown): readonly string[] {
  const read = logicApp.settings.safeParse(settings);
  if (!read.success) return [];
  const { name, url } = read.data;
  return [
    `${where}: deploy the workflow ${name}, a Request trigger and a Response with status 200. Put its callback address (listCallbackUrl of the trigger) into ${url}; it is a secret.`,
  ];
}

function operation(where: string, settings: unknown): readonly string[] {
  const read = apimGateway.settings.safeParse(settings);
  if (!read.success || read.data.operation === undefined) return [];
  const { host, operation: asked } = read.data;
  return [
    `${where}: add to ${host} an operation GET ${asked.path} that leans on no backend (a mocked response), and a subscription for it alone, with the same key on both sides. Put the key into ${asked.key}.`,
  ];
}
