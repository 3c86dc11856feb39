import { describe, expect, it } from '@jest/globals';
import { isScalar, parseDocument, visit } from 'yaml';
import { looksSecret } from '../../config/secrets.ts';
import { badFiles, exampleText, refusals } from './files.ts';

/** None is real; each has the look of the real thing. */
const canaries = [
  'https://prod-01.westeurope.logic.azure.com/workflows/1/invoke?sp=run&sig=CANARY_q1w2e3r4',
  'Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=CANARY5t6y7u8i=',
  'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=CANARYo9p0==',
  'xoxb-2222-CANARY-token',
  'deadbeef0CANARY'.replace('CANARY', 'cafe').padEnd(40, '0a1b2c3d'),
  'CANARYaZ0b1C2d3E4f5G6h7I8j9K0l1M2n3O4p5Q6r7=',
];

/** Every key and value of the example, as a place where a secret may be pasted by mistake. */
const places = scalarsOf(exampleText);

describe('a secret in the file', () => {
  it.each(canaries)('is refused in any place, and never repeated: %#', (canary) => {
    expect(places.length).toBeGreaterThan(80);
    for (const [from, to] of places) {
      const text = `${exampleText.slice(0, from)}${JSON.stringify(canary)}${exampleText.slice(to)}`;
      const told = refusals(text);
      expect(told.some((line) => line.includes('looks like a secret'))).toBe(true);
      expect(told.join('\n')).not.toContain(tellingPart(canary));
    }
  });

  it.each(canaries)('is not repeated when the YAML around it is broken: %#', (canary) => {
    const broken = [
      `slack: { token: ${canary}`,
      `slack: |${canary}\n  x`,
      `token: @${canary}`,
      `token: !${canary} x`,
      `a: 1\n  b: ${canary}: c`,
      `${canary}: 1\n${canary}: 2`,
      `? [${canary}]\n: 1`,
      `token: "${canary}`,
      `token: *${canary}`,
      `%${canary}\n---\na: 1`,
    ];
    for (const text of broken) {
      const told = refusals(text);
      expect(told.length).toBeGreaterThan(0);
      expect(told.join('\n')).not.toContain(tellingPart(canary));
    }
  });

  it('is not repeated where a secret belongs, however innocent it looks', () => {
    for (const position of [
      'env:FARWATCH_LOOK_SECRET',
      'env:EDI_HEALTH_URL_WE',
      'env:ORDERS_BUS_KEY',
    ]) {
      const told = refusals(exampleText.replace(position, 'tr0ub4dor')).join('\n');
      expect(told).toContain('must refer to a secret, not be one -> Write env:NAME or ssm:/path');
      expect(told).not.toContain('tr0ub4dor');
    }
  });
});

describe('looksSecret()', () => {
  it('lets references, ids, names and addresses pass', () => {
    const innocent = places.map(([from, to]) => exampleText.slice(from, to));
    expect(innocent.filter(looksSecret)).toEqual([]);
    const files = badFiles.filter(({ file }) => !file.startsWith('secret-'));
    expect(files.flatMap(({ text }) => refusals(text)).join('\n')).not.toContain('like a secret');
  });

  it('lets a reference pass although its name speaks of secrets', () => {
    expect(looksSecret('env:AccountKey')).toBe(false);
    expect(looksSecret('ssm:/contoso/0123456789abcdef0123456789abcdef')).toBe(false);
  });
});

function scalarsOf(text: string): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  visit(parseDocument(text), {
    Node(_, node) {
      if (isScalar(node) && node.range) found.push([node.range[0], node.range[1]]);
    },
  });
  return found;
}

/** The part that must not be seen: the addresses around it are harmless. */
function tellingPart(canary: string): string {
  return /CANARY\w*/.exec(canary)?.[0] ?? canary.slice(0, 16);
}
