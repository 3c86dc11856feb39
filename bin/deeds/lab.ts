/** `farwatch lab`: leaves the small Azure running, to be broken by hand. */

import { describe, type LabDescription, publish, withdraw } from '../../lab/play/description.ts';
import { openLab } from '../../lab/play/lab.ts';
import { type Exit, exits } from '../exit.ts';
import { labFile } from '../lab-file.ts';
import { print, printJson, styled } from '../print.ts';
import { readEstate } from '../read-estate.ts';

export interface LabOptions {
  readonly seed: string;
  readonly file: string;
  readonly json?: boolean;
}

export async function lab(file: string, options: LabOptions): Promise<Exit> {
  const closing = closed();
  const estate = await readEstate(file);
  const open = await openLab(estate, options);
  try {
    const description = describe(open, file);
    await publish(options.file, description);
    try {
      if (options.json) printJson(description);
      else introduce(description, options.file, open.world.layout.regions);
      await closing;
    } finally {
      await withdraw(options.file, description);
    }
  } finally {
    await open.close();
  }
  return exits.fine;
}

/** Listens from the first moment on: a lab that was told to close while it opens must not stay. */
function closed(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
}

function introduce(
  { file, slack, control }: LabDescription,
  described: string,
  { primary, secondary }: { readonly primary: string; readonly secondary: string },
): void {
  const at = described === labFile ? '' : ` --lab ${described}`;
  const faults = `${control}/faults`;
  print(`The lab of ${file} is open: ${primary} and ${secondary}, with all that stands there.`);
  print();
  print(`  ${slack.page}   its page: where people are asked`);
  print(`  ${control}    its control: GET /faults, GET /state`);
  print(`  ${described}   its file: what another process needs to know`);
  print();
  print(styled('bold', 'Break it'));
  print(`  curl -X PUT ${faults}/${primary} -d '{"is":"dark"}'`);
  print(`  curl -X PUT ${faults}/${primary}/servicebus -d '{"is":"refused"}'`);
  print(`  curl -X PUT ${faults}/arm -d '{"is":"throttled","retryAfterMs":5000}'`);
  print(styled('bold', 'Heal it'));
  print(`  curl -X DELETE ${faults}/${primary}`);
  print(`  curl -X DELETE ${faults}/${primary}/servicebus`);
  print(`  curl -X DELETE ${faults}/arm`);
  print(styled('bold', 'Or, from another terminal'));
  print(`  npm run farwatch -- break ${primary} dark${at}`);
  print(`  npm run farwatch -- heal ${primary}${at}`);
  print(`  npm run farwatch -- rehearse --attach ${described}`);
  print();
  print('Ctrl-C closes it.');
}
