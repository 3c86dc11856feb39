/** Whether the parts of a file agree with one another: what no part can be refused for alone. */

import { zonesOf } from '../services/controls.ts';
import { acknowledgements } from './acknowledgement.ts';
import { isAwsRegion } from './aws-regions.ts';
import { chainTimes } from './chains.ts';
import type { Draft, DraftWatch } from './draft.ts';
import type { Flaw, Path } from './faults.ts';
import { logins } from './logins.ts';
import { ownership } from './ownership.ts';
import { stranger } from './stranger.ts';
import { trafficOnly } from './traffic-only.ts';

export function disagreements(draft: Draft): readonly Flaw[] {
  return [
    ...majority(draft),
    ...networked(draft),
    ...impostors(draft),
    ...logins(draft),
    ...named(['responders'], draft.responders, draft.people),
    ...draft.watches.flatMap((watch) => [
      ...regions(watch),
      ...approvers(watch, draft.people),
      ...companions(watch),
      ...trafficOnly(watch),
      ...critical(watch),
      ...freshness(watch),
      ...chainTimes(watch),
      ...zones(watch, draft),
      ...acknowledgements(watch),
    ]),
    ...ownership(draft.watches),
  ];
}

function majority({ vantages, quorum }: Draft): readonly Flaw[] {
  if (vantages === undefined || quorum === undefined) return [];
  const least = Math.floor(vantages.length / 2) + 1;
  if (quorum >= least && quorum <= vantages.length) return [];
  const of = `${vantages.length} ${vantages.length === 1 ? 'vantage' : 'vantages'}`;
  const message =
    quorum < least
      ? `is ${quorum}, which is no majority of ${of}: two quorums could disagree`
      : `is ${quorum}, which ${of} can never reach`;
  const next =
    least === vantages.length
      ? `Write ${least}.`
      : `Write a number from ${least} to ${vantages.length}.`;
  return [{ path: ['quorum'], message, next }];
}

/** Only what we deploy can be put into a network. */
function networked({ vantages, networks }: Draft): readonly Flaw[] {
  if (vantages === undefined || networks === undefined) return [];
  return networks.flatMap((name): Flaw[] => {
    const path = ['networks', name];
    if (!vantages.includes(name)) {
      return [{ path, message: 'is no vantage', next: 'Name it in vantages as well.' }];
    }
    if (isAwsRegion(name)) return [];
    const message = 'is no region of AWS, so nothing of it is deployed';
    return [{ path, message, next: 'Leave it out: it looks through the network it stands in.' }];
  });
}

/** A click comes from a Slack member, who must be one person of the file and no other. */
function impostors({ people }: Draft): readonly Flaw[] {
  const first = new Map<string, string>();
  return [...(people ?? [])].flatMap(([person, slack]): Flaw[] => {
    if (slack === undefined) return [];
    const already = first.get(slack);
    if (already === undefined) first.set(slack, person);
    if (already === undefined) return [];
    const message = `is the Slack id of ${already} as well`;
    return [{ path: ['people', person, 'slack'], message, next: 'Give each person their own.' }];
  });
}

function regions({ path, primary, secondary }: DraftWatch): readonly Flaw[] {
  if (primary === undefined || primary !== secondary) return [];
  const message = `is ${primary}, and so is primary`;
  return [{ path: [...path, 'secondary'], message, next: 'Name another region to move to.' }];
}

function approvers(watch: DraftWatch, people: Draft['people']): readonly Flaw[] {
  const { approvers: all, mode } = watch;
  const path = [...watch.path, 'approvers'];
  if (mode === 'ask' && all?.length === 0 && people !== undefined) {
    const message = 'names nobody, so that no move could ever be approved';
    return [{ path, message, next: 'Name somebody of people, or write mode: advise.' }];
  }
  return named(path, all, people);
}

/** Each of them is one of `people`, and named once. */
function named(
  path: Path,
  all: readonly string[] | undefined,
  people: Draft['people'],
): readonly Flaw[] {
  if (all === undefined || people === undefined) return [];
  return all.flatMap((person, at) => {
    const earlier = all.indexOf(person) < at;
    if (earlier) return [{ path: [...path, at], message: 'is named twice', next: 'Remove it.' }];
    return people.has(person)
      ? []
      : [stranger([...path, at], person, [...people.keys()], 'people')];
  });
}

function companions({ services }: DraftWatch): readonly Flaw[] {
  const names = services.map(({ name }) => name);
  return services.flatMap(({ name, path, movesWith = [] }) => {
    const others = names.filter((other) => other !== name);
    return movesWith.flatMap((other, at) =>
      others.includes(other)
        ? []
        : [stranger([...path, 'movesWith', at], other, others, 'the other services')],
    );
  });
}

function critical({ path, services, downWhen = 1 }: DraftWatch): readonly Flaw[] {
  if (services.length === 0 || services.some((service) => service.critical === undefined))
    return [];
  const count = services.filter((service) => service.critical).length;
  if (count === 0) {
    const message = 'has no critical service, so that the region could never be down';
    return [{ path: [...path, 'services'], message, next: 'Write critical: true on one.' }];
  }
  if (downWhen <= count) return [];
  const message = `is ${downWhen}, and only ${count} of the services are critical`;
  return [{ path: [...path, 'downWhen'], message, next: `Write at most ${count}.` }];
}

/** Between two rounds the last answers must still count, or every verdict would flicker. */
function freshness({ path, judging }: DraftWatch): readonly Flaw[] {
  if (judging === undefined) return [];
  const { freshMs, roundMs, timeoutMs } = judging;
  if (freshMs > roundMs + timeoutMs) return [];
  const least = `${(roundMs + timeoutMs) / 1_000}s`;
  return [
    {
      path: [...path, 'judging', 'fresh'],
      message: `ends before the next answer: round and timeout together take ${least}`,
      next: `Write more than ${least}.`,
    },
  ];
}

/** Azure DNS is asked about a zone of ours; where no step changes a record, one must be named. */
function zones({ services }: DraftWatch, { zone }: Draft): readonly Flaw[] {
  if (zone !== undefined || services.length === 0) return [];
  const compiled = services.map((service) => service.compiled);
  if (compiled.some((known) => known === undefined)) return [];
  if (zonesOf(compiled.flatMap((known) => known?.targets ?? [])).length > 0) return [];
  return [
    {
      path: ['azure', 'zone'],
      message: 'is missing, and no service changes a record by which to know Azure DNS answers',
      next: 'Name a zone of yours in Azure DNS.',
    },
  ];
}
