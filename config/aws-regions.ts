/** Which vantages are regions of AWS: those are deployed, all others report from elsewhere. */

const awsRegion = /^(?:af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-\d$/;

export function isAwsRegion(name: string): boolean {
  return awsRegion.test(name);
}
