/** The workflows that answer for a region's Logic Apps: what setup makes where there is none. */

import type { Estate } from '../config/estate.ts';
import { type Side, sides } from '../core/names.ts';
import type { Service } from '../core/watch.ts';
import { logicApp } from '../probes/logic-app.ts';
import { logicAppState } from '../steps/logic-app-state.ts';
import type { BicepFile } from './bicep.ts';
import { madeForTag } from './names.ts';
import { scopeOf } from './scope.ts';
import { type Chapter, command, kept, quoted } from './shell.ts';

interface HealthWorkflow {
  readonly id: string;
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  readonly location: string;
  /** A side that rests begins at rest where the workflow moves with the others. */
  readonly state: 'Enabled' | 'Disabled';
  /** Where the file expects its callback address. */
  readonly address: string;
}

const template = 'health-workflow.bicep';

export function healthChapters(estate: Estate, home: string | undefined): readonly Chapter[] {
  return healthWorkflowsOf(estate).map((one) => {
    const { id, subscription, group, name, location, state, address } = one;
    const where = `--subscription ${subscription} --resource-group ${quoted(group)}`;
    const callback = `az rest --method post --url "https://management.azure.com${id}/triggers/manual/listCallbackUrl?api-version=2019-05-01" --query value --output tsv`;
    return {
      title: `The health workflow ${name} in ${group}: made only where there is none.`,
      lines: [
        `FOUND=$(az resource list ${where} --resource-type Microsoft.Logic/workflows --name ${quoted(name)} --query '[].id' --output tsv)`,
        'test -n "$FOUND" || {',
        command(
          `  az deployment group create ${where} --name farwatch-${name} --output none`,
          `  --template-file ${template}`,
          `  --parameters name=${quoted(name)} location=${location} state=${state} madeFor=${estate.name}`,
        ),
        ...kept(callback, address, home).map((line) => `  ${line}`),
        '}',
      ],
    };
  });
}

export function healthFiles(estate: Estate): readonly BicepFile[] {
  return healthWorkflowsOf(estate).length === 0 ? [] : [{ name: template, text }];
}

function healthWorkflowsOf({ watches }: Estate): readonly HealthWorkflow[] {
  const all = watches.flatMap(({ regions, services }) =>
    services.flatMap((service) =>
      sides.flatMap((side) => healthOf(service, side, String(regions[side]))),
    ),
  );
  return [...new Map(all.map((one) => [one.id.toLowerCase(), one])).values()];
}

function healthOf(service: Service, side: Side, location: string): readonly HealthWorkflow[] {
  const probes = [...service.probes[side].active, ...service.probes[side].passive];
  return probes.flatMap(({ kind, settings }) => {
    const read = kind === 'logic-app' ? logicApp.settings.safeParse(settings) : undefined;
    const home = read?.success ? groupOf(service, side) : undefined;
    if (!read?.success || home === undefined) return [];
    const { name, url: address } = read.data;
    const { id, subscription, group } = scopeOf(
      `${home.resourceGroup}/providers/Microsoft.Logic/workflows/${name}`,
    );
    const rests = side === 'secondary' && home.workflows?.includes(name) === true;
    const state = rests ? 'Disabled' : 'Enabled';
    return [{ id, subscription, group, name, location, state, address }];
  });
}

/** The steps know where the workflows of a side live: those that disable them when it is left. */
function groupOf(service: Service, side: Side) {
  const leaving = service.steps.filter(({ from }) => from === side).flatMap(({ steps }) => steps);
  return leaving
    .filter(({ kind }) => kind === 'logic-app-state')
    .flatMap(({ settings }) => {
      const read = logicAppState.settings.safeParse(settings);
      return read.success ? [read.data] : [];
    })
    .find(({ state }) => state === 'Disabled');
}

/** POST to it is answered with 200 by the workflow itself, not by its front door. */
const text = `// A Request trigger and a Response: it answers that workflows of its region run.
targetScope = 'resourceGroup'

param name string
param location string

@description('A side that rests begins at rest, where this workflow moves with the others.')
@allowed(['Enabled', 'Disabled'])
param state string

@description('The estate; what setup made is found again by this tag.')
param madeFor string

resource health 'Microsoft.Logic/workflows@2019-05-01' = {
  name: name
  location: location
  tags: {
    '${madeForTag}': madeFor
  }
  properties: {
    state: state
    definition: {
      '$schema': 'https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#'
      contentVersion: '1.0.0.0'
      triggers: {
        manual: {
          type: 'Request'
          kind: 'Http'
          inputs: {
            schema: {}
          }
        }
      }
      actions: {
        Response: {
          type: 'Response'
          kind: 'Http'
          inputs: {
            statusCode: 200
          }
          runAfter: {}
        }
      }
    }
  }
}
`;
