/** What farwatch needs in Azure and no command of ours can make: a person does, and is told how. */

import type { Estate } from '../config/estate.ts';
import { sides } from '../core/names.ts';
import { apimGateway } from '../probes/apim-gateway.ts';
import { identitiesOf } from './azure-roles.ts';
import { pingOperationsOf } from './ping-operations.ts';

export function manualSteps(estate: Estate): readonly string[] {
  const made = pingOperationsOf(estate).map(({ gateway }) => `${gateway}.azure-api.net`);
  const steps = estate.watches.flatMap(({ regions, services }) =>
    services.flatMap(({ name, probes }) =>
      sides.flatMap((side) =>
        [...probes[side].active, ...probes[side].passive].flatMap(({ kind, settings }) => {
          const where = `${name} in ${regions[side]}`;
          return kind === 'apim-gateway' ? operation(where, settings, made) : [];
        }),
      ),
    ),
  );
  return [...new Set([...steps, ...renewals(estate), ...laptops(estate), ...afterwards])];
}

/** Of a host name of yours it is not known which instance stands behind it. */
function operation(where: string, settings: unknown, made: readonly string[]): readonly string[] {
  const read = apimGateway.settings.safeParse(settings);
  if (!read.success || read.data.operation === undefined) return [];
  const { host, operation: asked } = read.data;
  if (made.includes(host)) return [];
  return [
    `${where}: add to ${host} an operation GET ${asked.path} that leans on no backend (a mocked response), and a subscription for it alone, with the same key on both sides. Put the key into ${asked.key}.`,
  ];
}

/** What a workflow leans on is named in the workflow alone, and Azure asks who may lean on it. */
function renewals({ watches }: Estate): readonly string[] {
  return watches.flatMap(({ services }) =>
    services.flatMap(({ name, steps }) =>
      steps.some((move) => move.steps.some(({ kind }) => kind === 'workflow-trigger-renewed'))
        ? [
            `${name}: whoever writes a workflow must be allowed to join what it leans on. Give the switch identity Microsoft.Web/connections/join/action on the connections of the workflows that begin from now, and Microsoft.Logic/integrationAccounts/join/action on their integration account, if they have one.`,
          ]
        : [],
    ),
  );
}

/** A key at a desk is worth all the rights of its identity, so that making one is nobody's routine. */
function laptops(estate: Estate): readonly string[] {
  return identitiesOf(estate).flatMap((identity) => {
    const { client, laptop } = estate.azure[identity];
    const reference = laptop && Object.values(laptop).join();
    if (laptop === undefined || reference === undefined) return [];
    const how = 'secret' in laptop ? '' : ' --create-cert';
    return [
      `azure.${identity}.laptop: for each person who shall act as ${identity} from their desk, \`az ad app credential reset --id ${client} --append --display-name <who> --years 1${how}\`; theirs is what ${reference} holds. Whoever has it may do all that \`farwatch rights\` shows of ${identity}.`,
    ];
  });
}

const afterwards = [
  'After a Service Bus pair was made anew, run setup again: what was given on the old alias goes with it.',
];
