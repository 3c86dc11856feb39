/** What every probe kind must honour, joined by its line in the registry. */

import { describe, expect, it } from '@jest/globals';
import { Between, type ProbeKind, Refusal, Unreachable } from '../../core/kinds.ts';
import { look } from '../../core/look.ts';
import type { Net } from '../../core/net.ts';
import * as registry from '../../probes/registry.ts';
import { clockOf, failing, hanging } from './nets.ts';

const kinds: readonly (readonly [string, ProbeKind<unknown>])[] = Object.entries(registry);

const silent = hanging(new Unreachable('answer', 'timed out'));

describe.each(kinds)('the probe %s', (_name, kind) => {
  const ask = (net: Net, signal = new AbortController().signal) =>
    kind.ask(net, kind.example, signal);

  it('has an example that its own settings accept and leave as it is', () => {
    const parsed = kind.settings.safeParse(kind.example);
    expect(parsed).toMatchObject({ success: true, data: kind.example });
  });

  it('refuses keys it does not know', () => {
    const raw = { ...Object(kind.example), surprise: true };
    expect(kind.settings.safeParse(raw).success).toBe(false);
  });

  it('says in one line what it asks, and no secret with it', () => {
    const text = kind.describe(kind.example);
    expect(text).toMatch(/^\S.{3,}$/);
    expect(text).not.toMatch(/\?|sig=|env:|ssm:/);
  });

  it('leaves it to the net to say that the target is down', async () => {
    const net = failing(new Unreachable('connect', 'refused', { connect: 1 }));
    await expect(ask(net)).rejects.toBeInstanceOf(Unreachable);
  });

  const ours = [
    new Between('Entra did not answer'),
    new Refusal({ message: 'AuthorizationFailed', sent: 'no', status: 403 }),
    new Refusal({ message: 'provider is ill', sent: 'no', status: 503 }),
    new Error('a bug'),
  ];

  it.each(ours)('is unsure, and neither up nor down, when the net throws %p', async (error) => {
    const { clock } = clockOf();
    const net = failing(error);
    const { finding } = await look(kind, kind.example, net, { clock, timeoutMs: 1 });
    expect(finding.is).toBe('unsure');
  });

  it('is never up on a net whose secrets cannot be fetched, if it needs one', async () => {
    const net: Net = {
      ...failing(new Unreachable('connect', 'refused')),
      secret: () => Promise.reject(new Error('no such secret')),
    };
    const { clock } = clockOf();
    const { finding } = await look(kind, kind.example, net, { clock, timeoutMs: 1 });
    expect(finding.is).not.toBe('up');
  });

  it('hands its signal on, and ends when that aborts', async () => {
    const { clock, pass } = clockOf();
    const answer = look(kind, kind.example, silent, { clock, timeoutMs: 1 });
    // Secrets are fetched before the net is asked; the deadline passes after that.
    await new Promise(setImmediate);
    pass(1);
    expect((await answer).finding).toMatchObject(
      kind.indirect
        ? { is: 'unsure', whose: 'between', why: expect.stringContaining('timed out') }
        : { is: 'down', phase: 'answer', why: 'timed out' },
    );
  });

  it('repeats no secret in what it learnt', async () => {
    const { clock } = clockOf();
    for (const error of [...ours, new Unreachable('secure', 'certificate not trusted')]) {
      const answer = await look(kind, kind.example, failing(error), { clock, timeoutMs: 1 });
      expect(JSON.stringify(answer)).not.toContain('canary');
    }
  });
});
