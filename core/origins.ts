/** Origins of Azure Front Door as ARM words them, read for what a move and a check have to know. */

export interface Origin {
  readonly enabled: boolean;
  readonly host: string | undefined;
  /** Lower leads; those that share one are answered by both. */
  readonly priority: number | undefined;
  /** `Succeeded`, or what is still under way: `Updating`. */
  readonly provisioning: string | undefined;
}

/**
 * Reads an origin. Source: Microsoft.Cdn, `AFDOrigin` of 2024-02-01. What is not there is told as off,
 * so that nobody leans on an origin that ARM did not speak of.
 */
export function originIn(body: unknown): Origin {
  const { enabledState, hostName, priority, provisioningState } = Object(Object(body).properties);
  return {
    enabled: enabledState === 'Enabled',
    host: typeof hostName === 'string' ? hostName : undefined,
    priority: typeof priority === 'number' ? priority : undefined,
    provisioning: typeof provisioningState === 'string' ? provisioningState : undefined,
  };
}
