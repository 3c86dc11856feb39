/** Host names, which are the same in upper and lower case, with and without the root's dot. */

export const hostName =
  /^(?=.{1,254}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)+\.?$/i;

export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

export function isSameName(a: string, b: string): boolean {
  return plainName(a) === plainName(b);
}
