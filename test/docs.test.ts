/** Holds the documents to the code: pages drawn from it, sections for what it says, links that lead. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { probesPage, stepsPage } from '../bin/kinds-pages.ts';
import { servicesPage } from '../bin/services-page.ts';
import { jsonSchema } from '../config/json-schema.ts';
import type { Order } from '../core/fact.ts';
import type { Condition } from '../core/picture.ts';

const pages: readonly string[] = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const text = (path: string): string => readFileSync(path, 'utf8');

/** As GitHub makes them of headings. */
function anchorsIn(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('links', () => {
  it.each(pages)('of %s lead somewhere', (page) => {
    const targets = [...text(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const dead = targets.filter((target) => {
      if (/^[a-z]+:/.test(target)) return false;
      const [file = '', anchor] = target.split('#');
      const path = file === '' ? page : normalize(join(dirname(page), file));
      if (!existsSync(path)) return true;
      return anchor !== undefined && !anchorsIn(text(path)).includes(anchor);
    });
    expect(dead).toEqual([]);
  });
});

describe('docs/probes.md, docs/steps.md and docs/services.md', () => {
  it('are what `npm run docs` writes', () => {
    expect(text('docs/probes.md')).toBe(probesPage());
    expect(text('docs/steps.md')).toBe(stepsPage());
    expect(text('docs/services.md')).toBe(servicesPage());
  });
});

describe('docs/runbook.md', () => {
  const page = text('docs/runbook.md');
  // Records, so that a sort or an order that is new does not compile before it stands here.
  const sorts: Readonly<Record<Condition['sort'], true>> = {
    ...{ blind: true, ours: true, alone: true, degraded: true },
    ...{ flapping: true, lifeboat: true, plane: true, moved: true, file: true },
    ...{ chain: true, posture: true },
  };
  const orders: Readonly<Record<Order, true>> = {
    ...{ ask: true, retry: true, settled: true },
    ...{ skip: true, proceed: true, abandon: true },
  };

  it.each(Object.keys(sorts))('says of %s what it means, what to look at, what to do', (sort) => {
    const section = sectionOf(page, sort);
    for (const part of ['> ', '**Means.**', '**Look at.**', '**Do.**'])
      expect(section).toContain(part);
  });

  it.each(Object.keys(orders))('says what %s does', (order) => {
    expect(sectionOf(page, order).length).toBeGreaterThan(60);
  });

  it.each([
    ['core/deciding/steps.ts', 'it was not done in time'],
    ['core/deciding/steps.ts', 'not known to be done in time'],
    ['core/deciding/steps.ts', 'times and still not done'],
    ['core/deciding/steps.ts', 'the approval was not begun in time'],
    ['core/deciding/steps.ts', 'what was down is up again'],
    ['core/deciding/steps.ts', 'and this step cannot be undone'],
    ['core/deciding/steps.ts', 'and nothing was done yet'],
    ['core/deciding/preflight.ts', 'could not be inspected in time'],
    ['core/deciding/proof.ts', 'not seen from outside in time'],
    ['core/invariants.ts', 'must be done before, so that nothing runs twice'],
    ['core/invariants.ts', 'the approval is for another plan'],
    ['core/outage.ts', 'not known to be up'],
    ['core/deciding/hindrances.ts', 'this watch only observes; it would have asked'],
    ['core/deciding/hindrances.ts', 'this watch advises and offers no moves'],
    ['core/deciding/offers.ts', 'none of what is down can be moved'],
    ['core/deciding/offers.ts', 'declined; it is asked again when more goes down'],
    ['core/deciding/offers.ts', 'a move was completed a short while ago'],
    ['core/deciding/answers.ts', 'that offer is no longer the one that stands'],
    ['core/deciding/answers.ts', 'the offer had lapsed'],
    ['core/deciding/answers.ts', 'DESPITE DOUBT'],
    ['lambdas/failover/brake.ts', 'the kill switch is on'],
    ['lambdas/failover/brake.ts', 'the kill switch cannot be read'],
    ['steps/service-bus-alias.ts', 'is not paired with'],
    ['steps/service-bus-alias.ts', 'reports Failed'],
    ['steps/dns-record.ts', 'somebody changed'],
    ['steps/dns-record.ts', 'follows an Azure resource'],
    ['steps/workflow-choice.ts', 'not found in Azure'],
    ['steps/workflow-trigger-renewed.ts', 'ARM does not tell the values of secure parameters'],
  ])('quotes %s: %s', (file, words) => {
    expect(text(file)).toContain(words);
    const plain = page.replace(/\s+/g, ' ');
    for (const part of words.split('; ')) expect(plain).toContain(part);
  });

  it('explains every trouble of the journal and the seals', () => {
    const codes = ['journal', 'seals'].flatMap((name) => [
      ...text(`adapters/local/${name}.ts`).matchAll(/new Trouble\('([\w-]+)'/g),
    ]);
    expect(codes.length).toBeGreaterThan(4);
    for (const [, code = ''] of codes) expect(page).toContain(`\`${code}\``);
  });
});

describe('docs/how-it-decides.md', () => {
  const page = text('docs/how-it-decides.md');
  const defaults = new Map(defaultsIn(jsonSchema()));
  const seconds = (key: string): number => {
    const [, n = '', unit = ''] = /^(\d+)(s|m)$/.exec(String(defaults.get(key))) ?? [];
    return Number(n) * (unit === 'm' ? 60 : 1);
  };

  it('computes the worst case of detection from the defaults', () => {
    const [round, timeout] = [seconds('round'), seconds('timeout')];
    expect(defaults.get('downStreak')).toBe(3);
    // The third failure is the first of the second round: asked once, again, and once more.
    expect(timeout + seconds('reask')).toBeLessThan(round);
    expect(page).toContain(`two rounds and one timeout: **${2 * round + timeout} s**`);
    expect(page).toContain(`one round and one timeout: **${round + timeout} s**`);
    expect(text('README.md')).toContain(`confirmed within ${2 * round + timeout} s`);
  });

  it.each([
    ['fresh', 'an answer older than 50 s'],
    ['approval', 'stands for 15 minutes'],
    ['start', 'begun within 2 minutes'],
    ['applyMax', 'for 60 s and 5 s of difference'],
    ['prove', 'Not within 5 minutes: held'],
    ['quiet', 'in the last 30 minutes'],
    ['alone', 'for 5 minutes'],
    ['window', 'over 10 minutes'],
  ])('says of %s what the schema says', (key, words) => {
    const value = seconds(key);
    const plain = page.replace(/\s+/g, ' ');
    expect(plain).toContain(words);
    expect(words).toMatch(new RegExp(`\\b(${value} s|${value / 60} minutes)\\b`));
  });
});

describe('docs/decisions', () => {
  const decisions = readdirSync('docs/decisions');

  it('has a page for each run-time dependency', () => {
    const { dependencies } = JSON.parse(text('package.json'));
    const taken = decisions.map((name) => text(join('docs/decisions', name)));
    const packages = taken.flatMap((page) => /^Packages?: (.+)$/m.exec(page)?.[1] ?? []).join(' ');
    const silent = Object.keys(dependencies).filter((name) => !packages.includes(`\`${name}\``));
    expect(silent).toEqual([]);
  });

  it.each(decisions)('tells in %s what was taken, what was not, and what follows', (name) => {
    expect(name).toMatch(/^\d{4}-[a-z0-9-]+\.md$/);
    const page = text(join('docs/decisions', name));
    expect(page).toMatch(/^# .+\n/);
    for (const part of ['**Taken.**', '**Not taken.**', '**What follows.**'])
      expect(page).toContain(part);
  });
});

function sectionOf(page: string, heading: string): string {
  const from = page.indexOf(`\n### ${heading}\n`);
  if (from === -1) return '';
  const body = page.slice(from + heading.length + 6);
  const end = body.search(/\n##+ /);
  return end === -1 ? body : body.slice(0, end);
}

function defaultsIn(schema: unknown): readonly (readonly [string, unknown])[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, inner]) => [
    ...(typeof inner === 'object' && inner !== null && 'default' in inner
      ? [[key, inner.default] as const]
      : []),
    ...defaultsIn(inner),
  ]);
}
