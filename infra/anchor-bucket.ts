/** Where the ends of the journals are anchored: what is put there stays, whoever asks for it to go. */

import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';

/** Longer than anybody needs to notice; an anchor of yesterday vouches for all that is older. */
const locked = Duration.days(400);

/** By which what was anchored could be hidden, shortened or taken away. */
const undoing = [
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:PutObjectRetention',
  's3:PutObjectLegalHold',
  's3:BypassGovernanceRetention',
];

export class AnchorBucket extends Construct {
  readonly bucket: Bucket;

  /** `writer`: the only role that may put anything there. */
  constructor(scope: Construct, id: string, deployment: Deployment, writer: IRole) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName: deployment.names.anchors(deployment.account),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      objectLockEnabled: true,
      // Compliance: not even the root of the account shortens it.
      objectLockDefaultRetention: ObjectLockRetention.compliance(locked),
      // 400 objects of 200 bytes for each watch: what they cost is below a cent a year.
      lifecycleRules: [{ expiration: locked, noncurrentVersionExpiration: Duration.days(1) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.deny('NobodyUndoes', undoing);
    this.deny('OnlyThePulseAnchors', ['s3:PutObject'], {
      ArnNotEquals: { 'aws:PrincipalArn': writer.roleArn },
    });
    // Else a newer version could lie above the one of that day.
    this.deny('NothingIsPutOver', ['s3:PutObject'], { Null: { 's3:if-none-match': 'true' } });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'One function writes to it a few times a day, and nobody reads it but who verifies a journal. A log of its own would need a second bucket, which anybody could change.',
    });
  }

  private deny(sid: string, actions: readonly string[], conditions = {}): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid,
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: [...actions],
        resources: [this.bucket.arnForObjects('*')],
        conditions,
      }),
    );
  }
}
