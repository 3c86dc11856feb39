/** A storage account there and back, in the lab; and what is off unless the file asks for it. */

import { describe, expect, it } from '@jest/globals';
import { probeKinds, stepKinds } from '../../config/kinds.ts';
import type { Vantage } from '../../core/names.ts';
import type { Move, MoveMode } from '../../core/plan.ts';
import { virtualClock } from '../../lab/world/clock.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { worldOf } from '../../lab/world/ports/elsewhere.ts';
import { netOf } from '../../lab/world/ports/net.ts';
import { storageAccount as kind } from '../../services/storage-account.ts';
import { noon } from '../lab/world/build.ts';
import { ordersLayout } from '../lab/world/orders-layout.ts';

const { example } = kind;
type Failover = typeof example.failover;

function stepsOf(failover: Failover, move: Move, mode: MoveMode, from: 'primary' | 'secondary') {
  return kind.steps({ ...example, failover }, { move, mode, from });
}

function kindsOf(...of: Parameters<typeof stepsOf>) {
  return stepsOf(...of).map(({ kind: name, settings }) => `${name} ${Object(settings).location}`);
}

describe('storage-account', () => {
  it('moves nothing unless the file says so', () => {
    expect(kindsOf('off', 'failover', 'forced', 'primary')).toEqual([]);
    const { failover: _, ...unsaid } = example;
    expect(kind.settings.safeParse(unsaid)).toMatchObject({ data: { failover: 'off' } });
  });

  it('fails over unplanned when the source is dark, and planned only where that is asked for', () => {
    expect(kindsOf('unplanned', 'failover', 'forced', 'primary')).toEqual([
      'storage-failover northeurope',
    ]);
    expect(kindsOf('unplanned', 'failover', 'planned', 'primary')).toEqual([]);
    const planned = ['storage-planned-failover northeurope'];
    expect(kindsOf('both', 'failover', 'planned', 'primary')).toEqual(planned);
    const home = ['storage-planned-failover westeurope'];
    expect(kindsOf('both', 'failback', 'planned', 'secondary')).toEqual(home);
    expect(kindsOf('both', 'failback', 'planned', 'primary')).toEqual([]);
  });

  it('needs both kinds of failover to be acknowledged', () => {
    for (const name of ['storage-failover', 'storage-planned-failover']) {
      expect(stepKinds[name]).toMatchObject({ irreversible: true, danger: expect.any(String) });
    }
  });
});

function lab() {
  const clock = virtualClock(noon);
  const dice = diceOf('account');
  const { account: id, host, probe } = example;
  const at = (region: string) => host.replace('.', `-${region}.`);
  const hosts = { primary: at('westeurope'), secondary: at('northeurope') };
  const account = { id, host, hosts, container: probe.container, sas: 'sv=1&sig=s' };
  const layout = { ...ordersLayout, accounts: [account] };
  const world = createAzure(layout, { clock, dice, pace: { flowing: false } });
  const secrets = { 'env:FILES_SAS': 'sv=1&sig=s' };
  const net = netOf(world, 'eu-north-1' as Vantage, { clock, dice, secrets });
  const azure = worldOf(world, 'switch', { clock, dice });
  const { signal } = new AbortController();
  const step = (...of: Parameters<typeof stepsOf>) => {
    const [found] = stepsOf(...of);
    const acts = stepKinds[found?.kind ?? ''];
    if (found === undefined || acts === undefined) throw new Error('there is no such step');
    return {
      inspect: () => clock.play(acts.inspect(azure, found.settings, signal)),
      apply: () => clock.play(acts.apply(azure, found.settings, signal)),
    };
  };
  const pointed = async () => {
    const [spec] = kind.pointers(example);
    const asked = probeKinds[spec?.kind ?? '']?.ask(net, spec?.settings, signal);
    return (await clock.play(Promise.resolve(asked)))?.points;
  };
  const blobIs = async () => {
    const [spec] = kind.probes(example, 'primary', 'active');
    const { signal: late } = clock.after(5_000);
    const asked = Promise.resolve(probeKinds[spec?.kind ?? '']?.ask(net, spec?.settings, late));
    return clock.play(
      asked.then(
        (told) => told?.finding.is,
        (error: Error) => error.name,
      ),
    );
  };
  const wait = () => clock.play(clock.sleep(60_000));
  return { world, step, pointed, blobIs, wait };
}

it('exchanges its regions when planned, and comes home', async () => {
  const { step, pointed, blobIs, wait } = lab();
  expect(await blobIs()).toBe('up');
  const away = step('both', 'failover', 'planned', 'primary');
  expect(await away.inspect()).toEqual({ is: 'todo' });
  await away.apply();
  expect(await away.inspect()).toEqual({ is: 'moving' });
  await wait();
  expect(await away.inspect()).toEqual({ is: 'done' });
  expect(await pointed()).toBe('secondary');
  expect(await blobIs()).toBe('up');
  const home = step('both', 'failback', 'planned', 'secondary');
  await home.apply();
  await wait();
  expect([await home.inspect(), await pointed()]).toEqual([{ is: 'done' }, 'primary']);
});

it('is left in one region by an unplanned failover, and says why it cannot come home', async () => {
  const { world, step, pointed, blobIs, wait } = lab();
  world.faults.set('westeurope', { is: 'dark' });
  expect(await blobIs()).toBe('Unreachable');
  expect(await step('both', 'failover', 'planned', 'primary').inspect()).toEqual({
    is: 'stuck',
    why: 'Azure says that contosofiles cannot be failed over now, planned',
  });
  const away = step('both', 'failover', 'forced', 'primary');
  await away.apply();
  await wait();
  expect([await away.inspect(), await pointed()]).toEqual([{ is: 'done' }, 'secondary']);
  expect(await blobIs()).toBe('up');
  world.faults.clearAll();
  expect(await step('both', 'failback', 'planned', 'secondary').inspect()).toEqual({
    is: 'stuck',
    why: 'contosofiles has no replica in westeurope',
  });
});
