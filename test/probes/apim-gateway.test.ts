import { describe, expect, it } from '@jest/globals';
import { apimGateway } from '../../probes/apim-gateway.ts';
import { answered, answering, netWith, signal } from './nets.ts';

const secret = async () => 'the-key';
const { example } = apimGateway;

describe('an API Management gateway', () => {
  it('is up when its status path and the operation both answer', async () => {
    const { http, requests } = answering(answered(200, { certificateDaysLeft: 40 }), answered(200));
    const answer = await apimGateway.ask(netWith({ http, secret }), example, signal);
    expect(answer).toMatchObject({
      finding: { is: 'up' },
      measures: { certificateDaysLeft: 40, operationMs: 4 },
    });
    expect(requests.map((r) => [r.url, r.headers])).toEqual([
      ['https://orders-we.azure-api.net/status-0123456789abcdef', undefined],
      ['https://orders-we.azure-api.net/orders/ping', { 'Ocp-Apim-Subscription-Key': 'the-key' }],
    ]);
  });

  it('is not asked for its operation, nor shown the key, while the gateway itself fails', async () => {
    const { http, requests } = answering(answered(503));
    const { finding } = await apimGateway.ask(netWith({ http }), example, signal);
    expect(finding).toEqual({ is: 'down', phase: 'answer', why: 'gateway status: status 503' });
    expect(requests).toHaveLength(1);
  });

  it('is down when it runs but cannot serve', async () => {
    const { http } = answering(answered(200), answered(502));
    const { finding } = await apimGateway.ask(netWith({ http, secret }), example, signal);
    expect(finding).toMatchObject({ is: 'down', why: 'operation /orders/ping: status 502' });
  });

  it.each([401, 404, 429])('calls a %i of the operation our own fault', async (status) => {
    const { http } = answering(answered(200), answered(status));
    const { finding } = await apimGateway.ask(netWith({ http, secret }), example, signal);
    expect(finding).toMatchObject({ is: 'unsure', whose: 'ours' });
  });

  it('may be asked for its status alone, on another path', async () => {
    const { http, requests } = answering(answered(200));
    const parsed = { host: example.host, statusPath: '/internal-status-0123456789abcdef' };
    const { finding } = await apimGateway.ask(netWith({ http }), parsed, signal);
    expect(finding).toEqual({ is: 'up' });
    expect(requests[0]?.url).toMatch(/\/internal-status-0123456789abcdef$/);
  });

  it('may be disabled where that is in order, and is then asked no more', async () => {
    const asked = { ...example, disabledStatuses: [404] };
    const { http, requests } = answering(answered(404));
    const { finding } = await apimGateway.ask(netWith({ http }), asked, signal);
    expect(finding).toEqual({ is: 'up' });
    expect(requests).toHaveLength(1);
    const { http: ill } = answering(answered(503));
    expect((await apimGateway.ask(netWith({ http: ill }), asked, signal)).finding.is).toBe('down');
  });

  it('fills in the paths and headers that Azure uses', () => {
    const raw = { host: 'a.azure-api.net', operation: { path: '/ping', key: 'env:KEY' } };
    expect(apimGateway.settings.safeParse(raw)).toMatchObject({
      data: {
        statusPath: '/status-0123456789abcdef',
        operation: { header: 'Ocp-Apim-Subscription-Key', statuses: [200] },
      },
    });
  });

  it('takes no key in the file, no query in a path', () => {
    const refused = (operation: object) =>
      !apimGateway.settings.safeParse({ host: 'a.azure-api.net', operation }).success;
    expect(refused({ path: '/ping', key: '0123456789abcdef' })).toBe(true);
    expect(refused({ path: '/ping?subscription-key=x', key: 'env:KEY' })).toBe(true);
  });
});
