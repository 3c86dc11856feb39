/** A running lab as data in a file: all that a house or a command in another process needs. */

import { readFile, rm } from 'node:fs/promises';
import * as z from 'zod';
import { putIfAbsent } from '../../adapters/local/keep.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import type { Lab } from './lab.ts';
import { leversAt } from './remote.ts';

const url = z.url({ protocol: /^https?$/ });

const schema = z.object({
  /** The process that the lab runs in. */
  pid: z.int(),
  /** The farwatch.yaml that it was made from. */
  file: z.string(),
  ca: z.string(),
  /** The levers. */
  control: url,
  pager: url,
  slack: z.object({ apiUrl: url, hooks: url, page: url }),
  /** Where the house listens for clicks. */
  clicksPort: z.int(),
  /** By origin: a vantage, or `operator`. */
  nameServers: z.record(z.string(), z.array(z.string())),
  /** From reference to value. The lab made them up; they open nothing but the lab. */
  secrets: z.record(z.string(), z.string()),
});

export type LabDescription = z.infer<typeof schema>;

export function describe(lab: Lab, file: string): LabDescription {
  const origins = [...lab.world.layout.vantages, 'operator' as const];
  return {
    pid: process.pid,
    file,
    ca: lab.ca,
    control: lab.control,
    pager: `${lab.control}/pager`,
    slack: lab.slack,
    clicksPort: lab.clicksPort,
    nameServers: Object.fromEntries(origins.map((o) => [o, [...lab.nameServersOf(o)]])),
    secrets: { ...lab.secrets },
  };
}

/** Only its owner may read it. Of two labs that would write one file, the second is refused. */
export async function publish(path: string, lab: LabDescription): Promise<void> {
  const before = await textIn(path);
  // What a killed lab has left behind describes nothing any more.
  if (before !== undefined && !(await isOpen(before))) await rm(path, { force: true });
  const text = `${JSON.stringify(lab, undefined, 2)}\n`;
  if ((await putIfAbsent(path, text, 0o600)) === 'kept') return;
  throw new Trouble('lab-open-already', {
    message: `Cannot describe this lab in ${path}: the lab that it describes is still open`,
    next: 'Close that one with Ctrl-C, or name another file with --file.',
  });
}

/** Only if it still describes this lab. */
export async function withdraw(path: string, { control }: LabDescription): Promise<void> {
  const text = await textIn(path);
  if (text !== undefined && read(text)?.control === control) await rm(path, { force: true });
}

export async function labDescribedIn(path: string): Promise<LabDescription> {
  const text = await textIn(path);
  if (text === undefined) {
    throw new Trouble('lab-not-open', {
      message: `Cannot find a lab: there is no file ${path}`,
      next: 'Open one with: farwatch lab examples/orders.yaml',
    });
  }
  const lab = read(text);
  if (lab === undefined) {
    throw new Trouble('lab-file-damaged', {
      message: `Cannot read ${path}: it does not describe a lab`,
      next: 'Name the file that `farwatch lab` said it wrote, or open a new lab.',
    });
  }
  if (await isOpen(text)) return lab;
  throw new Trouble('lab-gone', {
    message: `Cannot reach the lab that ${path} describes: nobody answers at ${lab.control}`,
    next: 'It was killed, or the machine restarted. Open a new one with `farwatch lab`.',
  });
}

async function textIn(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Trouble('lab-file-unreadable', {
      message: `Cannot read ${path}: ${wordsOf(error)}`,
      next: 'Name the file that `farwatch lab` said it wrote.',
      cause: error,
    });
  });
}

function read(text: string): LabDescription | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function isOpen(text: string): Promise<boolean> {
  const lab = read(text);
  if (lab === undefined) return false;
  try {
    await leversAt(lab.control).faults();
    return true;
  } catch (error) {
    if (error instanceof Trouble && error.code === 'lab-silent') return false;
    throw error;
  }
}
