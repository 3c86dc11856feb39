/** Works through a list with a bounded number of hands. */

/** `work` must not throw: a hand that falls leaves the others working unwatched. */
export async function sideBySide<T>(
  items: readonly T[],
  handsMax: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  // One iterator for all hands: each takes the next item that nobody has taken.
  const queue = items.values();
  const hand = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(handsMax, items.length) }, hand));
}
