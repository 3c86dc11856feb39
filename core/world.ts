/** All that steps read and change, put together once: Azure, and what is moved elsewhere. */

import type { Azure, AzureReader } from './azure.ts';
import type { Elsewhere, ElsewhereReader } from './elsewhere.ts';
import type { StepKind } from './kinds.ts';

export interface WorldReader extends AzureReader, ElsewhereReader {}

/** Only the failover function holds one, inside a claim. */
export interface World extends Azure, Elsewhere {}

/** Any kind of step, for whoever holds all that one could ask for. */
export type AnyStep = StepKind<unknown, WorldReader, World>;
