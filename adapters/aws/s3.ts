/** The client of S3, bounded. Each has a file of its own, so that a function bundles what it uses. */

import { S3Client } from '@aws-sdk/client-s3';
import { type AwsMeans, bounded } from './bounds.ts';

/** Buckets in the path: one host for all of them, whatever they are called. */
export function s3At(means: AwsMeans): S3Client {
  return new S3Client({ ...bounded(means), forcePathStyle: true });
}
