/** Rights: all that is needed, nothing that is not, and each weighed for the day it is stolen. */

import { describe, expect, it } from '@jest/globals';
import { checkKinds, probeKinds, stepKinds } from '../../config/kinds.ts';
import { mayBeOffered } from '../../core/draft.ts';
import { isAzures, rightsOfStep } from '../../core/rights.ts';
import { type NeededRight, rightsOf } from '../../deploy/rights.ts';
import { scopeOf } from '../../deploy/scope.ts';
import { worstOf } from '../../deploy/worst.ts';
import { exampleEstate, expectGolden } from './golden.ts';

const names = ['edi-receive-orders', 'edi-receive-invoices', 'edi-receive-despatch', 'edi-health'];
const workflows = `workflows: [${names.join(', ')}]`;
const tagged = [workflows, 'tag: { name: farwatch, value: edi }'] as const;
const sas = 'auth: { kind: sas, keyName: farwatch-probe, key: env:ORDERS_BUS_KEY }';

function lines(rights: readonly NeededRight[]): readonly string[] {
  return rights.map(({ identity, action, scope }) => `${identity} ${action} ${scope.id}`);
}

const rights = rightsOf(exampleEstate());

function offeredSteps() {
  return exampleEstate()
    .watches.flatMap(({ services }) => services.flatMap(({ steps: moves }) => moves))
    .filter(mayBeOffered)
    .flatMap(({ steps }) => steps);
}

describe('the rights of the example', () => {
  it('are these', () => {
    const told = rights.map(({ needs, worst, ...right }) => {
      const [line] = lines([{ needs, worst, ...right }]);
      return `${line}\n  for ${needs.join(', ')}\n  thief could ${worst}\n`;
    });
    expectGolden('rights.txt', told.join(''));
  });

  it('are each on one thing: no pattern, no subscription, no provider as a whole', () => {
    for (const { action, scope } of rights) {
      expect(action).not.toContain('*');
      expect(scope.id).toMatch(/^\/subscriptions\/[^/*]+\/resourceGroups\/[^/*]+(\/[^*]+)?$/);
    }
  });

  it('let look change nothing', () => {
    const looking = rights.filter(({ identity }) => identity === 'look');
    expect(looking.length).toBeGreaterThan(0);
    for (const { action } of looking) expect(action).toMatch(/\/read$/);
  });

  it('let switch do nothing that no step asks for, on nothing that no step changes or lists', () => {
    const steps = offeredSteps();
    for (const { identity, action, scope, kinds } of rights) {
      if (identity === 'look') continue;
      const asking = steps.filter(({ kind, settings }) => {
        const { permissions, targets, reads } = stepKinds[kind] ?? never(kind);
        const ids = [...targets(settings), ...(reads?.(settings) ?? [])];
        const asked = [...permissions, 'Microsoft.Authorization/permissions/read'];
        return asked.includes(action) && ids.includes(scope.id.toLowerCase());
      });
      expect(asking.length).toBeGreaterThan(0);
      expect(kinds).toEqual([...new Set(asking.map(({ kind }) => kind))]);
    }
  });

  it('leave out no permission of any step on what it changes', () => {
    const given = new Set(lines(rights).map((line) => line.toLowerCase()));
    const wide = (id: string) => id.slice(0, id.indexOf('/providers/'));
    for (const { kind, settings } of offeredSteps()) {
      const { permissions, targets } = stepKinds[kind] ?? never(kind);
      for (const id of targets(settings)) {
        for (const action of permissions) {
          const either = [id, wide(id)].map((on) => `switch ${action} ${on}`.toLowerCase());
          expect(either.some((line) => given.has(line))).toBe(true);
        }
      }
    }
  });

  it('are none for moves that nobody is ever offered', () => {
    const changing = rights.filter(({ identity }) => identity === 'switch');
    const kinds = new Set(changing.flatMap((right) => right.kinds));
    expect([...kinds].toSorted()).toEqual([
      'dns-record',
      'logic-app-state',
      'runs-drained',
      'service-bus-alias',
      'service-bus-pair',
    ]);
  });
});

describe('rightsOf()', () => {
  it('gives nobody a right to change Azure where no watch offers moves', () => {
    for (const mode of ['observe', 'advise']) {
      const calm = rightsOf(exampleEstate(['mode: ask', `mode: ${mode}`]));
      expect(calm.map(({ identity }) => identity)).not.toContain('switch');
      expect(calm).toEqual(rights.filter(({ identity }) => identity === 'look'));
    }
  });

  it('gives a tag’s members their group: Azure alone knows who they are', () => {
    const on = lines(rightsOf(exampleEstate([...tagged]))).filter((line) =>
      line.includes('disable/action'),
    );
    expect(on).toEqual([
      expect.stringMatching(/^switch .*\/resourceGroups\/contoso-edi-ne$/),
      expect.stringMatching(/^switch .*\/resourceGroups\/contoso-edi-we$/),
    ]);
  });

  it('lets look send and receive on the probe queue alone, where it does so as itself', () => {
    const entra = rightsOf(exampleEstate([sas, 'auth: { kind: entra }']));
    const data = entra.filter(({ plane }) => plane === 'data');
    expect(lines(data).map((line) => line.replace(/\/subscriptions.*\/namespaces\//, ''))).toEqual([
      'look Microsoft.ServiceBus/namespaces/messages/receive/action contoso-orders-ne/queues/farwatch-probe',
      'look Microsoft.ServiceBus/namespaces/messages/send/action contoso-orders-ne/queues/farwatch-probe',
      'look Microsoft.ServiceBus/namespaces/messages/receive/action contoso-orders-we/queues/farwatch-probe',
      'look Microsoft.ServiceBus/namespaces/messages/send/action contoso-orders-we/queues/farwatch-probe',
    ]);
  });
});

describe('every registered kind', () => {
  it('asks only for actions whose theft has been weighed', () => {
    const somewhere = scopeOf('/subscriptions/s/resourceGroups/g');
    const actions = [
      ...Object.values(stepKinds).flatMap(({ permissions }) => permissions),
      ...Object.values(checkKinds).flatMap((kind) =>
        kind.rights(kind.example).map(({ action }) => action),
      ),
      ...Object.values(probeKinds).flatMap((kind) =>
        (kind.rights?.(kind.example) ?? []).map(({ action }) => action),
      ),
    ];
    for (const action of actions) expect(worstOf(action, somewhere)).toMatch(/^[a-z].{10,}/);
  });

  it('acts on things of a type that a role can be given on', () => {
    for (const kind of Object.values(stepKinds)) {
      for (const { scope } of rightsOfStep(kind, kind.example)) {
        expect(scopeOf(scope).group).not.toBe('');
      }
      // What is kept elsewhere is not Azure's to give a role on, and some kinds say where theirs lie.
      const ids = kind.rights ? [] : kind.targets(kind.example).filter(isAzures);
      for (const id of ids) expect(scopeOf(id).group).not.toBe('');
    }
  });

  it('is refused when it asks for something nobody has weighed, or on something unknown', () => {
    const somewhere = scopeOf('/subscriptions/s/resourceGroups/g');
    expect(() => worstOf('Microsoft.Sql/servers/delete', somewhere)).toThrow(/Cannot say what/);
    expect(() => scopeOf('/subscriptions/s')).toThrow(/no resource of a type/);
    const odd = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/x';
    expect(() => scopeOf(odd)).toThrow(/no resource of a type/);
  });
});

function never(kind: string): never {
  throw new Error(`no step kind is named ${kind}`);
}
