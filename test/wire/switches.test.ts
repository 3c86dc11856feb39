/** Switches through the real adapters: Route 53 by Amazon's own client, a switch of our own, Front Door. */

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { worldFor } from '../../adapters/world.ts';
import { stepKinds } from '../../config/kinds.ts';
import type { Instant } from '../../core/names.ts';
import type { Standing, Step } from '../../core/plan.ts';
import type { AnyStep, World } from '../../core/world.ts';
import { openEstate, type Estate as Wires } from '../../lab/estate/estate.ts';
import type { AzureWorld } from '../../lab/world/azure.ts';
import { createAzure } from '../../lab/world/create-azure.ts';
import { diceOf } from '../../lab/world/dice.ts';
import { labAccount, labAws } from '../../lab/world/lab-logins.ts';
import { labSecrets, layoutOf } from '../../lab/world/layout.ts';
import { switchesEstate } from '../switches-estate.ts';

const file = switchesEstate();
const values = { ...labSecrets(file), 'env:ANOTHER_KEY': 'key-0123456789' };
const never = new AbortController().signal;

let now = Date.now();
let world: AzureWorld;
let wires: Wires;
let hands: World;

beforeEach(async () => {
  now = Date.now();
  const clock = { now: () => now as Instant };
  world = createAzure(layoutOf(file), { clock, dice: diceOf('wire'), pace: { flowing: false } });
  wires = await openEstate(world);
  const reach = { dial: wires.dialOf('operator'), ca: wires.ca, aws: labAws };
  hands = await worldFor(
    labAccount(file.azure),
    async (name) => new Map(Object.entries(values)).get(name) ?? '',
    reach,
  );
});

afterEach(() => wires.close());

/** The first of a forced failover away from the primary. */
function stepOf(name: string, at = 0): Step {
  const service = file.watches[0]?.services.find((one) => one.name === name);
  const move = service?.steps.find((m) => m.move === 'failover' && m.from === 'primary');
  const step = move?.steps[at];
  if (step === undefined) throw new Error(`there is no step of ${name}`);
  return step;
}

function kindOf({ kind }: Step): AnyStep {
  const found = stepKinds[kind];
  if (found === undefined) throw new Error(`there is no ${kind}`);
  return found;
}

const inspect = (step: Step): Promise<Standing> =>
  kindOf(step).inspect(hands, step.settings, never);
const apply = (step: Step, by = hands, signal = never): Promise<void> =>
  kindOf(step).apply(by, step.settings, signal);
const record = () => world.hosted.record('Z08345671WQ2ABCDEFGH', 'portal.contoso.com');

describe.each([
  ['portal', 'route53', /Route 53/],
  ['publishers', 'switch', /settings\.contoso\.com\/publishers/],
  ['catalog', 'arm', /ARM/],
] as const)('the switch of %s', (name, place, who) => {
  const step = stepOf(name);

  it('is to turn, is turned once, and is found turned', async () => {
    expect(await inspect(step)).toEqual({ is: 'todo' });
    await apply(step);
    now += 10_000;
    expect(await inspect(step)).toEqual({ is: 'done' });
    await apply(step);
    expect(world.writes).toHaveLength(1);
    expect(kindOf(step).targets(step.settings)).toContain(world.writes[0]?.resource.toLowerCase());
  });

  it('whose answer is lost is known to have been sent', async () => {
    world.faults.set(place, { is: 'lostAnswer' });
    await expect(apply(step)).rejects.toMatchObject({ name: 'Refusal', sent: 'maybe' });
    world.faults.clearAll();
    now += 10_000;
    expect(await inspect(step)).toEqual({ is: 'done' });
    expect(world.writes).toHaveLength(1);
  });

  it.each([{ is: 'refused' }, { is: 'failing', status: 503 }] as const)(
    'cannot be inspected while nobody answers for it: $is',
    async (fault) => {
      world.faults.set(place, fault);
      await expect(inspect(step)).rejects.toThrow(who);
      await expect(apply(step)).rejects.toThrow();
      expect(world.writes).toEqual([]);
    },
  );

  it('is not turned after its claim is over', async () => {
    const over = new AbortController();
    over.abort();
    await expect(apply(step, hands, over.signal)).rejects.toThrow();
    expect(world.writes).toEqual([]);
  });
});

describe('Route 53', () => {
  const step = stepOf('portal');

  it('is asked in vain for a zone that is not there, and says so', async () => {
    const asked = hands.hostedRecord('Z000', 'portal.contoso.com', never);
    await expect(asked).rejects.toMatchObject({
      ...{ name: 'Refusal', status: 404, code: 'NoSuchHostedZone' },
      message: expect.stringContaining('read the CNAME portal.contoso.com'),
    });
  });

  it('tells of a name that is not there that nothing is', async () => {
    const zone = 'Z08345671WQ2ABCDEFGH';
    expect(await hands.hostedRecord(zone, 'gone.contoso.com', never)).toBeUndefined();
  });

  it('keeps what somebody else wrote between our reading and our writing', async () => {
    const theirs = { cname: 'sorry.contoso.com', ttlSeconds: 30 };
    const overtaken: World = {
      ...hands,
      async hostedRecord(zone, name, signal) {
        const said = await hands.hostedRecord(zone, name, signal);
        const was = record();
        if (was !== undefined) world.hosted.replace('operator', zone, name, { was, now: theirs });
        return said;
      },
    };
    await expect(apply(step, overtaken)).rejects.toMatchObject({
      ...{ name: 'Refusal', code: 'InvalidChangeBatch', sent: 'no' },
    });
    expect(record()).toEqual(theirs);
    expect(await inspect(step)).toMatchObject({
      is: 'stuck',
      why: expect.stringContaining('sorry.contoso.com'),
    });
  });

  it('is led to while all of Azure is dark', async () => {
    for (const place of ['entra', 'arm', 'westeurope']) world.faults.set(place, { is: 'dark' });
    await apply(step);
    expect(record()?.cname).toBe('contoso-portal-ne.azurewebsites.net');
  });
});

describe('a switch of our own', () => {
  it('refuses a key that it does not know, in words without the key', async () => {
    const address = {
      url: 'https://settings.contoso.com/publishers',
      headers: { Authorization: 'env:ANOTHER_KEY' },
    };
    const refused = hands.httpSend('PUT', address, '{}', never);
    await expect(refused).rejects.toMatchObject({ name: 'Refusal', status: 401, sent: 'no' });
    await expect(hands.httpGet(address, never)).rejects.toThrow(
      /^401 to GET settings\.contoso\.com\/publishers$/,
    );
  });
});

describe('an origin of Front Door', () => {
  it('is not left off when the other one is not on', async () => {
    const disable = stepOf('catalog', 1);
    await expect(apply(disable)).rejects.toMatchObject({ name: 'Refusal', sent: 'no' });
    expect(world.writes).toEqual([]);
    await apply(stepOf('catalog'));
    await apply(disable);
    expect(await inspect(disable)).toMatchObject({ is: 'moving' });
    now += 10_000;
    expect(await inspect(disable)).toEqual({ is: 'done' });
  });
});
