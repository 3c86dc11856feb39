/** Reads YAML into plain data, keeping the way back to the line that each part was written on. */

import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Flaw, Path } from './faults.ts';
import { syntaxWords } from './syntax-words.ts';

export interface YamlFile {
  readonly document: Document.Parsed;
  /** The plain data, or `undefined` when the text is too broken to be read as such. */
  readonly data: unknown;
  readonly readable: boolean;
  readonly flaws: readonly Flaw[];
  /** Line and column, from 1, of what a path leads to, or of the nearest part that exists. */
  place(flaw: Pick<Flaw, 'path' | 'offset'>): { readonly line: number; readonly column: number };
}

export function readYaml(text: string): YamlFile {
  const lines = new LineCounter();
  // Pretty errors would quote the source, secrets and all.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
  });
  const broken = [...document.errors, ...document.warnings];
  const aliases = aliasesIn(document);
  const flaws = [
    ...telling(broken).map(({ code, pos }) => ({
      path: [],
      ...syntaxWords(code),
      offset: pos[0],
    })),
    ...aliases,
  ];
  const readable = aliases.length === 0 && broken.every(({ code }) => code === 'DUPLICATE_KEY');
  return {
    document,
    readable,
    data: readable ? document.toJS() : undefined,
    flaws: onePerLine(flaws, lines),
    place: ({ path, offset }) => {
      const { line, col } = lines.linePos(offset ?? offsetOf(document, path));
      return { line: Math.max(1, line), column: Math.max(1, col) };
    },
  };
}

/** What follows a tab is misread in many ways, none of which says more than the tab does. */
function telling(broken: readonly YAMLError[]): readonly YAMLError[] {
  const tabs = broken.filter(({ code }) => code === 'TAB_AS_INDENT');
  return tabs.length > 0 ? tabs : broken;
}

/** The keys and entries that lead to a node, from its ancestors as `visit` tells them. */
export function pathTo(ancestors: readonly unknown[], node: unknown): Path {
  return ancestors.flatMap((ancestor, at): (string | number)[] => {
    if (isPair(ancestor)) return isScalar(ancestor.key) ? [String(ancestor.key.value)] : [];
    if (isSeq(ancestor)) return [ancestor.items.indexOf(ancestors[at + 1] ?? node)];
    return [];
  });
}

/** A value that stands elsewhere has no line of its own to point at, and can be made to explode. */
function aliasesIn(document: Document.Parsed): readonly Flaw[] {
  const found: Flaw[] = [];
  visit(document, {
    Alias(_, node, ancestors) {
      found.push({
        path: pathTo(ancestors, node),
        message: 'is an alias of another value, which this file does not use',
        next: 'Write the value out; quote it if it merely begins with *.',
        ...(node.range && { offset: node.range[0] }),
      });
    },
  });
  return found;
}

/** One slip makes a parser stumble several times; the first of each line is the one to mend. */
function onePerLine(flaws: readonly Flaw[], lines: LineCounter): readonly Flaw[] {
  const seen = new Set<number>();
  return flaws.filter(({ offset = 0 }) => {
    const { line } = lines.linePos(offset);
    if (seen.has(line)) return false;
    seen.add(line);
    return true;
  });
}

function offsetOf(document: Document.Parsed, path: Path): number {
  let node: ParsedNode | null = document.contents;
  let offset = node?.range[0] ?? 0;
  for (const step of path) {
    const [at, inner] = within(node, step);
    if (at === undefined) return offset;
    offset = at;
    node = inner;
  }
  return offset;
}

/** Where a key or an entry begins, and what it holds. */
function within(
  node: ParsedNode | null,
  step: string | number,
): readonly [number | undefined, ParsedNode | null] {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === String(step));
    return [pair?.key.range[0], pair?.value ?? null];
  }
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step];
    return isPair(item) ? [undefined, null] : [item?.range[0], item ?? null];
  }
  return [undefined, null];
}
