/** Fetches the parts of a watch file: all of them, or none. */

import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { Trouble } from '../../core/trouble.ts';
import { ask } from './ask.ts';

/** GetParameters takes ten names (SSM API reference). */
const namesMax = 10;

/** In the order of `paths`. Throws `watch-file-incomplete` when one of them is not there. */
export async function publishedParts(
  client: SSMClient,
  paths: readonly string[],
): Promise<readonly string[]> {
  const found = new Map<string, string>();
  for (let from = 0; from < paths.length; from += namesMax) {
    const command = new GetParametersCommand({ Names: paths.slice(from, from + namesMax) });
    const { Parameters = [] } = await ask({
      did: 'read the parts of the watch file',
      send: (options) => client.send(command, options),
    });
    for (const { Name, Value } of Parameters) {
      if (Name !== undefined && Value !== undefined) found.set(Name, Value);
    }
  }
  return paths.map((path) => {
    const part = found.get(path);
    if (part !== undefined) return part;
    throw new Trouble('watch-file-incomplete', {
      message: `Cannot take the watch file because a part is missing: ${path}`,
      next: 'Publish the file again.',
    });
  });
}
