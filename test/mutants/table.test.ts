/** A planted fault whose place has changed would prove nothing: it is told here, long before. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { mutants } from './table.ts';

describe('every fault that is planted', () => {
  it.each(mutants.flatMap(({ name, edits }) => edits.map((edit) => ({ name, ...edit }))))(
    '$name: stands exactly once in $file',
    ({ file, find, replace }) => {
      expect(readFileSync(file, 'utf8').split(find)).toHaveLength(2);
      expect(replace).not.toBe(find);
    },
  );

  it('has a name of its own', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });
});
