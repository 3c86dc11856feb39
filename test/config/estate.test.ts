import { describe, expect, it } from '@jest/globals';
import type { Estate } from '../../config/estate.ts';
import { loadEstate } from '../../config/load.ts';
import { sides } from '../../core/names.ts';
import type { Watch } from '../../core/watch.ts';
import { exampleText, exampleWith } from './files.ts';

describe('the example', () => {
  const { azure, slack, people, watches } = estateIn(exampleText);
  const watch = only(watches);

  it('is the case study: three services between West and North Europe, asked of people', () => {
    expect(watch.regions).toEqual({ primary: 'westeurope', secondary: 'northeurope' });
    expect(watch.mode).toBe('ask');
    expect(watch.services.map(({ title }) => title)).toEqual([
      'Logic Apps contoso-edi-we / contoso-edi-ne',
      'Service Bus contoso-orders (contoso-orders-we / contoso-orders-ne)',
      'API Management behind orders.contoso.com (contoso-orders-we / contoso-orders-ne)',
    ]);
    expect(watch.approvers.every((person) => person in people)).toBe(true);
  });

  it('holds references where secrets are kept, and no secret', () => {
    const laptops = [azure.look, azure.switch].flatMap(({ laptop }) => Object.values(laptop ?? {}));
    const kept = [...laptops, slack?.token, slack?.signingSecret];
    for (const reference of kept) expect(reference).toMatch(/^env:/);
  });

  it('looks at references, Entra, ARM and its own zone in Azure DNS besides its services', () => {
    const controls = watch.controls.map(({ control, spec }) => `${control} ${spec.name}`);
    expect(controls).toEqual([
      'reference checkip.amazonaws.com',
      'reference www.cloudflare.com',
      'entra entra',
      'arm arm',
      'azure-dns contoso.com',
    ]);
  });

  it('fences, moves data, starts receivers and turns traffic, in either direction', () => {
    for (const from of sides) {
      expect(stepsOf(watch, from, 'forced')).toEqual([
        `fence edi-receivers/disable-${from}`,
        `receivers edi-receivers/enable-${opposite(from)} after edi-receivers/disable-${from}`,
        `data orders-bus/alias-to-${opposite(from)}`,
        `traffic order-api/point-to-${opposite(from)}`,
      ]);
    }
  });

  it('says for people what each step does, and which may be owed or not undone', () => {
    const steps = watch.services.flatMap(({ steps: moves }) => moves[0]?.steps ?? []);
    expect(steps.every(({ title }) => title.length > 10)).toBe(true);
    const owable = steps.filter((step) => step.owable);
    expect(new Set(owable.map(({ phase }) => phase))).toEqual(new Set(['fence']));
    expect(steps.filter(({ irreversible }) => irreversible).map(({ phase }) => phase)).toEqual([
      'data',
    ]);
  });

  it('has the rules that it states and, for the rest, the defaults', () => {
    expect(watch.policy).toEqual({
      roundMs: 20_000,
      homeAfterMs: 300_000,
      timeoutMs: 10_000,
      reaskMs: 5_000,
      downStreak: 3,
      upStreak: 2,
      freshMs: 50_000,
      aloneMs: 300_000,
      windowMs: 600_000,
      degradedShare: 0.2,
      slowMs: 5_000,
    });
    expect(watch.rules).toEqual({
      approvalMs: 900_000,
      startMs: 120_000,
      applyMsMax: 60_000,
      skewMs: 5_000,
      triesMax: 3,
      proveMs: 300_000,
      oweAfterMs: 1_000,
      quietMs: 1_800_000,
    });
  });

  it('survives being stored and read again, as every watch is', () => {
    expect(JSON.parse(JSON.stringify(watch))).toEqual(watch);
  });
});

describe('what a file may change', () => {
  it('is any rule, one by one', () => {
    const watch = only(estateIn(exampleWith('approval: 15m', 'quiet: 0s')).watches);
    expect([watch.rules.quietMs, watch.rules.approvalMs]).toEqual([0, 900_000]);
  });

  it('is the zone that tells whether Azure DNS answers', () => {
    const text = exampleWith('  tenant:', '  zone: contoso.net\n  tenant:');
    const names = only(estateIn(text).watches).controls.map(({ spec }) => spec.name);
    expect(names.filter((name) => name.startsWith('contoso'))).toEqual(['contoso.net']);
  });

  it('is to have no Slack', () => {
    const text = exampleText.replace(/^slack:\n(?: {2}.*\n)+/m, '');
    expect(estateIn(text)).not.toHaveProperty('slack');
  });

  it('is to let receivers run on both sides: then nothing guards them', () => {
    const alone = 'singleton: true\n          onEnable: resume\n';
    const watch = only(estateIn(exampleWith(alone, 'singleton: false\n')).watches);
    expect(stepsOf(watch, 'primary', 'forced')[1]).toBe('receivers edi-receivers/enable-secondary');
  });
});

function estateIn(text: string): Estate {
  const loaded = loadEstate(text, 'farwatch.yaml');
  if (loaded.ok) return loaded.estate;
  throw new Error(JSON.stringify(loaded.faults, null, 1));
}

function stepsOf(watch: Watch, from: string, mode: string): readonly string[] {
  return watch.services.flatMap(({ steps: moves }) =>
    moves
      .filter((move) => move.move === 'failover' && move.from === from && move.mode === mode)
      .flatMap(({ steps }) => steps)
      .map(({ phase, name, guardedBy }) => [phase, name, ...guardedBy.map((g) => `after ${g}`)])
      .map((words) => words.join(' ')),
  );
}

function opposite(side: string): string {
  return side === 'primary' ? 'secondary' : 'primary';
}

function only<T>(all: readonly T[]): T {
  const [one, ...more] = all;
  if (one === undefined || more.length > 0) throw new Error(`expected one, not ${all.length}`);
  return one;
}
