/** What does not stand as it should is asked about: put as it should be, or left by a person's word. */

import type { Rulebook } from '../decide.ts';
import { draftAligned } from '../draft.ts';
import type { Fact, Wish } from '../fact.ts';
import type { Incident, Wished } from '../incident.ts';
import type { Instant, Person, ServiceName, Side } from '../names.ts';
import { other } from '../names.ts';
import type { Condition, Picture } from '../picture.ts';
import type { Plan } from '../plan.ts';
import { adriftIn, sideOf } from '../posture.ts';
import type { Told } from '../signal.ts';
import { hindrances, wishedFor } from './hindrances.ts';
import { askedFor } from './offers.ts';
import { behindEnding } from './opening.ts';

type Facts = readonly Fact[];
type Asker = Pick<Wish, 'by' | 'why' | 'via' | 'at'>;

/** Nobody is named farwatch: a person of the file is `people` there. */
const ourselves = 'farwatch' as Person;

/** Asked once for what has just been noticed; what was declined is asked again when it is another thing. */
export function onAdrift(noted: Facts, picture: Picture, rules: Rulebook, at: Instant): Facts {
  const fresh = noted.flatMap((fact) =>
    fact.kind === 'noticed' && fact.condition.sort === 'posture' ? [fact.condition] : [],
  );
  if (fresh.length === 0 || rules.watch.mode !== 'ask') return [];
  const why = 'it was seen twice not to stand as it should';
  const asker = { by: ourselves, why, via: 'posture', at };
  const { wish, plans } = alignmentOf(adriftIn(fresh), asker, picture, rules);
  // What stands in the way of it is told with the next question; the condition itself is told now.
  const hindered = wish === undefined || hindrancesOf(wish, plans, picture, rules, at).length > 0;
  return hindered ? [] : askedFor(wish, plans, picture, rules, at);
}

/** A person asks for it, of some services or of all that do not stand as they should. */
export function onWishedAligned(
  incident: Incident,
  { by, why, via, at: asked, picture, services }: Told<'wished'>,
  busy: string | undefined,
  rules: Rulebook,
  at: Instant,
): Facts {
  const refused = (reasons: readonly string[]): Facts =>
    behindEnding(incident, [{ kind: 'refused', at, by, why: reasons.join('; '), via }], at);
  if (busy !== undefined) return refused([busy]);
  const adrift = adriftIn(picture.conditions);
  const named = services.length === 0 ? adrift : adrift.filter((name) => services.includes(name));
  const asker = { by, why, via, at: asked };
  const { wish, plans } = alignmentOf(named, asker, picture, rules);
  if (wish === undefined) return refused(['all of it is seen to stand as it should']);
  const reasons = hindrancesOf(wish, plans, picture, rules, at);
  if (reasons.length > 0) return refused(reasons);
  return behindEnding(incident, askedFor(wish, plans, picture, rules, at), at);
}

/** Whoever has put it right by hand need not be asked any more. */
export function isAligned({ wish }: Wished, { conditions }: Picture): boolean {
  const adrift = adriftIn(conditions as readonly Condition[]);
  return wish.move === 'align' && !wish.services.some((name) => adrift.includes(name));
}

/** All that serve from the side of the first of them: one plan leads to one side. */
function alignmentOf(
  adrift: readonly ServiceName[],
  asker: Asker,
  picture: Picture,
  { watch, digest }: Rulebook,
): { readonly wish: Wish | undefined; readonly plans: readonly Plan[] } {
  const [first] = adrift;
  if (first === undefined) return { wish: undefined, plans: [] };
  const side = ledTo(first, picture);
  const services = adrift.filter((name) => ledTo(name, picture) === side);
  const wish: Wish = { move: 'align', from: other(side), services, ...asker };
  return { wish, plans: draftAligned(watch, picture, wish, digest) };
}

function ledTo(name: ServiceName, { active }: Picture): Side {
  return sideOf(active[name] ?? 'primary');
}

function hindrancesOf(
  wish: Wish,
  plans: readonly Plan[],
  picture: Picture,
  { watch }: Rulebook,
  at: Instant,
): readonly string[] {
  return hindrances(wishedFor(wish), plans, picture, watch, at);
}
