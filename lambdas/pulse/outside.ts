/** Whether anybody outside listens to the pulse; where nobody does, readiness says so, and no alarm. */

import type { Memory } from '../../core/ports.ts';

const key = 'pulse/nowhere';
/** The pulse comes each minute; some that are late do not make it seem that somebody listens. */
const keptMs = 10 * 60_000;

/** To be called at each pulse that had nowhere to go. */
export async function nobodyListens(memory: Pick<Memory, 'put'>): Promise<void> {
  await memory.put(key, 'yes', keptMs);
}

/** What readiness has as `notes`. */
export async function notesOf(memory: Pick<Memory, 'get'>): Promise<readonly string[]> {
  if ((await memory.get(key)) === undefined) return [];
  return [
    'nobody outside is told that farwatch lives: its own end would be noticed by its alarms alone; set the address of a dead man’s switch',
  ];
}
