/** A network with one way out, by an address that stays: what access lists in Azure may name. */

import { CfnOutput, Fn, Validations } from 'aws-cdk-lib';
import {
  CfnEIP,
  CfnInternetGateway,
  CfnNatGateway,
  CfnRoute,
  CfnRouteTable,
  CfnSecurityGroup,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
  CfnVPCGatewayAttachment,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

/** Where a function stands. */
export interface Place {
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
}

const everywhere = '0.0.0.0/0';

/**
 * In one availability zone: when it fails, this vantage is silent, as it is when its region fails, and
 * the others go on. A way out in each zone would double what is the dearest part of a deployment.
 */
export class OwnNetwork extends Construct {
  readonly place: Place;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new CfnVPC(this, 'Vpc', { cidrBlock: '10.77.0.0/24', enableDnsSupport: true });
    Validations.of(vpc).acknowledge({
      id: 'AwsSolutions-VPC7',
      reason:
        'Nothing listens in it and nothing may come in: one function calls out, and logs what it found.',
    });
    const gateway = new CfnInternetGateway(this, 'Gateway');
    const attached = new CfnVPCGatewayAttachment(this, 'Attached', {
      vpcId: vpc.ref,
      internetGatewayId: gateway.ref,
    });
    const outer = this.#subnet('Outer', vpc, '10.77.0.0/26');
    const inner = this.#subnet('Inner', vpc, '10.77.0.64/26');
    outer.route.gatewayId = gateway.ref;
    outer.route.addResourceDependency(attached);
    const address = new CfnEIP(this, 'Address', { domain: 'vpc' });
    const nat = new CfnNatGateway(this, 'Nat', {
      subnetId: outer.subnet.ref,
      allocationId: address.attrAllocationId,
    });
    nat.addResourceDependency(attached);
    inner.route.natGatewayId = nat.ref;
    const group = new CfnSecurityGroup(this, 'Outwards', {
      groupDescription: 'farwatch: calls out, and is called by nobody.',
      vpcId: vpc.ref,
      securityGroupEgress: [{ ipProtocol: '-1', cidrIp: everywhere }],
    });
    this.place = {
      subnets: [inner.subnet.ref],
      securityGroups: [group.attrGroupId],
    };
    new CfnOutput(this, 'FixedAddress', {
      value: address.ref,
      description: 'The address that this vantage calls from: let it in where you keep others out.',
    });
  }

  #subnet(id: string, vpc: CfnVPC, cidrBlock: string) {
    const subnet = new CfnSubnet(this, id, {
      vpcId: vpc.ref,
      cidrBlock,
      availabilityZone: Fn.select(0, Fn.getAzs()),
    });
    const table = new CfnRouteTable(this, `${id}Routes`, { vpcId: vpc.ref });
    const route = new CfnRoute(this, `${id}Out`, {
      routeTableId: table.ref,
      destinationCidrBlock: everywhere,
    });
    new CfnSubnetRouteTableAssociation(this, `${id}Way`, {
      subnetId: subnet.ref,
      routeTableId: table.ref,
    });
    return { subnet, route };
  }
}
