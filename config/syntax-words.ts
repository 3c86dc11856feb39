/** What the YAML parser stumbles over, in our words: its own quote the source, secrets and all. */

import type { ErrorCode } from 'yaml';

interface Words {
  readonly message: string;
  readonly next: string;
}

const indent: Words = {
  message: 'is not indented like its neighbours, or a bracket above is still open',
  next: 'Indent with spaces, all entries of one map or list alike, and close every bracket.',
};

const nested: Words = {
  message: 'begins a map where a value stands',
  next: 'Quote a text that holds ": ", or put the map on lines of its own, indented.',
};

const words: Readonly<Partial<Record<ErrorCode, Words>>> = {
  BAD_INDENT: indent,
  TAB_AS_INDENT: { message: 'is indented with a tab', next: 'Indent with spaces.' },
  BLOCK_AS_IMPLICIT_KEY: nested,
  MULTILINE_IMPLICIT_KEY: nested,
  BLOCK_IN_FLOW: nested,
  DUPLICATE_KEY: {
    message: 'says the same key twice in one map',
    next: 'Keep one of the two.',
  },
  MISSING_CHAR: {
    message: 'is not closed, or lacks a sign',
    next: 'Look for a quote, a bracket or a brace that is open, or a colon that is missing.',
  },
  BAD_SCALAR_START: {
    message: 'begins with a sign that YAML keeps for itself',
    next: 'Put the value in quotes.',
  },
  BAD_DQ_ESCAPE: {
    message: 'holds a backslash that means nothing in double quotes',
    next: 'Use single quotes, or write the backslash twice.',
  },
  MULTIPLE_DOCS: {
    message: 'begins a second document',
    next: 'Keep one document in a file: remove the line of dashes.',
  },
  TAG_RESOLVE_FAILED: {
    message: 'carries a tag, which this file does not use',
    next: 'Remove the word that begins with an exclamation mark, or quote the value.',
  },
  NON_STRING_KEY: {
    message: 'uses a map or a list as a key',
    next: 'Write a plain word before the colon.',
  },
};

export function syntaxWords(code: ErrorCode): Words {
  return (
    words[code] ?? {
      message: `is not YAML here (${code})`,
      next: 'Compare indentation, quotes and brackets with examples/orders.yaml.',
    }
  );
}
