/** HTTPS to the hosts of the lab's Azure, in memory. */

import { Between, Unreachable } from '../../../core/kinds.ts';
import type { Http, HttpAnswer, HttpRequest } from '../../../core/net.ts';
import type { HttpServed } from '../azure.ts';
import { aborted, fewMs, type Means, type Phases } from './means.ts';
import { meet, waitFor } from './meeting.ts';

/** The lab's authority gives its hosts ninety days, the first of which has begun. */
const certificateDaysLeft = 89;

export function httpOf(means: Means): Http {
  const { world, dice } = means;
  return {
    async fetch(request) {
      const { signal } = request;
      const url = new URL(request.url);
      if (signal.aborted) throw new Between('our resolver did not answer (ETIMEDOUT)');
      const dialled = request.via ?? url.hostname;
      if ((world.answer(dialled, 'A')?.values ?? []).length === 0) {
        throw new Unreachable('resolve', 'no such name');
      }
      const { welcome, phases } = await meet(means, world.placesOf(dialled), signal);
      if (welcome.is === 'half open') {
        await aborted(signal);
        throw new Unreachable('answer', 'timed out', phases);
      }
      if (welcome.is === 'status') return refusal(welcome.status, welcome.retryAfterMs, phases);
      const waited = await waitFor(means, welcome.delayMs, phases, signal);
      const served = serve(means, url, request);
      if (welcome.loseAnswer && (request.method === 'POST' || request.method === 'PUT')) {
        throw new Unreachable('request', 'connection reset', waited);
      }
      return {
        ...answered(served, { ...waited, answer: fewMs(dice) }),
        certificateHash: `of ${url.hostname}`,
      };
    },
  };
}

function serve(
  { world }: Means,
  url: URL,
  { method, headers = {}, body }: HttpRequest,
): HttpServed {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const path = `${url.pathname}${url.search}`;
  const asked = { method, path, headers: Object.fromEntries(lower) };
  return world.serve(url.hostname, body === undefined ? asked : { ...asked, body });
}

function refusal(status: number, retryAfterMs: number | undefined, phases: Phases): HttpAnswer {
  const error = { code: `Lab${status}`, message: `This place is made to answer ${status}.` };
  const later =
    retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) };
  const headers = { 'content-type': 'application/json', ...later };
  return answered({ status, headers, body: JSON.stringify({ error }) }, phases);
}

function answered({ status, headers, body }: HttpServed, phases: Phases): HttpAnswer {
  return { status, headers, text: body, phases, certificateDaysLeft };
}
