/** How the clients of AWS are made: each call is bounded, in time and in tries. */

/** Absent `endpoint`: the service's own, or what `AWS_ENDPOINT_URL_<SERVICE>` says. */
export interface AwsMeans {
  readonly region: string;
  readonly endpoint?: string;
}

/** One call with all of its tries; whoever calls comes back by itself, so more would only queue. */
export const callMsMax = 10_000;

/**
 * Three tries in all: a throttled table or a lost connection is seldom gone after a fourth. Without
 * `throwOnRequestTimeout` the client only warns of a request that takes too long (its own docs).
 */
export function bounded({ region, endpoint }: AwsMeans) {
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: 3,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 2_000,
      throwOnRequestTimeout: true,
    },
  };
}
