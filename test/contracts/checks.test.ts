/** What every check kind must honour, joined by its line in the registry. */

import { describe, expect, it } from '@jest/globals';
import { checkKinds, serviceKinds } from '../../config/kinds.ts';
import { Between, Refusal, Unreachable } from '../../core/kinds.ts';
import type { Region, ServiceName } from '../../core/names.ts';
import type { Net } from '../../core/net.ts';
import type { Service } from '../../core/watch.ts';
import { lookReady } from '../../lambdas/readiness/readiness.ts';
import { at, watch } from '../build.ts';
import { ledgerFrom } from '../ledger/build.ts';
import { clockOf, everywhere, failing, hanging } from './nets.ts';

const ledger = ledgerFrom();
const regions = { primary: 'westeurope' as Region, secondary: 'northeurope' as Region };

describe.each(Object.entries(checkKinds))('the check %s', (name, kind) => {
  const only: Service = {
    ...Object(watch.services[0]),
    name: 'it' as ServiceName,
    checks: [{ name: 'only', kind: name, settings: kind.example }],
  };
  const look = async (net: Net, clock = clockOf().clock) => {
    const found = await lookReady(
      { ...watch, services: [only] },
      { clock, net, kinds: checkKinds, ledger },
    );
    return found.checks[0]?.finding;
  };

  it('has an example that its own settings accept and leave as it is', () => {
    const parsed = kind.settings.safeParse(kind.example);
    expect(parsed).toMatchObject({ success: true, data: kind.example });
  });

  it('refuses keys it does not know', () => {
    const raw = { ...Object(kind.example), surprise: true };
    expect(kind.settings.safeParse(raw).success).toBe(false);
  });

  it('says in one line what it looks after, without ids and secrets', () => {
    const told = kind.describe(kind.example);
    expect(told).toMatch(/^\S[^\n]{4,119}$/);
    expect(told).not.toMatch(/undefined|\[object|subscriptions|env:|ssm:|\?/);
  });

  it('asks for rights to read, by name, on resources', () => {
    for (const { action, scope, plane } of kind.rights(kind.example)) {
      expect(action).toMatch(/^Microsoft\.[A-Za-z]+(\/[A-Za-z]+)+\/read$/);
      expect(scope).toMatch(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/*]+/i);
      expect(['control', 'data']).toContain(plane);
    }
  });

  const troubles = [
    new Between('Entra did not answer'),
    new Unreachable('connect', 'refused'),
    new Refusal({ message: 'AuthorizationFailed', sent: 'no', status: 403 }),
    new Refusal({ message: 'provider is ill', sent: 'no', status: 503 }),
    new Refusal({ message: 'throttled', sent: 'no', status: 429 }),
    new Error('a bug'),
  ];

  it.each(troubles)('is unsure, and refuses no move, when the net throws %p', async (error) => {
    const finding = await look(failing(error));
    expect(finding).toMatchObject({ is: 'unsure', next: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it('ends although nobody answers', async () => {
    const { clock, pass } = clockOf();
    const asked = look(
      everywhere(() => new Promise(() => {})),
      clock,
    );
    await new Promise(setImmediate);
    pass();
    expect(await asked).toMatchObject({ is: 'unsure', why: 'no answer within 20 s' });
  });

  it('hands its signal on, so that nothing is left hanging', async () => {
    const controller = new AbortController();
    const net = hanging(new Between('cut short'));
    const asked = kind.check({ net, regions, at: at(0), ledger }, kind.example, controller.signal);
    controller.abort();
    await expect(asked).rejects.toThrow('cut short');
  });
});

/** A chain moves nothing: its own test is all that there is to check. */
const moving = Object.entries(serviceKinds).filter(([, kind]) => kind.chain === undefined);

describe.each(moving)('the service %s', (_, kind) => {
  const parsed = kind.settings.safeParse(kind.example);
  const specs = parsed.success ? (kind.checks?.(parsed.data) ?? []) : [];

  it('places checks that exist, accept what they are given, and differ in name', () => {
    expect(specs.length).toBeGreaterThan(0);
    expect(new Set(specs.map(({ name }) => name)).size).toBe(specs.length);
    for (const { kind: name, settings } of specs) {
      expect(checkKinds[name]?.settings.safeParse(settings)).toMatchObject({ success: true });
    }
  });
});
