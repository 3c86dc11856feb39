import { describe, expect, it } from '@jest/globals';
import { loadEstate } from '../../config/load.ts';
import { refusalOf, statementsOf } from '../../lab/cloud/policy.ts';
import { switchesEstate, switchesText } from '../switches-estate.ts';
import { account, at, estateIn, list, ofType, staged, statementsIn } from './stage.ts';

const zone = 'arn:aws:route53:::hostedzone/Z08345671WQ2ABCDEFGH';

function inRoute53(estate: Parameters<typeof staged>[0]) {
  return Object.values(staged(estate).stacks)
    .flatMap(statementsIn)
    .filter(({ actions }) => actions.some((action) => action.startsWith('route53:')));
}

/** Of the switch role alone, as IAM reads them. */
const identity = ofType(staged(switchesEstate()).home, 'AWS::IAM::Policy').flatMap(
  ([id, { PolicyDocument }]) => (id.startsWith('Switch') ? routed(PolicyDocument) : []),
);

function routed(document: unknown) {
  const Statement = list(at(document, 'Statement')).filter((one) =>
    JSON.stringify(at(one, 'Action')).includes('route53:'),
  );
  return statementsOf({ Statement });
}

describe('a file that moves a record of Route 53', () => {
  it('gives failover alone the right to, on that name of that zone', () => {
    const statements = inRoute53(switchesEstate());
    expect(statements.map(({ actions }) => actions)).toEqual([
      ['route53:ListResourceRecordSets'],
      ['route53:ChangeResourceRecordSets'],
    ]);
    for (const { role, effect, resources } of statements) {
      expect(role).toMatch(/^Switch/);
      expect({ effect, resources }).toEqual({ effect: 'Allow', resources: [zone] });
    }
  });

  it.each([
    ['changes that name', {}, true],
    ['changes another name beside it', { names: ['portal.contoso.com', 'contoso.com'] }, false],
    ['changes another type', { types: ['A'] }, false],
    ['overwrites whatever is there', { actions: ['UPSERT'] }, false],
    ['does not say what it changes', { names: [] }, false],
    ['changes another zone', { resource: 'arn:aws:route53:::hostedzone/Z1' }, false],
  ])('whoever %s is let in or not as he should', (_told, asked, isAllowed) => {
    const may = { names: ['portal.contoso.com'], types: ['CNAME'], actions: ['DELETE', 'CREATE'] };
    const { names, types, actions, resource } = { ...may, resource: zone, ...asked };
    const why = refusalOf(
      {
        ...{ principal: 'switch', account, resource },
        action: 'route53:ChangeResourceRecordSets',
        context: {
          'route53:changeresourcerecordsetsnormalizedrecordnames': names,
          'route53:changeresourcerecordsetsrecordtypes': types,
          'route53:changeresourcerecordsetsactions': actions,
        },
      },
      { identity, resource: [], resourceMustAllow: false },
    );
    expect(why === undefined).toBe(isAllowed);
  });

  it('gives nobody any where its watches move nothing', () => {
    const calm = loadEstate(switchesText().replace('mode: ask', 'mode: advise'), 'shop.yaml');
    if (!calm.ok) throw new Error('the file is refused');
    expect(inRoute53(calm.estate)).toEqual([]);
  });
});

it('a file that moves none gives nobody a right on any zone', () => {
  expect(inRoute53(estateIn('ask'))).toEqual([]);
});
