/** Puts a function into a network, and lets Lambda, and not the function, plug it in. */

import { Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Fn } from './fn.ts';
import type { Place } from './own-network.ts';
import { grant } from './rights.ts';

/** What Lambda asks of the role (AWS Lambda, "Giving functions access to resources in a VPC"). */
const plugging = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

export function standIn(
  place: Place,
  { fn, role }: { readonly fn: Fn; readonly role: Role },
): void {
  const { defaultChild } = fn.lambda.node;
  if (!(defaultChild instanceof CfnFunction)) throw new Error(`${fn.name} is no function`);
  defaultChild.vpcConfig = {
    subnetIds: [...place.subnets],
    securityGroupIds: [...place.securityGroups],
  };
  const resources = ['*'];
  const itself = { ArnLike: { 'lambda:SourceFunctionArn': `arn:aws:lambda:*:*:function:*` } };
  grant(
    role,
    new PolicyStatement({ sid: 'LambdaPlugsIn', actions: plugging, resources }),
    new PolicyStatement({
      sid: 'AndNobodyElse',
      effect: Effect.DENY,
      actions: plugging,
      resources,
      conditions: itself,
    }),
  );
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason:
      'Lambda asks for network interfaces that have no name yet, with the rights of the role; the code of the function is denied the same.',
  });
}
