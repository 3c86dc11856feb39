/** The theatre on the wire: unmodified clients, real protocols, real seconds. */

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { netFor } from '../../adapters/azure/account.ts';
import { fileBrake } from '../../adapters/local/brake.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import { fileJournal } from '../../adapters/local/journal.ts';
import { fileMemory } from '../../adapters/local/memory.ts';
import { fileSeals } from '../../adapters/local/seals.ts';
import type { Secrets } from '../../adapters/local/secrets.ts';
import { fileSightings } from '../../adapters/local/sightings.ts';
import { slackChat } from '../../adapters/slack/chat.ts';
import { slackMembers } from '../../adapters/slack/members.ts';
import { worldFor } from '../../adapters/world.ts';
import type { Estate } from '../../config/estate.ts';
import { checkKinds, probeKinds, stepKinds } from '../../config/kinds.ts';
import { factsOf } from '../../core/chronicle.ts';
import type { Knock, Vouched } from '../../core/click.ts';
import type { StepKind } from '../../core/kinds.ts';
import type { Instant, Person, Run } from '../../core/names.ts';
import type { Brake, Lever } from '../../core/ports.ts';
import { Trouble, wordsOf } from '../../core/trouble.ts';
import type { Watch } from '../../core/watch.ts';
import { type Wired, wire } from '../../lambdas/house/wiring.ts';
import { openInteractivity } from '../estate/interactivity.ts';
import { labAccount, labAws } from '../world/lab-logins.ts';
import { memoryChat } from '../world/stores/chat.ts';
import { type Ear, earAt } from './ear.ts';
import { type LabAccess, signingSecretOf } from './lab.ts';
import { digestOf } from './stage.ts';
import { untilClosed } from './until-closed.ts';

export interface WireHouse extends Ear {
  readonly house: Wired;
  readonly brake: Brake & Lever;
  readonly troubles: readonly string[];
  /** Hears the clicks of the lab's Slack; of several houses beside one lab only one can. */
  listen(answer: Wired['answer']): Promise<{ close(): Promise<void> }>;
  close(): Promise<void>;
}

export interface WireOptions {
  /** All that a house remembers lies here, so that one that was killed finds it again. */
  readonly folder: string;
  readonly lagMs: (since: Instant) => number;
  /** Kinds exchanged for others, e.g. for one that does nothing. */
  readonly stepKinds?: Readonly<Record<string, StepKind<unknown>>>;
}

export async function houseAt(
  lab: LabAccess,
  estate: Estate,
  watch: Watch,
  options: WireOptions,
): Promise<WireHouse> {
  // AMQP asks Node's own list whom to trust; the lab's authority lives as long as the process.
  setDefaultCACertificates([...getCACertificates('default'), lab.ca]);
  const { folder } = options;
  const secrets = secretsFrom(lab.secrets);
  const troubles: string[] = [];
  const brake = fileBrake(join(folder, 'brake.json'));
  const journal = fileJournal(join(folder, 'journal'));
  const before = factsOf(await journal.history(watch.name));
  const ear = earAt(journal, watch.name, before);
  const memory = fileMemory(join(folder, 'memory'), wallClock);
  const keepMs = 2 * watch.policy.windowMs;
  const sightings = untilClosed(
    fileSightings(join(folder, 'sightings'), { clock: wallClock, keepMs }),
  );
  const reach = (origin: Parameters<LabAccess['dialOf']>[0]) => ({
    dial: lab.dialOf(origin),
    ca: lab.ca,
    nameServers: lab.nameServersOf(origin),
  });
  const account = labAccount(estate.azure);
  const vantages = watch.vantages.map(async (vantage) => ({
    vantage,
    net: await netFor(account, secrets, reach(vantage)),
  }));
  // Everyone of the file is known; who may approve is for the rules to say.
  const people = Object.entries(estate.people).flatMap(([known, { slack }]): [string, Person][] => {
    const name = known as Person;
    return slack === undefined
      ? [[name, name]]
      : [
          [name, name],
          [slack, name],
        ];
  });
  const onTrouble = (where: string, error: unknown) =>
    void troubles.push(error === undefined ? where : `${where}: ${wordsOf(error)}`);

  const house = wire({
    rules: { watch, digest: digestOf },
    clock: wallClock,
    journal: ear.journal,
    sightings,
    memory,
    chat: chatOf(lab, estate),
    pager: lab.pager,
    seals: fileSeals(join(folder, 'seal.key')),
    brake,
    watches: estate.watches,
    azure: await worldFor(account, secrets, { ...reach('operator'), aws: labAws }),
    probeKinds,
    checkKinds,
    stepKinds: options.stepKinds ?? stepKinds,
    vantages: await Promise.all(vantages),
    people: Object.fromEntries(people),
    vouch: vouchOf(lab, estate),
    newRun: () => randomUUID() as Run,
    lagMs: options.lagMs,
    onTrouble,
  });
  const listen: WireHouse['listen'] = (answer) =>
    openInteractivity({
      signingSecret: signingSecretOf(estate, lab.secrets),
      memory,
      clock: wallClock,
      onClick: answer,
      hooks: () => lab.slack.hooks,
      onTrouble,
      port: lab.clicksPort,
    }).catch((cause: unknown) => {
      throw portTaken(lab.clicksPort, cause);
    });
  return { ...ear, house, brake, troubles, listen, close: () => sightings.close() };
}

/** Clicks go to one house: two at one lab would answer each other's questions. */
function portTaken(port: number, cause: unknown): unknown {
  const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
  if (!isTaken) return cause;
  return new Trouble('lab-has-a-house', {
    message: `Cannot listen for clicks on port ${port}: somebody does already`,
    next: 'End the rehearsal that stands beside this lab, or open another lab.',
    cause,
  });
}

function chatOf(lab: LabAccess, { slack }: Estate) {
  if (slack === undefined) return memoryChat();
  const token = lab.secrets[slack.token] ?? '';
  return slackChat({ token, channel: slack.channel, apiUrl: lab.slack.apiUrl });
}

/** Whoever comes by another door than Slack is known by that door. */
function vouchOf(lab: LabAccess, { slack }: Estate): (who: Knock) => Promise<Vouched> {
  const token = lab.secrets[slack?.token ?? ''] ?? '';
  const ask = slackMembers({ token, apiUrl: lab.slack.apiUrl });
  return async ({ via, user }) => (via === 'slack' ? await ask(user) : { is: 'member' });
}

function secretsFrom(values: Readonly<Record<string, string>>): Secrets {
  return async (reference) => {
    const value = values[reference];
    if (value !== undefined) return value;
    throw new Trouble('secret-missing', {
      message: `Cannot read ${reference}: the lab has no such secret`,
      next: 'Give the lab the file that the house was made from.',
    });
  };
}
