/** The families anyone may extend: ways to look, ways to act, and services that combine them. */

import type { Azure, AzureReader } from './azure.ts';
import type { Instant, Region, Role, Side } from './names.ts';
import type { Net } from './net.ts';
import type { Ledger } from './number-ledger.ts';
import type { Answer, Phase, Plane } from './observation.ts';
import type { Move, Standing, StepSpec, Target, Way } from './plan.ts';
import type { Stake } from './stakes.ts';

/** What we ask of a schema library: to refuse with reasons, not exceptions. Zod fits as it is. */
export interface Schema<T> {
  safeParse(
    raw: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}

export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

export interface ProbeKind<Settings> {
  readonly settings: Schema<Settings>;
  /** Read by the docs, the contract tests and the lab alike, so it must parse. */
  readonly example: Settings;
  /** Whoever is asked looks at the target for us; its silence says nothing about the target. */
  readonly indirect?: true;
  describe(settings: Settings): string;
  /** What asking takes at Azure; absent, nothing: it asks as anybody may, or with a key of its own. */
  rights?(settings: Settings): readonly Right[];
  /**
   * Asks once. Resolves with what was learnt; rejects with `Unreachable` when the target did not
   * let us finish. Anything else it throws is our own fault and becomes `unsure` (see `look`).
   * `at`: when it is asked, for what is only news while it is young; `look` gives it.
   */
  ask(net: Net, settings: Settings, signal: AbortSignal, at?: Instant): Promise<Answer>;
}

/** `Reader` and `Hands`: what it is given to read and to change by, and no more. By default Azure. */
export interface StepKind<Settings, Reader = AzureReader, Hands = Azure> {
  readonly settings: Schema<Settings>;
  readonly example: Settings;
  /**
   * The actions it needs, of Azure, or of IAM where AWS keeps what it changes (`route53:…`). The roles
   * given to the failover function are the generated union.
   */
  readonly permissions: readonly string[];
  /**
   * Which of them on what, where they differ from resource to resource, lie on what the target is a
   * part of, or on the data plane. Absent, all of them on what it changes, and those to read on what it
   * reads besides.
   */
  rights?(settings: Settings): readonly Right[];
  /**
   * Which of Azure's planes must answer for it to be thrown; none for what is not Azure's. A plan is
   * offered only if all of it is up.
   */
  readonly requires: readonly Plane[];
  /** As a fence it may be owed while its region is judged down; in any other phase never. */
  readonly owable: boolean;
  /** Cannot be undone by another step: both sides are judged again before it. */
  readonly irreversible: boolean;
  /**
   * Why a watch must acknowledge this kind by name before it may use it: what cannot be had back, or
   * what its right would be to a thief. Goes on after "which". Absent, it need not.
   */
  readonly danger?: string;
  /** Others carry it out: it is `moving` until it is done, never `todo`, and never applied. */
  readonly awaits?: true;
  readonly stepMsMax: number;
  readonly settleMs: number;
  describe(settings: Settings): string;
  /**
   * The ids of what it changes, lower-cased: no resource may be the target of two watches. An ARM id
   * in Azure, elsewhere an address: `route53:<zone>/<name>`, `https://…`.
   */
  targets(settings: Settings): readonly string[];
  /** The ids of what it reads besides its targets: a resource group that it lists. */
  reads?(settings: Settings): readonly string[];
  /**
   * Where its target is known only during the move: asked when the phases before its own are over,
   * and before the first claim. Reads only; throws when it cannot read enough. What it answers is a
   * fact from then on, and whoever inspects and applies is given its value, after a crash as well.
   * `ledger`: what is known of a side that cannot be read any more.
   */
  fix?(
    reader: Reader,
    settings: Settings,
    at: Instant,
    signal: AbortSignal,
    ledger: Ledger,
  ): Promise<Target>;
  /**
   * Throws when it cannot read; the caller makes `unsure` of that. `target`: the value that was
   * fixed; absent before that, when all that is asked is whether it could be carried out.
   */
  inspect(
    reader: Reader,
    settings: Settings,
    signal: AbortSignal,
    target?: unknown,
  ): Promise<Standing>;
  /** Called after `inspect` said `todo`, by the run whose claim was kept; may come again if it died. */
  apply(hands: Hands, settings: Settings, signal: AbortSignal, target?: unknown): Promise<void>;
}

/** Leave to do one thing to one resource, as Azure's roles put it. */
export interface Right {
  /** `Microsoft.Logic/workflows/read` */
  readonly action: string;
  /** A full ARM id: never a subscription, never a pattern. */
  readonly scope: string;
  /** `data`: on what the resource holds, e.g. messages; Azure keeps such actions apart. */
  readonly plane: 'control' | 'data';
}

/**
 * Whether a move would work if it had to, as one question answers it. Only `fails` keeps a move from
 * being offered: it says that the move cannot succeed. `next` is an instruction for an operator.
 */
export type CheckFinding = Readonly<
  /** `note`: what an approver should know of the move all the same. `stake`: the same, measured. */
  | { is: 'fine'; why: string; note?: string; stake?: Stake }
  | { is: 'warns' | 'fails' | 'unsure'; why: string; next: string }
>;

/** What a check may lean on: it reads with the identity that may only look. */
export interface CheckGround {
  readonly net: Net;
  readonly regions: Readonly<Record<Side, Region>>;
  readonly at: Instant;
  readonly ledger: Ledger;
}

export interface CheckKind<Settings> {
  readonly settings: Schema<Settings>;
  readonly example: Settings;
  describe(settings: Settings): string;
  rights(settings: Settings): readonly Right[];
  /** Reads only. What it throws becomes `unsure`: a check that could not be made refuses nothing. */
  check(ground: CheckGround, settings: Settings, signal: AbortSignal): Promise<CheckFinding>;
  /**
   * Where its check and a step lean on what was seen before: writes it down, every few minutes. Reads
   * Azure only. Throws what could not be read, after it has kept what could.
   */
  record?(ground: CheckGround, settings: Settings, signal: AbortSignal): Promise<void>;
}

/** A check as a service places it. */
export interface CheckSpec {
  /** Unique within its service, e.g. `twins`. */
  readonly name: string;
  /** Which line of `checks/registry.ts` knows how. */
  readonly kind: string;
  readonly settings: unknown;
  /** The moves that it speaks about: those away from this side; absent, all. */
  readonly from?: Side;
  /** The same by their purpose. */
  readonly move?: Move;
}

/** A probe as a service places it. */
export interface ProbeSpec {
  /** Unique within its service and side, e.g. `gateway`. */
  readonly name: string;
  /** Which line of `probes/registry.ts` knows how. */
  readonly kind: string;
  readonly settings: unknown;
}

/**
 * A way through the whole estate as a service has it tested. Its probe has effects, a document that
 * is sent, so it is no part of a round.
 */
export interface ChainSpec {
  readonly probe: ProbeSpec;
  /** Between two tests while all is well. */
  readonly everyMs: number;
  /** The same while it is broken, and while a move waits for its proof. */
  readonly againMs: number;
  /** How long a document may be on its way. */
  readonly withinMs: number;
  /** How test documents are kept from partners and from what books them, as the file says. */
  readonly keptFromPartners: string;
}

export interface ServiceKind<Settings> {
  readonly settings: Schema<Settings>;
  readonly example: Settings;
  describe(settings: Settings): string;
  /** The probes of one side; what is health depends on the role that side has now. */
  probes(settings: Settings, side: Side, role: Role): readonly ProbeSpec[];
  /** Public names and aliases: who is active, asked of the world. */
  pointers(settings: Settings): readonly ProbeSpec[];
  /** The steps that take this service away from `from`, each placed in a phase. */
  steps(settings: Settings, how: Way): readonly StepSpec[];
  /** Why both sides may not serve at once, and what to write; undefined, they may. Absent, they never may. */
  exclusive?(settings: Settings): { readonly why: string; readonly next: string } | undefined;
  /** What must be in order long before a move; absent, there is nothing to check. */
  checks?(settings: Settings, posture?: Way['posture']): readonly CheckSpec[];
  /** Present, it is no service with two sides but a way through all of them: it has only this. */
  chain?(settings: Settings): ChainSpec;
}

/** Thrown by a `Net`: the target, not we, ended it. It becomes `down`, at that phase. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly phase: Phase;
  readonly phases: Answer['phases'];

  constructor(phase: Phase, why: string, phases: Answer['phases'] = {}) {
    super(why);
    this.phase = phase;
    this.phases = phases;
  }
}

/** Thrown by a `Net` or an `Azure`: something that is not the target stood in the way. */
export class Between extends Error {
  override readonly name = 'Between';
}

/**
 * Azure said no to a call of ours, or did not say. `sent` is what we know about its effect: `no`,
 * it certainly had none; `maybe`, it left us and only an inspection can tell.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly sent: 'no' | 'maybe';
  readonly retryAfterMs: number | undefined;

  constructor(told: {
    message: string;
    sent: 'no' | 'maybe';
    status?: number | undefined;
    code?: string | undefined;
    retryAfterMs?: number | undefined;
    cause?: unknown;
  }) {
    super(told.message, { cause: told.cause });
    this.status = told.status;
    this.code = told.code;
    this.sent = told.sent;
    this.retryAfterMs = told.retryAfterMs;
  }
}
