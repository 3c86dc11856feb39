/** Makes something once for each watch file: credentials and connections outlive a turn. */

/** `make` is called once for each object; what failed is not kept. Two files may be in force at once. */
export function keptFor<Of extends object, Made>(
  make: (of: Of) => Promise<Made>,
): (of: Of) => Promise<Made> {
  const held = new WeakMap<Of, Promise<Made>>();
  return (of) => {
    const known = held.get(of);
    if (known !== undefined) return known;
    const made = make(of);
    held.set(of, made);
    made.catch(() => held.delete(of));
    return made;
  };
}

/** The same of what is made at once: anew when `of` is another one than last time. */
export function lastOnly<Of, Made>(make: (of: Of) => Made): (of: Of) => Made {
  let held: { readonly of: Of; readonly made: Made } | undefined;
  return (of) => {
    if (held?.of !== of) held = { of, made: make(of) };
    return held.made;
  };
}
