import { describe, expect, it } from '@jest/globals';
import { loadEstate } from '../../config/load.ts';
import { switchesEstate, switchesText } from '../switches-estate.ts';
import { estateIn, staged, statementsIn } from './stage.ts';

const zone = 'arn:aws:route53:::hostedzone/Z08345671WQ2ABCDEFGH';

function inRoute53(estate: Parameters<typeof staged>[0]) {
  return Object.values(staged(estate).stacks)
    .flatMap(statementsIn)
    .filter(({ actions }) => actions.some((action) => action.startsWith('route53:')));
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
    const text = JSON.stringify(staged(switchesEstate()).home);
    expect(text).toContain(
      '"ForAllValues:StringEquals":{"route53:ChangeResourceRecordSetsNormalizedRecordNames":["portal.contoso.com"],"route53:ChangeResourceRecordSetsRecordTypes":["CNAME"],"route53:ChangeResourceRecordSetsActions":["CREATE","DELETE"]}',
    );
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
