import { describe, expect, it } from '@jest/globals';
import { http } from '../../probes/http.ts';
import { reference } from '../../probes/reference.ts';
import { answered, answering, netWith, signal } from './nets.ts';

const url = 'https://api.contoso.com/health?probe=1';
const settings = { ...http.example, url };
const signature = { header: 'X-Region', primary: 'we', secondary: 'ne' };

describe('an HTTP probe', () => {
  it('is up on the status it expects', async () => {
    const { http: fetcher, requests } = answering(answered(200));
    const answer = await http.ask(netWith({ http: fetcher }), settings, signal);
    expect(answer).toEqual({
      finding: { is: 'up' },
      phases: { connect: 3, answer: 1 },
      measures: {},
    });
    expect(requests).toMatchObject([{ url, method: 'GET' }]);
  });

  it('sends the secret behind a reference, and other headers as they are', async () => {
    const { http: fetcher, requests } = answering(answered(200));
    const net = netWith({ http: fetcher, secret: async (reference) => `value of ${reference}` });
    await http.ask(net, { ...settings, headers: { 'X-Key': 'env:KEY', Accept: 'text/*' } }, signal);
    expect(requests[0]?.headers).toEqual({ 'X-Key': 'value of env:KEY', Accept: 'text/*' });
  });

  it('is down when the expected text is missing from a good status', async () => {
    const net = netWith(answering(answered(200, { text: 'maintenance' })));
    const { finding } = await http.ask(net, { ...settings, contains: 'ok' }, signal);
    expect(finding).toEqual({ is: 'down', phase: 'answer', why: 'the expected text is missing' });
  });

  it('leaves its query out of what it says', () => {
    expect(http.describe(settings)).toBe('GET https://api.contoso.com/health');
  });

  const signed: readonly (readonly [said: string | undefined, status: number, told: object])[] = [
    ['we', 200, { finding: { is: 'up' }, points: 'primary' }],
    ['ne', 200, { finding: { is: 'up' }, points: 'secondary' }],
    [
      'ne',
      503,
      { finding: { is: 'down', phase: 'answer', why: 'status 503' }, points: 'secondary' },
    ],
    ['us', 200, { finding: { is: 'unsure', whose: 'ours' } }],
    [undefined, 200, { finding: { is: 'unsure', whose: 'ours' } }],
    [undefined, 503, { finding: { is: 'down' } }],
  ];

  it.each(signed)('signed %p with status %i', async (said, status, told) => {
    const headers = said === undefined ? {} : { 'x-region': said };
    const net = netWith(answering(answered(status, { headers })));
    const answer = await http.ask(net, { ...settings, signature }, signal);
    expect(answer).toMatchObject(told);
    expect('points' in answer).toBe('points' in told);
  });
});

describe('settings that are refused', () => {
  const bad: readonly (readonly [why: string, raw: object])[] = [
    ['not https', { url: 'http://api.contoso.com/' }],
    ['no address', { url: 'api.contoso.com' }],
    ['no status to expect', { url, statuses: [] }],
    ['a status that does not exist', { url, statuses: [42] }],
    ['a method that changes things', { url, method: 'DELETE' }],
  ];
  it.each(bad)('%s', (_why, raw) => {
    expect(http.settings.safeParse(raw).success).toBe(false);
  });
});

describe('a reference', () => {
  const rows: readonly (readonly [status: number, is: string])[] = [
    [200, 'up'],
    [301, 'up'],
    [404, 'up'],
    [429, 'up'],
    [503, 'down'],
  ];
  it.each(rows)('that answers %i has shown our own network: %s', async (status, is) => {
    const net = netWith(answering(answered(status)));
    const { finding } = await reference.ask(net, reference.example, signal);
    expect(finding.is).toBe(is);
  });

  it('may be held to a status', async () => {
    const net = netWith(answering(answered(302)));
    const settings = { ...reference.example, statuses: [200] };
    expect((await reference.ask(net, settings, signal)).finding.is).toBe('down');
  });
});
