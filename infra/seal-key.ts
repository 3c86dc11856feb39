/** The key behind the seal of an approval: one function may seal with it, one more may check a seal. */

import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  AnyPrincipal,
  Effect,
  type IRole,
  PolicyDocument,
  PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { grant } from './rights.ts';

export interface SealKeyProps {
  /** The only one who seals. */
  readonly answer: IRole;
  /** Who checks a seal before acting on it; absent where nothing is ever moved. */
  readonly failover: IRole | undefined;
}

/** Whoever administers the account may look after the key, and can neither seal nor check with it. */
const care = [
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListKeyPolicies',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateKeyDescription',
  'kms:EnableKey',
  'kms:DisableKey',
  'kms:ScheduleKeyDeletion',
  'kms:CancelKeyDeletion',
];

const algorithm = { StringEquals: { 'kms:MacAlgorithm': 'HMAC_SHA_256' } };

export class SealKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { answer, failover }: SealKeyProps) {
    super(scope, id);
    const checkers = failover === undefined ? [answer] : [answer, failover];
    this.key = new Key(this, 'Key', {
      description: 'farwatch: seals approvals. Without it none can be made, and none is believed.',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy: RemovalPolicy.RETAIN,
      policy: new PolicyDocument({
        statements: [
          onKey('Care', care, { principals: [new AccountRootPrincipal()] }),
          ...only('kms:GenerateMac', [answer]),
          ...only('kms:VerifyMac', checkers),
        ],
      }),
    });
    const resources = [this.key.keyArn];
    const conditions = algorithm;
    grant(answer, new PolicyStatement({ actions: ['kms:GenerateMac'], resources, conditions }));
    for (const role of checkers) {
      grant(role, new PolicyStatement({ actions: ['kms:VerifyMac'], resources, conditions }));
    }
  }
}

/** Allowed to these; and denied to all others, so that no policy elsewhere can allow it. */
function only(action: string, roles: readonly IRole[]): readonly PolicyStatement[] {
  const arns = roles.map((role) => role.roleArn);
  const name = action.slice('kms:'.length);
  return [
    onKey(`${name}Allowed`, [action], {
      principals: roles.map((role) => role.grantPrincipal),
      conditions: algorithm,
    }),
    onKey(`${name}DeniedToOthers`, [action], {
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': arns } },
    }),
  ];
}

/** In the policy of a key, `*` is that key. */
function onKey(
  sid: string,
  actions: readonly string[],
  rest: Omit<ConstructorParameters<typeof PolicyStatement>[0], 'sid' | 'actions'>,
): PolicyStatement {
  return new PolicyStatement({ sid, actions: [...actions], resources: ['*'], ...rest });
}
