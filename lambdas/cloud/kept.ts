/** Makes something once for each watch file: credentials and connections outlive a turn. */

/** `make` is called again when `of` is another object; what failed is not kept. */
export function keptFor<Of extends object, Made>(
  make: (of: Of) => Promise<Made>,
): (of: Of) => Promise<Made> {
  let held: { readonly of: Of; readonly made: Promise<Made> } | undefined;
  return (of) => {
    if (held?.of === of) return held.made;
    const made = make(of);
    held = { of, made };
    made.catch(() => {
      held = undefined;
    });
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
