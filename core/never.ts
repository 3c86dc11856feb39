/** Closes a switch: a case that was forgotten does not compile. */

export function never(impossible: never): never {
  throw new Error(`a case was forgotten: ${JSON.stringify(impossible)}`);
}
