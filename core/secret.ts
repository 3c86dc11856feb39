/** How settings point at a secret without holding it. */

/** `env:NAME`, from the environment, or `ssm:/path`, from Parameter Store. */
export const secretReference = /^(?:env:[A-Za-z_][A-Za-z0-9_]*|ssm:(?:\/[A-Za-z0-9_.-]+)+)$/;

/** Header values, with those that are references replaced by what they refer to. */
export async function withSecrets(
  headers: Readonly<Record<string, string>>,
  secret: (reference: string) => Promise<string>,
): Promise<Readonly<Record<string, string>>> {
  const resolved = Object.entries(headers).map(async ([name, value]) => {
    return [name, secretReference.test(value) ? await secret(value) : value] as const;
  });
  return Object.fromEntries(await Promise.all(resolved));
}
