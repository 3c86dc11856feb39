/** The second door: `POST /answer` under the identity of a person. */

import { randomUUID } from 'node:crypto';
import type { Offer } from '../../core/fact.ts';
import { type Cloud, personKey } from '../../lab/cloud/cloud.ts';
import { incidentOf, pause, type Script, until } from '../../lab/cloud/story.ts';

/** Resolves with what the door said, status and all. */
export async function signed(cloud: Cloud, person: string, said: object): Promise<string> {
  const headers = {
    authorization: `AWS4-HMAC-SHA256 Credential=${personKey(person)}/20260101/eu-north-1/execute-api/aws4_request`,
  };
  const body = JSON.stringify({ nonce: randomUUID(), ...said });
  const answer = await fetch(`${cloud.front}/answer`, { method: 'POST', headers, body });
  return `${answer.status} ${await answer.text()}`;
}

/** A yes to the first plan, by hand and without a card. */
export async function signedYes(cloud: Cloud, { watch, say }: Script): Promise<void> {
  await until('a move is offered', () => offerOf(cloud) !== undefined, 120_000);
  // What is lost later is offered anew: a person reads before answering.
  await pause(watch.policy.roundMs + watch.policy.timeoutMs);
  const incident = incidentOf(cloud).number;
  const offer = offerOf(cloud);
  const [plan] = offer?.plans ?? [];
  const told = { watch: watch.name, incident, yes: true };
  const said = { ...told, offer: offer?.number, digest: plan?.digest };
  say(`ana signs her answer: ${await signed(cloud, 'ana', said)}`);
}

export function offerOf(cloud: Cloud): Offer | undefined {
  const incident = incidentOf(cloud);
  return incident.stage === 'confirmed' ? incident.offer : undefined;
}
