/** A blob written and read back: what each answer of the Blob service means. */

import { expect, it } from '@jest/globals';
import type { HttpAnswer } from '../../core/net.ts';
import { blob } from '../../probes/blob.ts';
import { answered, answering, netWith, signal } from './nets.ts';

const settings = {
  host: 'files.blob.core.windows.net',
  container: 'farwatch-probe',
  sas: 'env:FILES_SAS',
};

async function ask(...answers: readonly HttpAnswer[]) {
  const { http, requests } = answering(...answers);
  const net = netWith({ http, secret: async () => '?sv=1&sig=secret' });
  return { answer: await blob.ask(net, settings, signal), requests };
}

const created = answered(201);

it('writes with its token, and reads what it or another vantage wrote', async () => {
  const { answer, requests } = await ask(created, answered(200, { text: 'farwatch of another' }));
  expect(answer.finding).toEqual({ is: 'up' });
  const url = 'https://files.blob.core.windows.net/farwatch-probe/farwatch-probe?sv=1&sig=secret';
  expect(requests).toMatchObject([
    { method: 'PUT', url, headers: { 'x-ms-blob-type': 'BlockBlob' } },
    { method: 'GET', url },
  ]);
  expect(requests[0]?.body).toMatch(/^farwatch \S+/);
});

it.each([
  [[answered(403)], { is: 'unsure', whose: 'ours' }],
  [[answered(404)], { is: 'unsure', whose: 'ours' }],
  [[answered(503)], { is: 'down', phase: 'answer' }],
  [[created, answered(404)], { is: 'unsure', whose: 'ours' }],
  [[created, answered(500)], { is: 'down', phase: 'answer' }],
  [[created, answered(200, { text: 'something else' })], { is: 'down', phase: 'answer' }],
] as const)('makes of %j what the service should have done', async (answers, finding) => {
  expect((await ask(...answers)).answer.finding).toMatchObject(finding);
});
