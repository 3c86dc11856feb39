/** `npm run mutants`: plants each fault, and tells which seed and which promise found it. */

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Found, hunt } from './plant.ts';
import { type Mutant, mutants } from './table.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seeds: { type: 'string', default: '600' },
    write: { type: 'boolean', default: false },
  },
});

const file = 'docs/mutants.md';
const chosen = mutants.filter(({ name }) => name.includes(values.only ?? ''));
const results: { readonly mutant: Mutant; readonly found: Found | undefined }[] = [];

for (const mutant of chosen) {
  const began = performance.now();
  const found = await hunt(mutant, Number(values.seeds));
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  const text = found
    ? `seed ${found.seed}: ${found.promise} (${found.why.slice(0, 120)})`
    : 'SURVIVED';
  console.log(`${mutant.name} → ${text}, ${seconds} s`);
  results.push({ mutant, found });
}

if (values.write) writeFileSync(file, page());
const survived = results.filter(({ found }) => found === undefined).length;
console.log(survived === 0 ? `all ${chosen.length} were found` : `${survived} survived`);
process.exitCode = survived === 0 ? 0 : 1;

function page(): string {
  const rows = results.map(({ mutant, found }) => {
    const places = [...new Set(mutant.edits.map((edit) => `\`${edit.file}\``))].join(', ');
    const seed = [found?.seed ?? '–', mutant.stories]
      .filter((word) => word !== undefined)
      .join(' ');
    return `| ${mutant.name} | ${places} | ${seed} | ${found?.promise ?? 'survived'} |`;
  });
  return `# Planted faults

What the simulation is worth is shown by planting faults in a copy of the source and letting it look
for them. Each row is one fault, the first seed whose story broke (\`split\`: of the stories of split brain),
and the promise that was broken.
Written by \`npm run mutants -- --write\`; the faults are in \`test/mutants/table.ts\`, the promises in
\`lab/simulation/promises.ts\`.

| fault | where | seed | promise |
|---|---|--:|---|
${rows.join('\n')}
`;
}
