/** Tells the story at the terminal: one line a fact, with the seconds since it began. */

import type { Fact } from '../core/fact.ts';
import type { Instant } from '../core/names.ts';
import { newsOf } from '../core/telling.ts';
import type { Watch } from '../core/watch.ts';
import { print, styled } from './print.ts';

export interface Narrator {
  tell(fact: Fact): void;
  /** Something that is no fact: what the lab does, what a person may do now. */
  say(at: Instant, text: string): void;
}

export function narratorOf(watch: Watch, began: Instant): Narrator {
  const before: Fact[] = [];
  const stamp = (at: Instant) =>
    styled('dim', `${((at - began) / 1_000).toFixed(1).padStart(6)} s`);
  return {
    tell: (fact) => {
      const { sign, text } = lineOf(fact, watch, before);
      before.push(fact);
      if (text !== '') print(`${stamp(fact.at)}  ${sign} ${text}`);
    },
    say: (at, text) => print(`${stamp(at)}    ${text}`),
  };
}

type Line = { readonly sign: string; readonly text: string };

function lineOf(fact: Fact, watch: Watch, before: readonly Fact[]): Line {
  const news = newsOf(fact, watch, before);
  switch (fact.kind) {
    case 'suspected':
      return bad(`suspected: ${watch.regions[fact.side]}`);
    case 'confirmed':
      return bad(
        [`confirmed: ${watch.regions[fact.side]} is down`, ...fact.layers].join('\n            '),
      );
    case 'offered':
      return asks(
        [
          `offer ${fact.offer.number}: ${fact.offer.plans.map((p, i) => `[${i + 1}] move ${p.services.join(', ')}`).join('  ')}`,
          ...(fact.offer.readiness ?? []),
        ].join('\n            '),
      );
    case 'asked':
      return asks('the card is in the room');
    case 'cleared':
      return good('cleared: what was down is up again');
    case 'preflighted':
      return step(
        `preflight: every step inspected${fact.notes.length > 0 ? `; out of reach: ${fact.notes.map((note) => `${note.step} (${note.why})`).join('; ')}` : ''}`,
      );
    case 'targetFixed':
      return step(`${fact.step}: to reach ${fact.target.says}`);
    case 'stepTried':
      return step(`${fact.step}: claimed`);
    case 'stepApplied':
      return step(`${fact.step}: accepted by Azure`);
    case 'stepUnsure':
      return step(`${fact.step}: cannot be inspected: ${fact.why}`);
    case 'stepFailed':
      return bad(`${fact.step}: failed: ${fact.why}`);
    case 'stepProgressed':
      return step(`${fact.step}: ${fact.done} of ${fact.of}`);
    case 'stepDone':
      return good(`${fact.step}: done, says Azure`);
    case 'moved':
      return step('moved: every step is done or owed; now the proof');
    case 'over':
      return good(`over: ${fact.outcome}`);
    case 'opened':
      return step(`incident ${fact.incident}`);
    case 'held':
    case 'stepOwed':
    case 'refused':
    case 'doubted':
      return asks(news ?? fact.kind);
    case 'proven':
    case 'stepSettled':
    case 'approved':
      return good(news ?? fact.kind);
    default:
      return step(news ?? fact.kind);
  }
}

const bad = (text: string): Line => ({ sign: styled('red', '▼'), text });
const good = (text: string): Line => ({ sign: styled('green', '✓'), text });
const asks = (text: string): Line => ({ sign: styled('yellow', '?'), text });
const step = (text: string): Line => ({ sign: styled('dim', '·'), text });
