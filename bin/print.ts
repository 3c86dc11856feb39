/** How the command line speaks: lines for people, JSON for machines, colour never alone. */

import { styleText } from 'node:util';
import { withoutQueries, withoutSecrets } from './hush.ts';

/** Options of a command that prints. */
export interface Printing {
  readonly json?: boolean;
}

export function print(line = ''): void {
  process.stdout.write(`${withoutSecrets(line)}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(`${withoutSecrets(JSON.stringify(value, undefined, 2))}\n`);
}

/** One value on one line, for what goes on and on. */
export function printJsonLine(value: unknown): void {
  process.stdout.write(`${withoutSecrets(JSON.stringify(value))}\n`);
}

export function complain(line: string): void {
  process.stderr.write(`${withoutQueries(withoutSecrets(line))}\n`);
}

type Style = Parameters<typeof styleText>[0];

/** Coloured on a terminal that wants it, plain elsewhere. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

const marks = { up: '●', down: '▼', unsure: '?' } as const;

/** `● up`, `▼ down`, `? unsure`: the sign and the word say it, the colour repeats it. */
export function verdictMark(is: keyof typeof marks): string {
  const style = ({ up: 'green', down: 'red', unsure: 'yellow' } as const)[is];
  return styled(style, `${marks[is]} ${is.padEnd(6)}`);
}
