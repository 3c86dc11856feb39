/** What woke a function: a schedule says so in words, a queue or a stream brings records. */

/** The `kind` that a schedule was given; undefined for everything else. */
export function kindOf(event: unknown): string | undefined {
  const kind = fieldOf(event, 'kind');
  return typeof kind === 'string' ? kind : undefined;
}

/** The bodies of the messages of a queue. */
export function bodiesOf(event: unknown): readonly string[] {
  const records: unknown = fieldOf(event, 'Records');
  if (!Array.isArray(records)) return [];
  return records.flatMap((record: unknown) => {
    const body = fieldOf(record, 'body');
    return typeof body === 'string' ? [body] : [];
  });
}

export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}
