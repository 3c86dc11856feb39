/** One blob of the lab asked for, told as the real adapter tells it. */

import type { Blob } from '../../../core/azure.ts';
import { Between, Refusal, Unreachable } from '../../../core/kinds.ts';
import { Denied } from '../azure.ts';
import type { ArmMeans } from './arm.ts';
import { meet, waitFor } from './meeting.ts';

export async function askBlob(means: ArmMeans, url: string, signal: AbortSignal): Promise<Blob> {
  const { world, clock, tokens, timeoutMs } = means;
  const { host, pathname } = new URL(url);
  const what = `look for ${pathname.slice(1)} in ${host}`;
  const noToken = await tokens.get(signal, 'entra');
  if (noToken !== undefined) throw new Between(`${what}: ${noToken}`);
  const deadline = clock.after(timeoutMs);
  const bounded = AbortSignal.any([signal, deadline.signal]);
  try {
    const { welcome, phases } = await meet(means, world.placesOf(host), bounded);
    if (welcome.is === 'half open') throw new Between(`${what}: the Blob service fell silent`);
    if (welcome.is === 'status') throw refused(what, welcome.status, `Lab${welcome.status}`);
    await waitFor(means, welcome.delayMs, phases, bounded);
    return world.blobs.blob(host, pathname);
  } catch (error) {
    if (error instanceof Denied) throw refused(what, error.status, error.code);
    if (!(error instanceof Unreachable)) throw error;
    throw new Between(`${what}: the Blob service did not answer: ${error.message}`);
  } finally {
    deadline.cancel();
  }
}

function refused(what: string, status: number, code: string): Refusal {
  const message = `the Blob service answered ${status} to ${what}: ${code}`;
  return new Refusal({ message, sent: 'no', status, code });
}
