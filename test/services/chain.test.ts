import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadEstate } from '../../config/load.ts';
import { planOf } from '../../core/draft.ts';
import { allUp } from '../../core/ways.ts';
import { secretPathsOf } from '../../infra/secret-paths.ts';
import { chain } from '../../services/chain.ts';

const file = 'examples/chain.yaml';
const text = readFileSync(file, 'utf8');

function loaded(yaml = text) {
  const read = loadEstate(yaml, file);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const [watch] = read.estate.watches;
  if (watch === undefined) throw new Error('no watch');
  return { estate: read.estate, watch };
}

function faultsOf(yaml: string): readonly string[] {
  const read = loadEstate(yaml, file);
  return read.ok ? [] : read.faults.map(({ path, message }) => `${path}: ${message}`);
}

describe('a chain of the file', () => {
  it('is a way through the watch, and none of its services', () => {
    const { watch } = loaded();
    expect(watch.services.map(({ name }) => name)).not.toContain('order-chain');
    expect(watch.chains).toMatchObject([
      {
        name: 'order-chain',
        title: 'The whole chain intake.contoso.com / archive.contoso.com',
        everyMs: 3_600_000,
        againMs: 30_000,
        withinMs: 60_000,
        keptFromPartners: expect.stringContaining('farwatch-test'),
      },
    ]);
  });

  it('changes the digest of a plan: who approves one knows by what it will be proven', () => {
    const digestOf = (yaml: string) => {
      const { watch } = loaded(yaml);
      const because = { side: 'primary', services: [] } as const;
      const what = { move: 'failover', mode: 'forced' } as const;
      const names = watch.services.map(({ name }) => name);
      return planOf(watch, because, names, what, {
        digest: (all) => `${all.length}`,
        planes: allUp,
      }).digest;
    };
    expect(digestOf(text)).not.toBe(digestOf(text.replace(/ {6}order-chain:[\s\S]*$/, '')));
  });

  it('has its keys read by whoever looks, and by nobody else', () => {
    const { estate } = loaded(text.replaceAll('env:CHAIN_', 'ssm:/chain/'));
    const paths = secretPathsOf(estate);
    expect(paths.probe).toContain('/chain/ENTRY_KEY');
    expect(paths.failover).not.toContain('/chain/ENTRY_KEY');
  });

  it('is neither critical nor moved along', () => {
    const critical = text.replace('kind: chain', 'kind: chain\n        critical: true');
    expect(faultsOf(critical)).toEqual([
      'watches.chain.services.order-chain.critical: is a chain, which says of no region that it is down',
    ]);
    const along = text.replace('kind: chain', 'kind: chain\n        movesWith: [order-api]');
    expect(faultsOf(along)).toEqual([
      'watches.chain.services.order-chain.movesWith: is a chain, which does not move',
    ]);
  });

  it('leaves the judge and the proof the time to hear of it', () => {
    const at = 'watches.chain.services.order-chain.with.withinSeconds';
    expect(faultsOf(text.replace('withinSeconds: 60', 'withinSeconds: 290'))).toEqual([
      `${at}: and againSeconds together take 320s, so that a move could be held before its proof`,
    ]);
    const brief = text.replace(
      'mode: ask',
      'mode: ask\n    judging: { window: 100s, homeAfter: 0s }',
    );
    expect(faultsOf(brief)).toEqual([
      `${at}: and againSeconds together take 90s, longer than what was seen is looked back on`,
    ]);
  });
});

describe('the settings of a chain', () => {
  const refusedOf = (changes: object) => {
    const parsed = chain.settings.safeParse({ ...chain.example, ...changes });
    return parsed.success ? [] : parsed.error.issues.map((i) => `${i.path.join('.')} ${i.message}`);
  };

  it('must say how test documents are kept from partners', () => {
    expect(refusedOf({ keptFromPartners: undefined })).toHaveLength(1);
    expect(refusedOf({ keptFromPartners: 'they are' })[0]).toMatch(
      /^keptFromPartners must say how/,
    );
  });

  it('must say where the correlation id belongs, at the entry and at the end', () => {
    expect(refusedOf({ document: '{"test":true}' })[0]).toMatch(/^document has no \{id\}/);
    const end = { ...chain.example.end, url: 'https://archive.contoso.com/last' };
    expect(refusedOf({ end })[0]).toMatch(/^end.url has no \{id\}/);
    const headers = { 'x-correlation-id': '{id}' };
    const entry = { ...chain.example.entry, headers };
    const asked = { ...chain.example.end, url: 'https://archive.contoso.com/one', headers };
    expect(refusedOf({ document: 'UNB+TEST', entry, end: asked })).toEqual([]);
  });

  it('hold no key in an address', () => {
    const end = { ...chain.example.end, url: 'https://archive.contoso.com/{id}?code=abc' };
    expect(refusedOf({ end })[0]).toMatch(/^end.url carries a key/);
  });
});
