/** How a watch judges and moves: durations and counts, each with the default it has when unsaid. */

import * as z from 'zod';
import type { Policy, Rules } from '../core/watch.ts';
import { duration, durationOrNone } from './durations.ts';

const count = z.int().min(1).max(1_000);

export const judging = z
  .strictObject({
    round: duration.prefault('20s').describe('How often everything is asked.'),
    timeout: duration.prefault('10s').describe('How long one probe may take.'),
    reask: duration.prefault('5s').describe('How soon a failing probe is asked again.'),
    downStreak: count.default(3).describe('Failing answers in a row before a vantage says down.'),
    upStreak: count.default(2).describe('Good answers in a row before a vantage says up.'),
    fresh: duration.prefault('50s').describe('How long an answer says anything about now.'),
    alone: duration.prefault('5m').describe('How long a lone vantage fails before it is told.'),
    window: duration.prefault('10m').describe('Over which degraded and flapping are read.'),
    homeAfter: durationOrNone
      .optional()
      .describe('How long a side must have been seen up before a wished move; half the window.'),
    degradedShare: z
      .number()
      .gt(0)
      .max(1)
      .default(0.2)
      .describe('The share of failing answers from which a service is degraded.'),
    slow: duration.prefault('5s').describe('The p95 of good answers from which it is degraded.'),
  })
  .refine((s) => s.homeAfter === undefined || s.homeAfter + 2 * s.round <= s.window, {
    path: ['homeAfter'],
    error: 'is longer than we look back -> Write less than window without two rounds.',
  })
  .transform(
    (s): Policy => ({
      roundMs: s.round,
      timeoutMs: s.timeout,
      reaskMs: s.reask,
      downStreak: s.downStreak,
      upStreak: s.upStreak,
      freshMs: s.fresh,
      aloneMs: s.alone,
      windowMs: s.window,
      homeAfterMs: s.homeAfter ?? s.window / 2,
      degradedShare: s.degradedShare,
      slowMs: s.slow,
    }),
  );

export const moving = z
  .strictObject({
    approval: duration.prefault('15m').describe('How long an offer stands.'),
    start: duration.prefault('2m').describe('How soon after approval a move must have begun.'),
    applyMax: duration.prefault('60s').describe('How long one call to Azure may take.'),
    skew: durationOrNone.prefault('5s').describe('How far the clocks of two runs may differ.'),
    triesMax: count.default(3).describe('Tries of one step before a person is asked.'),
    prove: duration
      .prefault('5m')
      .describe('How soon after its last step a move must be seen from outside.'),
    oweAfter: durationOrNone
      .prefault('1s')
      .describe('How long a fence must fail before it is owed and the move goes on.'),
    quiet: durationOrNone.prefault('30m').describe('After a move, how long no other is offered.'),
  })
  .transform(
    (s): Rules => ({
      approvalMs: s.approval,
      startMs: s.start,
      applyMsMax: s.applyMax,
      skewMs: s.skew,
      triesMax: s.triesMax,
      proveMs: s.prove,
      oweAfterMs: s.oweAfter,
      quietMs: s.quiet,
    }),
  );
