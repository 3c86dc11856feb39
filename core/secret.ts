/** How settings point at a secret without holding it. */

/** `env:NAME`, from the environment, or `ssm:/path`, from Parameter Store. */
export const secretReference = /^(?:env:[A-Za-z_][A-Za-z0-9_]*|ssm:(?:\/[A-Za-z0-9_.-]+)+)$/;
