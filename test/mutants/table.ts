/** The faults that are planted: each a few words of the source put otherwise, as a slip might. */

export interface Edit {
  readonly file: string;
  /** Must occur exactly once. */
  readonly find: string;
  readonly replace: string;
}

export interface Mutant {
  readonly name: string;
  /** The stories that are to find it; absent, the usual ones. */
  readonly stories?: 'split';
  readonly edits: readonly Edit[];
}

export const mutants: readonly Mutant[] = [
  {
    name: 'claim unchecked',
    edits: [
      {
        file: 'core/deciding/claims.ts',
        find: 'const inHand = claim !== undefined && !sent && at < claim.until;',
        replace: 'const inHand = false;',
      },
    ],
  },
  {
    name: 'digest unchecked',
    edits: [
      {
        file: 'core/deciding/answers.ts',
        find: 'offer.plans.find((p) => p.digest === told.digest)',
        replace: 'offer.plans.find(() => true)',
      },
    ],
  },
  {
    // Twice guarded: a late click also judges again, and that alone would let the offer lapse.
    name: 'expiry unchecked',
    edits: [
      {
        file: 'core/deciding/answers.ts',
        find: 'if (at >= offer.until) {',
        replace: 'if (at === undefined) {',
      },
      {
        file: 'core/deciding/offers.ts',
        find: "return at >= offer.until ? [{ kind: 'lapsed', at, offer: offer.number }] : [];",
        replace: 'return [];',
      },
    ],
  },
  {
    name: 'quorum that shrinks',
    edits: [
      {
        file: 'core/judge.ts',
        find: "if (count('down') >= watch.quorum)",
        replace:
          "if (count('down') > 0 && count('down') >= Math.min(watch.quorum, opinions.length - count('unsure')))",
      },
    ],
  },
  {
    name: 'stale votes counted',
    edits: [
      {
        file: 'core/opinion.ts',
        find: 'newest === undefined || at - answeredAt(newest) > policy.freshMs',
        replace: 'newest === undefined',
      },
    ],
  },
  {
    name: '`unsure` counted as down',
    edits: [
      {
        file: 'core/judge.ts',
        find: "if (count('down') >= watch.quorum)",
        replace: "if (count('down') > 0 && count('down') + count('unsure') >= watch.quorum)",
      },
    ],
  },
  {
    name: 'owed step dropped',
    edits: [
      {
        file: 'core/deciding/proof.ts',
        find: 'return owedSteps(incident).length > 0 ? [proven] : [',
        replace: 'return [',
      },
    ],
  },
  {
    name: 'second approval accepted',
    edits: [
      {
        file: 'core/deciding/answers.ts',
        find: 'if (!isAsking(incident)) return refused(pastTense(incident));',
        replace: `if (incident.stage === 'moving' && told.yes) {
          const approval = { ...incident.approval, by: told.by };
          return [{ kind: 'approved', at, approval, plan: incident.plan }];
        }
        if (!isAsking(incident)) return refused(pastTense(incident));`,
      },
    ],
  },
  {
    name: 'a card told before its fact',
    edits: [
      {
        file: 'lambdas/tell/tell.ts',
        find: 'const facts = factsOf(entries);',
        replace: `const written = factsOf(entries);
        const sure = { kind: 'proven', at: world.clock.now(), active: {} };
        const facts = written.at(-1)?.kind === 'moved' ? [...written, sure] : written;`,
      },
    ],
  },
  {
    name: 'step repeated within a claim',
    edits: [
      {
        file: 'core/next.ts',
        find: 'at < claim.until && state?.sent === false',
        replace: 'at < claim.until',
      },
    ],
  },
  {
    name: 'offer with a dark target',
    edits: [
      {
        file: 'core/deciding/hindrances.ts',
        find: '...targetTroubles(watch, picture, about),',
        replace: '',
      },
    ],
  },
  {
    name: 'held taken for over',
    edits: [
      {
        file: 'core/evolve-move.ts',
        find: "...{ stage: 'held', step: fact.step, why: fact.why },",
        replace: "...{ stage: 'over', outcome: 'abandoned', at: fact.at },",
      },
    ],
  },
  {
    name: 'done again before its news is learnt',
    edits: [
      {
        file: 'lambdas/failover/failover.ts',
        find: '(news) => ended.push({ key, news }),',
        replace: '(news) => inFlight.delete(key) && ended.push({ key, news }),',
      },
    ],
  },
  {
    name: 'kill switch read, and not obeyed',
    edits: [
      {
        file: 'lambdas/failover/perform.ts',
        find: 'if (stopped !== undefined) return [stopped];',
        replace: '',
      },
      {
        file: 'lambdas/failover/brake.ts',
        find: 'if (why !== undefined) throw',
        replace: 'if (why === null) throw',
      },
    ],
  },
  {
    name: 'kill switch lifted by a responder',
    edits: [
      {
        file: 'core/deciding/brake.ts',
        find: 'by: Person, why: string, { mayLift }: Watch',
        replace: 'by: Person, why: string, { mayStop: mayLift }: Watch',
      },
    ],
  },
  {
    name: 'singleton enabled without its fence',
    edits: [
      {
        file: 'core/deciding/steps.ts',
        find: 'objections(incident, step)[0] ?? doubt(',
        replace: 'doubt(',
      },
      {
        file: 'core/carrying.ts',
        find: 'return movePhases.find((phase) =>',
        replace: 'return movePhases.toReversed().find((phase) =>',
      },
    ],
  },
  {
    name: 'proven fence taken to stand for ever',
    stories: 'split',
    edits: [
      {
        file: 'core/next.ts',
        find: 'const fences = provenFences(incident, step);',
        replace: 'const fences: readonly Step[] = [];',
      },
    ],
  },
];
