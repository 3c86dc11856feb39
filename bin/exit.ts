/** What an exit code says: to a shell, to a pipeline, to a person who looks it up. */

export const exits = {
  /** Everything is fine. */
  fine: 0,
  /** Something is down, or what was asked did not succeed. */
  failed: 1,
  /** The input was refused; nothing was done. */
  refused: 2,
  /** It could not be told. */
  unsure: 3,
} as const;

export type Exit = (typeof exits)[keyof typeof exits];
