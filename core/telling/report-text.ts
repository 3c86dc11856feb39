/** A report as Markdown: to be read in a ticket, printed, or filed. */

import type { Watch } from '../watch.ts';
import type { OfferTold, Report, StepTold } from './report.ts';
import { listed, took, utc, utcDay } from './words.ts';

/** The lines of it, without a last line break. */
export function reportText(report: Report, watch: Watch): string {
  const { headline, incident, story } = report;
  const parts = report.parts.map(({ part, ms }) => [part, took(ms)]);
  return [
    `# ${watch.name}, incident ${incident}`,
    `**${headline}.** All times are UTC, of ${dayOf(report)}.`,
    section('How long it took', table(['part', 'took'], parts)),
    section('What was seen', evidence(report, watch)),
    section('Who asked for it', wished(report)),
    section('What was asked, and what was answered', report.offers.map(offer)),
    section('Who allowed it', approval(report)),
    section(
      'What was done',
      table(['phase', 'step', 'is', 'began', 'took', 'tries', 'says'], report.steps.map(row)),
    ),
    section('Estimated loss (RPO)', rpo(report)),
    section('What may be lost or doubled', bullets(report.loss)),
    section('What is left to do', bullets(report.open)),
    section(
      'The whole story',
      table(
        ['at', 'what'],
        story.map(({ at, text }) => [utc(at), text]),
      ),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The day on which it began, as `2026-01-06`. */
function dayOf({ times }: Report): string {
  return utcDay(times.beganAt).slice(0, 10);
}

/** Nothing where there is nothing to say. */
export function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`## ${title}`, '', ...lines].join('\n');
}

export function bullets(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `- ${line}`);
}

export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)];
}

/** What a cell cannot hold as it is. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', '<br>');
}

function evidence({ evidence: seen, layers }: Report, watch: Watch): readonly string[] {
  const services = seen.flatMap(({ service, side, is, votes, of, since, why }) => {
    const first = `- ${service} in ${watch.regions[side]}: ${is}, since ${utc(since)}, from ${votes} of ${of} vantages`;
    return [first, ...why.map((line) => `  - ${line}`)];
  });
  return [...services, ...bullets(layers)];
}

function offer({ offer: number, at, until, plans, approvers, readiness, end }: OfferTold): string {
  const moves = plans.map(({ title, digest }) => `${title} (${digest.slice(0, 12)})`);
  const head = `- ${utc(at)}: offer ${number} to ${listed(approvers, 'or')}, until ${utc(until)}: ${end}`;
  return [head, ...[...moves, ...readiness].map((line) => `  - ${line}`)].join('\n');
}

function wished({ wish }: Report): readonly string[] {
  if (wish === undefined) return [];
  return [`- ${wish.by} (${wish.via}) at ${utc(wish.at)}: ${wish.why}`];
}

function approval({ approval: given }: Report): readonly string[] {
  if (given === undefined) return [];
  const { by, via, at, title, byHand, digest, despite } = given;
  const doubt =
    despite === undefined
      ? []
      : [`- The judges could not confirm at the click; ${by} typed "${despite}".`];
  const plan = [`- Plan \`${digest}\``, ...byHand.map((line) => `  - ${line}`)];
  return [`- ${by} (${via}) at ${utc(at)}: ${title}`, ...plan, ...doubt];
}

function rpo({ rpo: parts }: Report): readonly string[] {
  return table(
    ['service', 'may be lost or left'],
    parts.map(({ service, says }) => [service, says]),
  );
}

function row(step: StepTold): readonly string[] {
  const { phase, title, state, triedAt, endedAt, tries, detail = '', marks } = step;
  const ended = triedAt === undefined || endedAt === undefined ? '' : took(endedAt - triedAt);
  const marked = marks.includes('irreversible') ? `${title} (irreversible)` : title;
  return [
    ...[phase, marked, state],
    triedAt === undefined ? '' : utc(triedAt),
    ended,
    tries === 0 ? '' : String(tries),
    // What took its time and is done says no more than that.
    detail === ended ? '' : detail,
  ];
}
