/** `farwatch rights`: what each identity may do at Azure, and failover at Route 53, and what a thief could. */

import type { Estate } from '../../config/estate.ts';
import { identitiesOf } from '../../deploy/azure-roles.ts';
import { hostedRecordsOf } from '../../deploy/hosted-records.ts';
import { type NeededRight, rightsOf } from '../../deploy/rights.ts';
import { calledOf } from '../../deploy/scope.ts';
import { worstAt } from '../../deploy/worst.ts';
import { 'route53-record' as route53Record } from '../../steps/registry.ts';
import { type Exit, exits } from '../exit.ts';
import { type Printing, print, printJson, styled } from '../print.ts';
import { readEstate } from '../read-estate.ts';

export async function rights(file: string, { json }: Printing): Promise<Exit> {
  const estate = await readEstate(file);
  if (json) printJson([...rightsOf(estate).map(plainly), ...inRoute53(estate)]);
  else show(estate);
  return exits.fine;
}

function plainly({ scope, ...right }: NeededRight) {
  return { ...right, scope: scope.id };
}

function show(estate: Estate): void {
  const all = rightsOf(estate);
  for (const identity of identitiesOf(estate)) {
    const own = all.filter((right) => right.identity === identity);
    const writes = own.filter(({ action }) => changes(action)).length;
    const may = writes === 0 ? 'and none of them changes anything' : `${writes} of them to change`;
    print(styled('bold', `${identity}: ${own.length} rights, ${may}`));
    const places = Map.groupBy(own, ({ scope }) => scope.id);
    for (const [id, here] of places) showPlace(id, here);
    print();
  }
  showRoute53(estate);
  if (!identitiesOf(estate).includes('switch')) {
    print('No watch is in mode ask: there is no identity that could change Azure.');
  }
}

function inRoute53(estate: Estate) {
  return hostedRecordsOf(estate).flatMap(({ zone, names }) =>
    route53Record.permissions.map((action) => {
      const scope = `arn:aws:route53:::hostedzone/${zone}`;
      return {
        identity: 'failover',
        action,
        scope,
        names,
        worst: worstAt(action, names.join(', ')),
      };
    }),
  );
}

/** Which its stack gives to the role of the failover function. */
function showRoute53(estate: Estate): void {
  const all = inRoute53(estate);
  if (all.length === 0) return;
  print(styled('bold', 'The role of the failover function, in Route 53'));
  for (const [scope, here] of Map.groupBy(all, (right) => right.scope)) {
    print(`  ${here[0]?.names.join(', ')}`);
    print(`    ${styled('dim', scope)}`);
    for (const { action, worst } of here) {
      print(`    ${action}`);
      print(`      thief  could ${worst}`);
    }
  }
  print();
}

function changes(action: string): boolean {
  return !action.endsWith('/read');
}

function showPlace(id: string, here: readonly NeededRight[]): void {
  const [first] = here;
  if (first === undefined) return;
  print(`  ${calledOf(first.scope)}`);
  print(`    ${styled('dim', id)}`);
  for (const { action, kinds, needs, worst, plane, dangers } of here) {
    print(`    ${action}${plane === 'data' ? ' (data)' : ''}`);
    print(`      for    ${needs.join(', ')} (${kinds.join(', ')})`);
    print(`      thief  could ${worst}`);
    for (const { kind, danger, watches } of dangers) {
      print(`      danger ${kind} ${danger}`);
      print(`             acknowledged by ${watches.join(', ')}`);
    }
  }
}
