/** The registries as the compiler holds them: a kind that is misshapen does not get past here. */

import * as checks from '../checks/registry.ts';
import type { CheckKind, ProbeKind, ServiceKind } from '../core/kinds.ts';
import type { AnyStep } from '../core/world.ts';
import * as probes from '../probes/registry.ts';
import * as services from '../services/registry.ts';
import * as steps from '../steps/registry.ts';

export const probeKinds: Readonly<Record<string, ProbeKind<unknown>>> = { ...probes };
export const stepKinds: Readonly<Record<string, AnyStep>> = { ...steps };
export const serviceKinds: Readonly<Record<string, ServiceKind<unknown>>> = { ...services };
export const checkKinds: Readonly<Record<string, CheckKind<unknown>>> = { ...checks };
