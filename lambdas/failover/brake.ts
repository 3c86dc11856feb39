/** The kill switch, asked before whatever it may have to stop. */

import type { AzureWriter } from '../../core/azure.ts';
import type { ElsewhereWriter } from '../../core/elsewhere.ts';
import { Refusal } from '../../core/kinds.ts';
import { never } from '../../core/never.ts';
import type { Brake } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';

/** Why nothing may be begun now; a switch that cannot be read stops as well as one that is on. */
export async function stopping(brake: Brake): Promise<string | undefined> {
  const read = await brake.read();
  switch (read.is) {
    case 'off':
      return undefined;
    case 'on':
      return `the kill switch is on: ${read.by}: ${read.why}`;
    case 'unsure':
      return `the kill switch cannot be read: ${read.why}`;
    default:
      return never(read);
  }
}

/** Asks before each write, so that a step of hundreds of them stops between two. */
export function behindBrake(azure: World, brake: Brake): World {
  const unlessStopped = async <T>(write: () => Promise<T>): Promise<T> => {
    const why = await stopping(brake);
    if (why !== undefined) throw new Refusal({ message: why, sent: 'no' });
    return await write();
  };
  const writer: AzureWriter & ElsewhereWriter = {
    setWorkflow: (...call) => unlessStopped(() => azure.setWorkflow(...call)),
    putRecordSet: (...call) => unlessStopped(() => azure.putRecordSet(...call)),
    failOverAlias: (...call) => unlessStopped(() => azure.failOverAlias(...call)),
    pairAlias: (...call) => unlessStopped(() => azure.pairAlias(...call)),
    ask: (...call) => unlessStopped(() => azure.ask(...call)),
    act: (...call) => unlessStopped(() => azure.act(...call)),
    patch: (...call) => unlessStopped(() => azure.patch(...call)),
    put: (...call) => unlessStopped(() => azure.put(...call)),
    deleteBusEntity: (...call) => unlessStopped(() => azure.deleteBusEntity(...call)),
    replaceHostedRecord: (...call) => unlessStopped(() => azure.replaceHostedRecord(...call)),
    httpSend: (...call) => unlessStopped(() => azure.httpSend(...call)),
  };
  return { ...azure, ...writer };
}
