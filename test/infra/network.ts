import { describe, expect, it } from '@jest/globals';
import { costOf } from '../../deploy/cost.ts';
import { shapeOf } from '../../deploy/shape.ts';
import { templatesOf } from '../../infra/templates.ts';
import { at, estateIn, list, ofType, staged, statementsIn } from './stage.ts';

const networked = (networks: string) =>
  estateIn('ask', (text) => text.replace('quorum: 2', `quorum: 2\nnetworks: ${networks}`));
const fixed = networked('{ eu-west-2: fixed-address }');
const lent = networked(
  '{ eu-west-2: { subnets: [subnet-0a1b2c3d], securityGroups: [sg-0a1b2c3d] } }',
);

function vantageOf(estate: typeof fixed) {
  const { stacks, home } = staged(estate);
  const { 'farwatch-contoso-eu-west-2': vantage = {} } = stacks;
  const [[, probe] = []] = ofType(vantage, 'AWS::Lambda::Function');
  return { stacks, home, vantage, probe };
}

describe('a vantage with a fixed address', () => {
  const { stacks, home, vantage, probe } = vantageOf(fixed);

  it('has one way out, by one address, and nothing may come in', () => {
    expect(ofType(vantage, 'AWS::EC2::NatGateway')).toHaveLength(1);
    expect(ofType(vantage, 'AWS::EC2::EIP')).toHaveLength(1);
    const [[, group] = []] = ofType(vantage, 'AWS::EC2::SecurityGroup');
    expect(group?.['SecurityGroupIngress']).toBeUndefined();
    const [subnet] = list(at(probe, 'VpcConfig', 'SubnetIds'));
    const ways = ofType(vantage, 'AWS::EC2::Route').map(([, route]) => route);
    const inner = ofType(vantage, 'AWS::EC2::SubnetRouteTableAssociation').find(
      ([, one]) => JSON.stringify(one['SubnetId']) === JSON.stringify(subnet),
    );
    const own = ways.filter(
      (way) => JSON.stringify(way['RouteTableId']) === JSON.stringify(inner?.[1]['RouteTableId']),
    );
    expect(own).toMatchObject([{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: {} }]);
  });

  it('is the only one that stands in a network', () => {
    for (const [name, stack] of Object.entries(stacks)) {
      const types = new Set(Object.values(stack).map(({ Type }) => Type));
      expect([name, types.has('AWS::EC2::VPC')]).toEqual([name, stack === vantage]);
    }
    expect(JSON.stringify(home)).not.toContain('ec2:');
  });

  it('is plugged in by Lambda, and the function itself may plug nothing', () => {
    const plugging = statementsIn(vantage).filter(({ actions }) =>
      actions.includes('ec2:CreateNetworkInterface'),
    );
    expect(plugging.map(({ effect }) => effect).toSorted()).toEqual(['Allow', 'Deny']);
    const [allowed, denied] = ['Allow', 'Deny'].map((effect) =>
      plugging.find((one) => one.effect === effect)?.actions.toSorted(),
    );
    expect(denied).toEqual(allowed);
  });

  it('costs what its gateway and its address cost', () => {
    const { lines, usd } = costOf(fixed, shapeOf(templatesOf(fixed)));
    const paid = (what: string) => lines.find((line) => line.what.endsWith(what))?.usd ?? 0;
    expect(paid('gateways')).toBeCloseTo(730 * 0.045, 6);
    expect(paid('addresses')).toBeCloseTo(730 * 0.005, 6);
    expect(usd).toBeGreaterThan(40);
  });
});

describe('a vantage in a network of yours', () => {
  it('stands where it is told, and makes no network', () => {
    const { vantage, probe } = vantageOf(lent);
    expect(probe?.['VpcConfig']).toEqual({
      SubnetIds: ['subnet-0a1b2c3d'],
      SecurityGroupIds: ['sg-0a1b2c3d'],
    });
    expect(ofType(vantage, 'AWS::EC2::VPC')).toEqual([]);
    expect(ofType(vantage, 'AWS::EC2::NatGateway')).toEqual([]);
  });
});
