/** The keys of our tables: what the stacks create, and what the stores here read and write. */

/** `ttl`: the attribute, in seconds since the epoch, by which DynamoDB deletes what is over. */
export interface TableKeys {
  readonly partition: string;
  readonly sort?: string;
  readonly ttl?: string;
}

/** Every key is a string. */
export const tables = {
  /** One item per append, never changed; no TTL. `entry` is the place after the head it follows. */
  journal: { partition: 'watch', sort: 'entry' },
  /** One item per look. `look` begins with the slot, so that a key range is a span of time. */
  sightings: { partition: 'watch', sort: 'look', ttl: 'expires' },
  memory: { partition: 'key', ttl: 'expires' },
} as const satisfies Readonly<Record<string, TableKeys>>;
