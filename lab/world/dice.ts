/** Chance that can be repeated: one seed, one story. */

export interface Dice {
  /** From 0 up to, not including, 1. */
  roll(): number;
  /** True for that share of the rolls. Never and always cost no roll. */
  chance(share: number): boolean;
  /** A number of `low` up to `high`. */
  between(low: number, high: number): number;
  /** A whole number of 0 up to, not including, `below`. */
  whole(below: number): number;
  pick<T>(from: readonly T[]): T;
  /**
   * Dice of their own, made of the seed and the name alone: what one consumer rolls, or whether it
   * rolls at all, disturbs no other. The same name gives the same dice again.
   */
  fork(name: string): Dice;
}

export function diceOf(seed: string | number): Dice {
  const roll = sfc32(String(seed));
  const dice: Dice = {
    roll,
    chance: (share) => share > 0 && (share >= 1 || roll() < share),
    between: (low, high) => low + roll() * (high - low),
    whole: (below) => Math.floor(roll() * below),
    pick(from) {
      const picked = from[dice.whole(from.length)];
      if (picked === undefined) throw new Error('cannot pick from nothing');
      return picked;
    },
    fork: (name) => diceOf(`${seed}/${name}`),
  };
  return dice;
}

/** Chris Doty-Humphrey's small fast counter: 128 bits of state, passes PractRand. */
function sfc32(seed: string): () => number {
  const word = splitmix32(hash(seed));
  let [a, b, c, counter] = [word(), word(), word(), 1];
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warm = 0; warm < 12; warm += 1) next();
  return next;
}

function splitmix32(start: number): () => number {
  let state = start | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}

/** FNV-1a: near names must give far seeds; splitmix does the rest. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value;
}
