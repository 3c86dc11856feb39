/** How Azure's actions and patterns are compared, and how resources are called. */

import { describe, expect, it } from '@jest/globals';
import { calledOf, isGranted, rightsOfStep } from '../../core/rights.ts';

const disable = 'Microsoft.Logic/workflows/disable/action';

describe('isGranted()', () => {
  const role = (actions: readonly string[], notActions: readonly string[] = []) => {
    return { actions, notActions };
  };

  it.each([
    [disable, true],
    [disable.toUpperCase(), true],
    ['*', true],
    ['Microsoft.Logic/*', true],
    ['*/action', true],
    ['Microsoft.Logic/workflows/*/action', true],
    ['Microsoft.Logic/workflows/disable', false],
    ['Microsoft.Logic/workflows/*/read', false],
    // A dot is a dot, and a pattern is the whole of an action.
    ['MicrosoftXLogic/workflows/disable/action', false],
    ['workflows/disable/action', false],
  ])('reads %s', (pattern, is) => {
    expect(isGranted([role([pattern])], disable)).toBe(is);
  });

  it('leaves out what its own role leaves out, and not what another does', () => {
    const without = role(['*'], ['Microsoft.Logic/workflows/*']);
    expect(isGranted([without], disable)).toBe(false);
    expect(isGranted([without, role([disable])], disable)).toBe(true);
  });

  it('keeps what a resource holds apart from the resource', () => {
    const all = role(['*']);
    const data = { ...role([]), dataActions: ['*'], notDataActions: ['*/delete'] };
    expect([isGranted([all], disable, 'data'), isGranted([data], disable)]).toEqual([false, false]);
    expect(isGranted([all, data], disable, 'data')).toBe(true);
    expect(isGranted([data], 'Microsoft.Logic/workflows/delete', 'data')).toBe(false);
  });

  it('gives nothing where there is no role', () => {
    expect(isGranted([], disable)).toBe(false);
  });
});

describe('rightsOfStep()', () => {
  it('needs all on what is changed, and only reading on what is listed', () => {
    const kind = {
      permissions: ['A/read', 'A/write'],
      targets: () => ['/subscriptions/s/x', 'route53:z/name'],
      reads: () => ['/group'],
    };
    const told = rightsOfStep(kind, {}).map(({ action, scope }) => `${action} ${scope}`);
    expect(told).toEqual([
      'A/read /subscriptions/s/x',
      'A/write /subscriptions/s/x',
      'A/read /group',
    ]);
  });

  it('needs what the step says itself, where it says so', () => {
    const rights = [{ action: 'A/write', scope: '/whole', plane: 'data' }] as const;
    const kind = { permissions: ['A/write'], targets: () => ['/whole/x'], rights: () => rights };
    expect(rightsOfStep(kind, {})).toEqual(rights);
  });
});

describe('calledOf()', () => {
  it.each([
    ['/subscriptions/s/resourceGroups/g', 'g'],
    ['/subscriptions/s/resourceGroups/g/providers/Microsoft.Logic/workflows/w', 'w in g'],
    [
      '/subscriptions/s/resourcegroups/g/providers/Microsoft.Network/dnsZones/z.com/CNAME/www',
      'z.com/www in g',
    ],
  ])('calls %s by what people know', (id, name) => {
    expect(calledOf(id)).toBe(name);
  });
});
