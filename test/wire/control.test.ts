/** The lab's own controls, as curl would use them. */

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openControl } from '../../lab/estate/control.ts';
import type { Loopback } from '../../lab/estate/loopback.ts';
import { labAzure } from '../lab/world/build.ts';

let lab: ReturnType<typeof labAzure>;
let control: Loopback;

async function ask(method: string, path: string, body?: unknown) {
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  const init = body === undefined ? { method } : { method, body: sent };
  const answer = await fetch(`${control.origin}${path}`, init);
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

beforeEach(async () => {
  lab = labAzure();
  control = await openControl(lab.world);
});

afterEach(() => control.close());

describe('the controls', () => {
  it('break a place, tell what is broken, and heal it', async () => {
    await ask('PUT', '/faults/westeurope', { is: 'dark' });
    await ask('PUT', '/faults/vantage/eu-north-1', { is: 'slow', ms: 200, share: 0.5 });
    const broken = [
      { place: 'westeurope', fault: { is: 'dark' } },
      { place: 'vantage/eu-north-1', fault: { is: 'slow', ms: 200, share: 0.5 } },
    ];
    expect(await ask('GET', '/faults')).toEqual({ status: 200, body: broken });
    expect(lab.world.faults.treat(['westeurope/logic'])).toMatchObject({ is: 'silent' });

    expect(await ask('DELETE', '/faults/westeurope')).toEqual({ status: 200, body: [broken[1]] });
    expect(await ask('DELETE', '/faults')).toEqual({ status: 200, body: [] });
    expect(lab.world.faults.treat(['westeurope/logic'])).toMatchObject({ is: 'served' });
  });

  it.each(['westeurope/gateway/orders-we', 'northeurope/servicebus', 'arm/dns', 'entra'])(
    'know the place %s',
    async (place) => {
      expect((await ask('PUT', `/faults/${place}`, { is: 'refused' })).status).toBe(200);
    },
  );

  it('tell everything that is wrong with a request at once', async () => {
    const fault = { is: 'failing', status: 200, share: 2, extra: true };
    const { status, body } = await ask('PUT', '/faults/westeurop', fault);
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      expect.stringContaining("place: nothing is at 'westeurop'; known are westeurope,"),
      'fault.status: a whole number that is an HTTP status is needed, from 400 to 599',
      'fault.share: a share of the calls is needed, above 0 and up to 1',
      'fault: extra means nothing for this fault',
    ]);
    expect(lab.world.faults.list()).toEqual([]);
  });

  it.each([
    [{ is: 'tired' }, 'fault.is: one of dark, refused,'],
    [{ is: 'slow' }, 'fault.ms: a whole number of milliseconds is needed, from 0 to 3600000'],
    ['{"is":', 'fault: the body is not JSON'],
    [[1], 'fault: a JSON object is expected'],
  ])('refuse %j as a fault', async (fault, words) => {
    const { status, body } = await ask('PUT', '/faults/arm', fault);
    expect(status).toBe(400);
    expect(body.errors).toEqual([expect.stringContaining(words)]);
  });

  it('say so when there is nothing to heal, or no such request', async () => {
    const healed = await ask('DELETE', '/faults/arm');
    expect(healed).toEqual({ status: 404, body: { errors: ['arm is not broken: nothing is'] } });
    expect((await ask('POST', '/faults')).status).toBe(404);
  });

  it('tell the state of the world: what flows, what waits, who wrote', async () => {
    lab.wait(60);
    const [workflow] = lab.world.layout.workflows;
    lab.world.arm.setWorkflow('switch', workflow?.id ?? '', 'Disabled');
    lab.wait(5);
    const { body } = await ask('GET', '/state');
    expect(body.documents).toBeGreaterThan(5);
    expect(body.ledger.length).toBeGreaterThan(0);
    expect(body.duplicates).toEqual([]);
    expect(body.workflows[0]).toMatchObject({ id: workflow?.id, state: 'Disabled' });
    expect(body.buses[0]).toMatchObject({ alias: 'orders', leads: 'westeurope' });
    expect(body.names).toEqual([{ name: 'orders.contoso.com', leads: 'orders-we.azure-api.net' }]);
    expect(body.writes).toEqual([expect.objectContaining({ by: 'switch' })]);
  });

  it('are not for pages of foreign hosts', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'evil.example' };
      const asked = request(`${control.origin}/state`, { headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.once('error', reject);
      asked.end();
    });
    expect(status).toBe(421);
  });
});
