/** Says something to a deployment, in the name of the AWS identity that one is signed in with. */

import { callDoor, doorAt, type Heard } from '../adapters/aws/call-door.ts';
import { stsAt } from '../adapters/aws/sts.ts';

/** `address`: the AnswerUrl. Rejects with `door-closed` when AWS lets nobody in. */
export async function calling(said: object, address: string): Promise<Heard> {
  const door = doorAt(address);
  const { credentials } = stsAt({ region: door.region }).config;
  return await callDoor(said, { ...door, keys: credentials, now: () => new Date() });
}
