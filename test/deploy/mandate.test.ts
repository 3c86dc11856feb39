/** What of a watch file counts as who may do what to what: every change of it shows. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadEstate } from '../../config/load.ts';
import { changesIn, type Mandate } from '../../core/mandate.ts';
import { linesOf } from '../../core/telling/mandate.ts';
import { mandateOf } from '../../deploy/mandate.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const example = readFileSync('examples/orders.yaml', 'utf8');

function mandateIn(text: string): Mandate {
  const loaded = loadEstate(text, 'farwatch.yaml');
  const [watch] = loaded.ok ? loaded.estate.watches : [];
  if (!loaded.ok || watch === undefined) throw new Error(JSON.stringify(loaded));
  return mandateOf(loaded.estate, watch, digest);
}

function changed(from: string | RegExp, to: string): readonly string[] {
  const text = example.replace(from, to);
  expect(text).not.toBe(example);
  return linesOf(changesIn(mandateIn(example), mandateIn(text)));
}

describe('what a watch file allows', () => {
  it('is the same for the same file, whatever is said about it', () => {
    expect(changed(/^/, '# reviewed by ben\n')).toEqual([]);
  });

  it('is small beside an entry of the journal', () => {
    expect(JSON.stringify(mandateIn(example)).length).toBeLessThan(8_192);
  });

  it.each([
    ['mode: ask', 'mode: advise', 'mode: ask → advise'],
    [/approvers: \[ana, ben\]/, 'approvers: [ana]', 'approvers: − ben'],
    [/(ana: .*?slack: )\w+/s, '$1U0ATTACKER', 'approvers: ~ ana'],
    [/(channel: )\w+/, '$1C0ELSEWHERE', 'targets: ~ the room in Slack'],
    [
      /\npeople:/,
      '\npagers: [{ kind: sns }, { kind: webhook, url: env:HOOK }]\npeople:',
      'targets: + the pager webhook',
    ],
    [
      /(look:\s+client: )[\w-]+/,
      '$10a0a0a0a-0000-4000-8000-000000000000',
      'rights: ~ look: who it is',
    ],
    [
      'edi-receive-invoices',
      'edi-receive-refunds',
      'rights: ~ switch: Microsoft.Logic/workflows/disable/action in contoso-edi-we (9f3c1a52)',
    ],
    [
      /mode: ask(.*?)\n +acknowledge: [^\n]*/s,
      'mode: advise$1',
      'rights: − acknowledges service-bus-alias',
    ],
    ['www.cloudflare.com', 'www.example.com', 'targets: + look reference/www.example.com'],
    [/ttlSeconds: 30/, 'ttlSeconds: 60', expect.stringMatching(/^targets: \+ .* TTL 60 s$/)],
  ])('shows %s changed to %s', (from, to, line) => {
    expect(changed(from, to)).toContainEqual(line);
  });

  it('shows whose traffic may be led away alone', () => {
    const portal = readFileSync('examples/portal.yaml', 'utf8');
    const without = portal.replace('    trafficOnly: [portal]\n', '');
    expect(linesOf(changesIn(mandateIn(without), mandateIn(portal)))).toEqual([
      'targets: + failover: the traffic of portal alone',
    ]);
  });
});
