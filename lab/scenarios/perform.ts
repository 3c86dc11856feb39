/** Does what an act says: to the lab's Azure, or in the name of a person. */

import type { Click } from '../../core/click.ts';
import type { Fact, FactOf } from '../../core/fact.ts';
import type { Digest, ServiceName, StepName } from '../../core/names.ts';
import { sides } from '../../core/names.ts';
import { never } from '../../core/never.ts';
import { wishes } from '../../core/plan.ts';
import { Trouble } from '../../core/trouble.ts';
import type { Theatre } from '../play/theatre.ts';
import type { AzureWorld } from '../world/azure.ts';
import type { Act, ActOf } from './act.ts';

/** Resolves with the line that a person was told; undefined for what no person did. */
export async function perform(
  act: Act,
  theatre: Theatre,
  nth: number,
): Promise<string | undefined> {
  const { world, house } = theatre;
  switch (act.verb) {
    case 'break':
      for (const place of act.break) for (const fault of act.with) world.faults.set(place, fault);
      return undefined;
    case 'heal':
      for (const place of act.heal) heal(world, place);
      return undefined;
    case 'stop':
      return house.answer({ ...doorOf(act.stop, nth), kind: 'stop', why: act.why });
    case 'lift':
      return house.answer({ ...doorOf(act.lift, nth), kind: 'lift', why: act.why });
    case 'disable':
      return byHand(world, act.disable, 'Disabled');
    case 'enable':
      return byHand(world, act.enable, 'Enabled');
    case 'empty':
      return emptied(world, act.empty);
    case 'order':
      return house.answer(orderOf(act, theatre, nth));
    case 'wish':
      return house.answer(wishOf(act, theatre, nth));
    case 'approve':
      return house.answer(clickOf(act, { user: act.approve, yes: true }, theatre, nth));
    case 'decline':
      return house.answer(clickOf(act, { user: act.decline, yes: false }, theatre, nth));
    default:
      return never(act);
  }
}

function heal({ faults }: AzureWorld, place: string): void {
  if (!faults.list().some((broken) => broken.place === place)) {
    throw new Trouble('scenario-refused', {
      message: `Cannot heal ${place}: it is not broken`,
      next: 'Heal a place by the name that it was broken by.',
    });
  }
  faults.clear(place);
}

/** By somebody with every right, who does not tell us. */
function byHand({ arm, layout }: AzureWorld, which: string, state: 'Enabled' | 'Disabled') {
  const [region, name] = which.split('/');
  const side = sides.find((s) => layout.regions[s] === region);
  const found = layout.workflows.find((w) => w.side === side && w.id.endsWith(`/${name}`));
  if (found === undefined) {
    throw new Trouble('scenario-refused', {
      message: `Cannot find the workflow ${which}`,
      next: 'Write its region and its name, like westeurope/edi-health.',
    });
  }
  arm.setWorkflow('operator', found.id, state);
  return undefined;
}

function emptied({ arm, layout }: AzureWorld, name: string): undefined {
  const all = layout.aliases.flatMap(({ namespaces }) => sides.map((side) => namespaces[side].id));
  const found = all.find((id) => id.endsWith(`/${name}`));
  if (found === undefined) {
    throw new Trouble('scenario-refused', {
      message: `Cannot find the namespace ${name}`,
      next: 'Write its name as Azure has it, like contoso-orders-we.',
    });
  }
  for (const { id } of arm.busEntities(found)) arm.deleteBusEntity('operator', id);
}

function orderOf({ order, by, step }: ActOf<'order'>, theatre: Theatre, nth: number): Click {
  const facts = theatre.facts();
  const named = step === undefined ? {} : { step: step as StepName };
  const from = knockOf(by, incidentAt(facts, facts.length), theatre, nth);
  return { ...from, ...named, kind: 'order', order, why: 'as the story goes' };
}

function wishOf(
  { wish, by, services = [], from, why }: ActOf<'wish'>,
  theatre: Theatre,
  nth: number,
): Click {
  const facts = theatre.facts();
  return {
    ...knockOf(by, incidentAt(facts, facts.length), theatre, nth),
    ...{ kind: 'wish', move: wishes[wish], why, ...(from && { from }) },
    services: services as readonly string[] as readonly ServiceName[],
  };
}

/** Whoever clicks has a card in hand: the last one that was made, or an older one. */
function clickOf(
  act: ActOf<'approve'> | ActOf<'decline'>,
  { user, yes }: { readonly user: string; readonly yes: boolean },
  theatre: Theatre,
  nth: number,
): Click {
  const facts = theatre.facts();
  const at = facts.findLastIndex((fact) => isCard(fact, act.offer));
  const card = facts[at];
  const offer = card?.kind === 'offered' ? card.offer : undefined;
  const digest = act.forged ? undefined : offer?.plans[act.plan - 1]?.digest;
  return {
    ...knockOf(user, incidentAt(facts, at), theatre, nth),
    kind: 'answer',
    yes,
    digest: digest ?? ('of no plan' as Digest),
    offer: offer?.number ?? 0,
    ...('word' in act && act.word !== undefined ? { word: act.word } : {}),
  };
}

function isCard(fact: Fact, number: number | undefined): fact is FactOf<'offered'> {
  return fact.kind === 'offered' && (number === undefined || fact.offer.number === number);
}

function knockOf(user: string, incident: number, { watch }: Theatre, nth: number) {
  return { ...doorOf(user, nth), watch: watch.name, incident };
}

function doorOf(user: string, nth: number) {
  return { via: 'lab', user, name: user, nonce: `click-${nth}` };
}

/** The incident that the fact at this index belongs to. */
function incidentAt(facts: readonly Fact[], index: number): number {
  const opened = facts.slice(0, index + 1).findLast((fact) => fact.kind === 'opened');
  return opened?.kind === 'opened' ? opened.incident : 1;
}
