/** The main job, told by deployed functions: a region goes dark, a person clicks, the estate moves. */

import { replay } from '../../core/evolve.ts';
import type { Fact } from '../../core/fact.ts';
import type { Incident } from '../../core/incident.ts';
import type { Watch } from '../../core/watch.ts';
import type { Cloud } from './cloud.ts';

export interface Script {
  readonly watch: Watch;
  /** Who clicks, by the member id of Slack. */
  readonly approver: string;
  /** What happens in the lab that is no fact. */
  say(text: string): void;
  /** Once everybody has looked and before the region goes dark, e.g. to break something else. */
  before?(): Promise<void>;
  /** How the person answers the card; by default by its button in Slack. */
  answer?(): Promise<void>;
}

export interface Told {
  readonly incident: Incident;
  readonly facts: readonly Fact[];
  /** Milliseconds since the epoch. */
  readonly darkAt: number;
}

/** One look of each vantage is a vote; two in a row are an opinion. */
const looksMin = 3;
/** From the enabling of a receiver until it has looked once, and the partner's shelf shows it. */
const catchUpMs = 6_000;

/** Rejects when it does not come to its end; what was told until then is in the journal. */
export async function play(cloud: Cloud, script: Script): Promise<Told> {
  const { watch, say } = script;
  const { world } = cloud.outside;
  await cloud.start();
  await until('everybody has looked', () => allLook(cloud), 90_000);
  await script.before?.();
  const darkAt = Date.now();
  say(`${watch.regions.primary} goes dark`);
  world.faults.set(watch.regions.primary, { is: 'dark' });
  await (script.answer ?? (() => click(cloud, script)))();
  await until('the move is proven', () => has(cloud, 'proven'), 150_000);
  say(`${watch.regions.secondary} works off what has waited`);
  await pause(catchUpMs);
  say(`${watch.regions.primary} comes back, with what is owed`);
  world.faults.clear(watch.regions.primary);
  await until('the incident is over', () => has(cloud, 'over'), 60_000);
  return { incident: incidentOf(cloud), facts: cloud.facts(), darkAt };
}

export function incidentOf(cloud: Cloud): Incident {
  return replay(cloud.facts());
}

/** Everyone has run at least once, and every vantage has made rounds. */
export function allLook({ deployed, fleet, looks }: Cloud): boolean {
  return deployed.functions.every(({ name, arn, region }) => {
    if (name.startsWith('probe@')) return looks(region) >= looksMin;
    const ticks = deployed.schedules.filter(({ target }) => target === arn).length;
    const ended = fleet.invocations.filter(({ fn, by }) => fn === name && by === 'schedule');
    return ended.length >= ticks;
  });
}

/** For longer than the click of one that died stands in the way of the next. */
const clicksMax = 8;

/** A click on a card that asks; one that changed nothing is made again. */
export async function click(cloud: Cloud, { watch, approver, say }: Script): Promise<void> {
  await until('a card asks for the whole region', () => isRipe(cloud, watch), 120_000);
  for (let tries = 0; !has(cloud, 'approved') && tries < clicksMax; tries += 1) {
    const pressed = await cloud.outside.room.press(approver, 'Approve');
    say(`${approver} presses Approve: ${pressed.is === 'failed' ? pressed.why : pressed.is}`);
    await until('it is taken', () => has(cloud, 'approved'), 2_000).catch(() => {});
  }
  if (!has(cloud, 'approved')) throw new Error('nobody could approve');
}

/** When a region goes dark, one of its services may be seen a round before the others. */
function isRipe(cloud: Cloud, watch: Watch): boolean {
  const incident = incidentOf(cloud);
  if (incident.stage !== 'confirmed' || !incident.asked) return false;
  const whole = incident.offer?.plans[0]?.services.length === watch.services.length;
  const offered = cloud.facts().findLast((fact) => fact.kind === 'offered');
  const ripeAt = (offered?.at ?? 0) + watch.policy.roundMs + watch.policy.timeoutMs;
  return whole || Date.now() >= ripeAt;
}

export function has(cloud: Cloud, kind: Fact['kind']): boolean {
  return cloud.facts().some((fact) => fact.kind === kind);
}

const lookMs = 50;

export async function until(what: string, holds: () => boolean, msMax: number): Promise<void> {
  const last = Date.now() + msMax;
  while (!holds()) {
    if (Date.now() > last) throw new Error(`not within ${msMax / 1_000} s: ${what}`);
    await pause(lookMs);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
