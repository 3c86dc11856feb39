/** Texts as Slack takes them: escaped, and cut to its limits where words end. */

/** Only these three are special to Slack; everything else is shown as it is. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = text.lastIndexOf(' ', max - 2);
  const at = end > max / 2 ? end : max - 1;
  // Never through the middle of an escaped sign or a surrogate pair.
  const whole = text.slice(0, at).replace(/(?:&[a-z]*|[\ud800-\udbff])$/, '');
  return `${whole}…`;
}

/** As many lines as fit, then how many did not. `rest` words what is left out. */
export function folded(
  lines: readonly string[],
  limits: { readonly lines: number; readonly characters: number },
  rest: (left: readonly string[]) => string,
): string {
  const each = lines.map((line) => cut(line, 400));
  const all = each.join('\n');
  if (each.length <= limits.lines && all.length <= limits.characters) return all;
  let shown = Math.min(limits.lines, each.length) - 1;
  const text = () => [...each.slice(0, shown), rest(lines.slice(shown))].join('\n');
  while (shown > 0 && text().length > limits.characters) shown -= 1;
  return cut(text(), limits.characters);
}
