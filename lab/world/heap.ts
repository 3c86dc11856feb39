/** What is due next, of many things due some time: a binary heap by time, then by turn. */

export interface Due {
  readonly at: number;
  /** Breaks ties: of two things due at once, the one planned first. */
  readonly turn: number;
}

export interface Heap<T> {
  push(item: T): void;
  peek(): T | undefined;
  pop(): T | undefined;
}

export function createHeap<T extends Due>(): Heap<T> {
  const items: T[] = [];
  return {
    push: (item) => rise(items, item),
    peek: () => items[0],
    pop() {
      const top = items[0];
      const last = items.pop();
      if (last !== undefined && items.length > 0) sink(items, last);
      return top;
    },
  };
}

function rise<T extends Due>(items: T[], item: T): void {
  let at = items.push(item) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = items[above];
    if (parent === undefined || !before(item, parent)) break;
    items[at] = parent;
    at = above;
  }
  items[at] = item;
}

/** Lets `item` fall from the root, whose place is free. */
function sink<T extends Due>(items: T[], item: T): void {
  let at = 0;
  for (;;) {
    const left = at * 2 + 1;
    const [one, two] = [items[left], items[left + 1]];
    const below = one !== undefined && two !== undefined && before(two, one) ? left + 1 : left;
    const child = items[below];
    if (child === undefined || !before(child, item)) break;
    items[at] = child;
    at = below;
  }
  items[at] = item;
}

function before(one: Due, two: Due): boolean {
  return one.at < two.at || (one.at === two.at && one.turn < two.turn);
}
