import { describe, expect, it } from '@jest/globals';
import { probeKinds } from '../../config/kinds.ts';
import { planes } from '../../core/observation.ts';
import { controls, zonesOf } from '../../services/controls.ts';

describe('controls()', () => {
  const all = controls(['https://example.com/', 'https://example.org/up'], ['contoso.com']);

  it('looks at every plane that a switch leans on, and at every reference', () => {
    expect(all.map(({ control }) => control)).toEqual(['reference', 'reference', ...planes]);
    expect(all.map(({ spec }) => spec.name).slice(0, 2)).toEqual(['example.com', 'example.org']);
  });

  it('asks in ways that exist and accept it', () => {
    for (const { spec } of all) {
      expect(probeKinds[spec.kind]?.settings.safeParse(spec.settings)).toMatchObject({
        success: true,
      });
    }
  });

  it('asks the servers of our own zone for its name servers, past every resolver', () => {
    expect(all.at(-1)?.spec.settings).toEqual({ name: 'contoso.com', type: 'NS' });
  });
});

describe('zonesOf()', () => {
  it('finds each zone once among the ids that steps change, however they are written', () => {
    const of = (rest: string) => `/subscriptions/1/resourcegroups/g/providers/${rest}`;
    const ids = [
      of('microsoft.network/dnsZones/contoso.com/CNAME/orders'),
      of('microsoft.network/dnszones/Contoso.com/cname/invoices'),
      of('microsoft.logic/workflows/dnszones'),
    ];
    expect(zonesOf(ids)).toEqual(['contoso.com']);
  });
});
