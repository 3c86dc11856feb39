/** The app as its manifest describes it: what the lab's Slack grants when it is installed. */

import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import * as z from 'zod';

const manifest = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
});

export async function manifestScopes(): Promise<readonly string[]> {
  const file = new URL('../../docs/slack-app.yaml', import.meta.url);
  return manifest.parse(parse(await readFile(file, 'utf8'))).oauth_config.scopes.bot;
}
