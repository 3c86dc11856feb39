/** The terminal as a door: what a person types becomes a click, and what came of it is printed. */

import { createInterface } from 'node:readline';
import { isAsking } from '../core/carrying.ts';
import type { Click } from '../core/click.ts';
import type { Order } from '../core/fact.ts';
import type { Confirmed, Incident, Wished } from '../core/incident.ts';
import { type Person, sides, type WatchName } from '../core/names.ts';
import { wishes } from '../core/plan.ts';
import { choiceOf } from '../core/telling/line.ts';

export interface Desk {
  readonly watch: WatchName;
  readonly person: Person;
  incident(): Promise<Incident>;
  answer(click: Click): Promise<string>;
  say(text: string): void;
  /** The person asked to stop. */
  leave(): void;
}

const asking = 'ask' satisfies Order;
const orders: readonly Order[] = ['retry', 'settled', 'skip', 'proceed', 'abandon'];

/** What may be typed now, as one line; empty when nothing is asked. */
export function promptFor(incident: Incident): string {
  switch (incident.stage) {
    case 'confirmed':
    case 'wished': {
      if (incident.doubt !== undefined)
        return `type "${incident.doubt.word}" to approve all the same, or n to decline`;
      if (incident.offer === undefined) return mayAsk(incident) ? `type ${asking} to be asked` : '';
      const choices = incident.offer.plans.map((plan, at) => `${at + 1} to move ${choiceOf(plan)}`);
      return `type ${choices.join(', ')}, or n to decline`;
    }
    case 'held':
      return `type one of ${[...orders, 'back'].join(', ')} (docs/runbook.md says what each does)`;
    default:
      return '';
  }
}

/** Nothing is offered because a person declined, or because a move has just been made. */
function mayAsk({ declined, quietUntil }: Confirmed | Wished): boolean {
  return declined !== undefined || quietUntil !== undefined;
}

/** Reads lines until `stop` aborts. */
export function sitAt(desk: Desk, stop: AbortSignal): void {
  const lines = createInterface({ input: process.stdin, terminal: false });
  let clicks = 0;
  lines.on('line', (line) => {
    clicks += 1;
    void hear(line.trim(), clicks, desk).catch((error: unknown) => desk.say(String(error)));
  });
  lines.on('SIGINT', () => desk.leave());
  stop.addEventListener('abort', () => lines.close(), { once: true });
}

async function hear(line: string, nth: number, desk: Desk): Promise<void> {
  if (line === '') return;
  if (line === 'q') return desk.leave();
  const incident = await desk.incident();
  const click = clickOf(line, nth, incident, desk);
  if (click === undefined) {
    const prompt = promptFor(incident);
    return desk.say(
      prompt === '' ? 'nothing is asked now; q leaves' : `cannot read "${line}"; ${prompt}`,
    );
  }
  desk.say(await desk.answer(click));
}

export function clickOf(
  line: string,
  nth: number,
  incident: Incident,
  { watch, person }: Pick<Desk, 'watch' | 'person'>,
): Click | undefined {
  const base = {
    via: 'terminal',
    user: person,
    name: person,
    watch,
    incident: incident.number,
    nonce: `line-${nth}`,
  };
  const why = 'ordered at the terminal';
  if (incident.stage === 'held') {
    const order = orders.find((o) => o === line);
    if (order !== undefined) return { ...base, kind: 'order', order, why };
  }
  const wish = wishIn(line);
  if (wish !== undefined) return { ...base, ...wish };
  if (!isAsking(incident)) return undefined;
  if (incident.offer === undefined && line === asking) {
    return { ...base, kind: 'order', order: asking, why };
  }
  if (incident.offer === undefined) return undefined;
  const { offer, doubt } = incident;
  const answer = { ...base, kind: 'answer', offer: offer.number } as const;
  if (doubt !== undefined && line === doubt.word) {
    const plan = offer.plans.find((p) => p.digest === doubt.digest);
    return plan && { ...answer, yes: true, digest: plan.digest, word: line };
  }
  const plan = line === 'n' ? offer.plans[0] : offer.plans[Number(line) - 1];
  return plan && { ...answer, yes: line !== 'n', digest: plan.digest };
}

/** "home the maintenance is over", "away from secondary maintenance": a word and a reason, of all that serves there. */
function wishIn(line: string) {
  const [, said = '', from, why = ''] =
    /^(\w+)(?:\s+from\s+(primary|secondary))?\s*(.*)$/.exec(line) ?? [];
  const wish = Object.entries(wishes).find(([word]) => word === said);
  if (wish === undefined) return undefined;
  const [, move] = wish;
  const reason = why === '' ? 'asked for at the terminal' : why;
  const side = sides.find((known) => known === from);
  return { kind: 'wish', move, services: [], why: reason, ...(side && { from: side }) } as const;
}
