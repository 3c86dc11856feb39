/** `npm run docs`: writes the pages that are drawn from the registries. */

import { writeFile } from 'node:fs/promises';
import { probesPage, stepsPage } from './kinds-pages.ts';
import { servicesPage } from './services-page.ts';

await writeFile('docs/probes.md', probesPage());
await writeFile('docs/steps.md', stepsPage());
await writeFile('docs/services.md', servicesPage());
