/** `npm run docs`: writes the pages that are drawn from the registries. */

import { writeFile } from 'node:fs/promises';
import { probesPage, stepsPage } from './kinds-pages.ts';

await writeFile('docs/probes.md', probesPage());
await writeFile('docs/steps.md', stepsPage());
