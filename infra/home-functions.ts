/** The functions at home: how long each may take, what it is told, and what is lost without it. */

import { Duration } from 'aws-cdk-lib';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AlarmOn } from './alarms.ts';
import { failing, pulseSilent, readinessStale, unreachable } from './alarms-on.ts';
import type { Deployment } from './deployment.ts';
import { Fn, type FnProps } from './fn.ts';
import type { HomeRoles } from './home-roles.ts';
import type { SealKey } from './seal-key.ts';
import { slotsUrl } from './vantage.ts';

export interface HomeFunctions {
  readonly judge: Fn;
  readonly answer: Fn;
  readonly tell: Fn;
  readonly readiness: Fn;
  readonly pulse: Fn;
  /** Absent where no service leans on what was seen before. */
  readonly ledger: Fn | undefined;
  /** Absent where nothing is ever moved. */
  readonly failover: Fn | undefined;
  readonly all: readonly Fn[];
  readonly alarms: readonly AlarmOn[];
}

export interface HomeMeans {
  readonly deployment: Deployment;
  readonly roles: HomeRoles;
  readonly seal: SealKey;
  readonly topic: Topic;
  readonly deadLetters: Queue;
}

/** For those without which nobody is heard or nothing moves, when other functions are busy. */
export const reservedEach = 5;

export function homeFunctions(scope: Construct, means: HomeMeans): HomeFunctions {
  const { deployment, roles, deadLetters } = means;
  const make = (id: string, props: Omit<FnProps, 'deadLetters'>) =>
    new Fn(scope, id, { ...props, deadLetters });
  const told = envOf(means);
  const reserved = deployment.reserve ? reservedEach : undefined;

  const judge = make('Judge', {
    name: 'judge',
    does: 'Judges what was seen, and writes what follows from it.',
    ifItFails: 'No outage is confirmed, nobody is told of one, and nothing that ended is cleared.',
    role: roles.judge,
    timeout: Duration.seconds(30),
    memoryMb: 256,
    env: { ...told.file, ...told.journal, ...told.sightings },
  });
  const answer = make('Answer', {
    name: 'answer',
    does: 'Turns a verified answer of a person into a sealed fact.',
    ifItFails: 'Clicks are refused: no move can be approved, declined or ordered on.',
    role: roles.answer,
    timeout: Duration.seconds(10),
    // Slack waits for three seconds, a cold start included; memory is what buys speed.
    memoryMb: 1_024,
    env: { ...told.file, ...told.journal, ...told.sightings, ...told.seal, ...told.brake },
    reserved,
  });
  const tell = make('Tell', {
    name: 'tell',
    does: 'Tells people what the journal holds.',
    ifItFails: 'Slack or the pager cannot be reached: nobody hears of an outage from there.',
    role: roles.tell,
    timeout: Duration.seconds(50),
    memoryMb: 256,
    env: { ...told.file, ...told.journal, FARWATCH_PAGES: means.topic.topicArn },
  });
  const readiness = make('Readiness', {
    name: 'readiness',
    does: 'Checks long before a move whether it could succeed.',
    ifItFails: 'It is not known whether a move would work: an offer may be made that cannot.',
    role: roles.look,
    timeout: Duration.minutes(3),
    memoryMb: 256,
    // Of the journal it reads which watch file is in force.
    env: { ...told.file, ...told.journal },
  });
  const pulse = make('Pulse', {
    name: 'pulse',
    does: 'Says "alive" to the outside, only with proof of life; anchors the journals each day.',
    ifItFails: 'Some part of farwatch is silent, or the outside cannot be told that it is alive.',
    role: roles.pulse,
    timeout: Duration.seconds(20),
    memoryMb: 256,
    env: { ...told.file, ...told.journal, ...told.sightings, ...told.outside },
  });
  const ledger = ledgerOf(scope, means);
  const failover = failoverOf(scope, means, reserved);
  const plain = [judge, answer, readiness, pulse, ledger, failover].flatMap((fn) => fn ?? []);
  return {
    judge,
    answer,
    tell,
    readiness,
    pulse,
    ledger,
    failover,
    all: [...plain, tell],
    alarms: [failing(answer), unreachable(tell), pulseSilent(pulse), readinessStale(readiness)],
  };
}

function ledgerOf(scope: Construct, means: HomeMeans): Fn | undefined {
  const { deployment, roles, deadLetters } = means;
  if (!deployment.records) return undefined;
  const told = envOf(means);
  return new Fn(scope, 'Ledger', {
    name: 'ledger',
    does: 'Writes down what a move leans on when Azure does not say it any more.',
    ifItFails: 'What is known of a region that goes dark grows old: a move raises numbers further.',
    role: roles.look,
    timeout: Duration.minutes(3),
    memoryMb: 256,
    // Of the journal it reads which watch file is in force.
    env: { ...told.file, ...told.journal },
    deadLetters,
  });
}

/** The only one that is given the role which may change Azure. */
function failoverOf(
  scope: Construct,
  means: HomeMeans,
  reserved: number | undefined,
): Fn | undefined {
  const { deployment, roles, deadLetters } = means;
  if (roles.switch === undefined) return undefined;
  const { names, account, vantages } = deployment;
  const told = envOf(means);
  return new Fn(scope, 'Failover', {
    name: 'failover',
    does: 'Performs the steps of approved plans.',
    ifItFails: 'An approved move does not begin, or stands still half done.',
    role: roles.switch,
    // As much as one claim and its margin, several times over; the next run goes on with the rest.
    timeout: Duration.minutes(4),
    memoryMb: 512,
    env: {
      ...told.file,
      ...told.journal,
      ...told.sightings,
      ...told.seal,
      ...told.brake,
      // All of them, so that a proof need not wait for the next round of each.
      FARWATCH_SLOTS: vantages.map((region) => slotsUrl(account, region, names.slots)).join(' '),
    },
    deadLetters,
    reserved,
  });
}

function envOf({ deployment, seal }: HomeMeans) {
  const { account, estate, home, names } = deployment;
  return {
    file: {
      FARWATCH_ESTATE: estate.name,
      FARWATCH_HOME: home,
      FARWATCH_WATCH: names.watchFile,
      FARWATCH_MEMORY: names.memory,
    },
    journal: { FARWATCH_JOURNAL: names.journal },
    sightings: { FARWATCH_SIGHTINGS: names.sightings },
    seal: { FARWATCH_SEAL: seal.key.keyArn },
    brake: { FARWATCH_BRAKE: names.brake },
    outside: { FARWATCH_PULSE: names.pulse, FARWATCH_ANCHORS: names.anchors(account) },
  };
}
