/** A region goes dark, and Entra and ARM with it: what is not Azure's is moved all the same. */

import { expect, it } from '@jest/globals';
import { loadEstate } from '../config/load.ts';
import { openVirtual } from '../lab/play/virtual.ts';
import { play } from '../lab/scenarios/play.ts';
import { parseScenario } from '../lab/scenarios/scenario.ts';
import { switchesText } from './switches-estate.ts';

const story = `
title: What is left when Azure does not answer
estate: of this test
acts:
  - { at: 12s, break: [westeurope, entra, arm], with: dark }
  - { after: asked, approve: ana }
ends: { after: over }
expect: over moved
`;

/** Without the services that Azure would have to move. */
function textOf(...kept: readonly string[]): string {
  const [head = '', services = ''] = switchesText().split(/(?<=^ {4}services:\n)/m);
  const each = services.split(/^(?= {6}[a-z-]+:\n)/m);
  const left = each.filter((one) => kept.some((name) => one.startsWith(`      ${name}:`)));
  const known = head.replace(/acknowledge: .*/, 'acknowledge: [route53-record, webhook]');
  return known + left.join('');
}

async function played(...kept: readonly string[]) {
  const loaded = loadEstate(textOf(...kept), 'shop.yaml');
  const [watch] = loaded.ok ? loaded.estate.watches : [];
  if (!loaded.ok || watch === undefined) throw new Error(JSON.stringify(loaded));
  const theatre = openVirtual(loaded.estate, watch, { seed: 'dark' });
  await play(parseScenario(story, 'this test'), theatre);
  return theatre;
}

it('a name in Route 53 and a switch of our own are led away', async () => {
  const { world, facts } = await played('portal', 'publishers');
  expect(facts().map(({ kind }) => kind)).toEqual(expect.arrayContaining(['proven', 'over']));
  expect(world.writes.map(({ by, resource, detail }) => [by, resource, detail])).toEqual([
    [
      'switch',
      'route53:Z08345671WQ2ABCDEFGH/portal.contoso.com',
      'contoso-portal-we.azurewebsites.net → contoso-portal-ne.azurewebsites.net',
    ],
    ['switch', 'https://settings.contoso.com/publishers', 'northeurope'],
  ]);
});
