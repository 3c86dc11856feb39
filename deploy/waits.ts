/** How long others take to answer, in ms: what no lab can measure, and a month's estimate needs. */

/**
 * All assumed on 2026-11-21, from what such calls usually take; to be held against the durations of
 * a deployment that runs. The rest of an estimate is measured or read from the templates.
 */
export const waits = {
  /** To a region of the same continent and back; Stockholm to Amsterdam, say. */
  nearMs: 20,
  /** To another continent and back; Virginia to Amsterdam. */
  farMs: 85,
  /** What Azure itself takes in the longest conversation of a round. */
  azureMs: 100,
  /** One call to a service of AWS in the same region, or to a host of Azure or another. */
  callMs: { dynamodb: 8, ssm: 12, sqs: 12, sts: 30, kms: 12, sns: 30, s3: 40, arm: 200 },
  otherMs: 200,
  /** Lambda gives a whole core for so much memory, and a share of one for less (AWS Lambda, "Memory"). */
  memoryOfCoreMb: 1_769,
} as const;
