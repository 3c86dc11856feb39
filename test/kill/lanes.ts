/** Does many things, a few at a time: more would measure how slow this machine can be. */

export async function inLanes<T>(
  count: number,
  tasks: readonly (() => Promise<T>)[],
): Promise<readonly T[]> {
  const done: T[] = [];
  const rest = [...tasks.entries()];
  const lane = async () => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
      const [at, task] = next;
      done[at] = await task();
    }
  };
  await Promise.all(Array.from({ length: count }, lane));
  return done;
}
