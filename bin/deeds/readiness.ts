/** `farwatch readiness`: checks from this machine whether a move could succeed, and changes nothing. */

import { join } from 'node:path';
import { netFor } from '../../adapters/azure/account.ts';
import { fileBrake } from '../../adapters/local/brake.ts';
import { wallClock } from '../../adapters/local/clock.ts';
import { fileMemory } from '../../adapters/local/memory.ts';
import { secretsOf } from '../../adapters/local/secrets.ts';
import { worldFor } from '../../adapters/world.ts';
import type { Estate } from '../../config/estate.ts';
import { checkKinds, stepKinds } from '../../config/kinds.ts';
import type { CheckFinding } from '../../core/kinds.ts';
import type { Standing } from '../../core/plan.ts';
import { type Preflight, type Readiness, unreadyOf } from '../../core/readiness.ts';
import { took } from '../../core/telling/words.ts';
import type { Watch } from '../../core/watch.ts';
import { labDescribedIn } from '../../lab/play/description.ts';
import type { LabAccess } from '../../lab/play/lab.ts';
import { labAt } from '../../lab/play/remote.ts';
import { labAccount, labAws } from '../../lab/world/lab-logins.ts';
import { preflight } from '../../lambdas/failover/preflight.ts';
import { ledgerIn } from '../../lambdas/ledger/kept.ts';
import { lookReady, type ReadinessWorld } from '../../lambdas/readiness/readiness.ts';
import { type Exit, exits } from '../exit.ts';
import { remembering } from '../hush.ts';
import { lookingFrom, switchingFrom } from '../logins.ts';
import { complain, print, printJson, styled } from '../print.ts';
import { readEstate, watchIn } from '../read-estate.ts';

export interface ReadinessOptions {
  readonly watch?: string;
  readonly preflight?: boolean;
  readonly attach?: string;
  readonly state: string;
  readonly json?: boolean;
}

export async function readiness(file: string, options: ReadinessOptions): Promise<Exit> {
  const estate = await readEstate(file);
  const { watch: name } = options;
  const watches = name === undefined ? estate.watches : [watchIn(estate, name)];
  const world = await worldOf(estate, options);
  if (!options.json) complain('Asking Azure; nothing is changed.');
  const found = await Promise.all(watches.map((watch) => lookReady(watch, world)));
  if (options.json) printJson({ watches: found });
  else for (const one of found) show(one);
  return exitOf(found);
}

async function worldOf(
  { name, azure }: Estate,
  options: ReadinessOptions,
): Promise<ReadinessWorld> {
  const { secrets, reach, looks, switches } =
    options.attach === undefined
      ? {
          ...{ secrets: remembering(secretsOf()), reach: {} },
          ...{ looks: lookingFrom, switches: switchingFrom },
        }
      : insteadOfAzure(labAt(await labDescribedIn(options.attach)));
  const folder = join(options.state, encodeURIComponent(name));
  const looking = {
    clock: wallClock,
    net: await netFor(looks(azure), secrets, reach),
    kinds: checkKinds,
    // What `farwatch watch` on this machine has written down.
    ledger: ledgerIn(fileMemory(join(folder, 'memory'), wallClock)),
  };
  if (options.preflight !== true) return looking;
  const proving = {
    clock: wallClock,
    azure: await worldFor(switches(azure), secrets, reach),
    kinds: stepKinds,
    brake: fileBrake(join(folder, 'brake.json')),
  };
  return { ...looking, preflight: (watch: Watch) => preflight(watch, proving) };
}

/** The very adapters, led elsewhere. */
function insteadOfAzure({ secrets, dialOf, ca, nameServersOf }: LabAccess) {
  const dial = dialOf('operator');
  return {
    secrets: async (reference: string) => secrets[reference] ?? '',
    reach: { dial, ca, nameServers: nameServersOf('operator'), aws: labAws },
    ...{ looks: labAccount, switches: labAccount },
  };
}

/** A warning is no failure: it is printed, and the way is open. */
export function exitOf(found: readonly Readiness[]): Exit {
  const kept = found.map((readiness) => ({ is: 'kept', readiness }) as const);
  if (kept.some((one) => unreadyOf(one, one.readiness.at).length > 0)) return exits.failed;
  return found.some(isUnsure) ? exits.unsure : exits.fine;
}

function isUnsure({ checks, preflight: told }: Readiness): boolean {
  if (checks.some(({ finding }) => finding.is === 'unsure')) return true;
  if (told.is !== 'told') return told.is === 'unsure';
  const { token, steps, brake } = told.preflight;
  const unread = steps.some(({ standing, rights }) => isOpen(standing) || isOpen(rights));
  return unread || isOpen(token) || isOpen(brake);
}

function isOpen({ is }: { readonly is: string }): boolean {
  return is === 'unsure';
}

type Is = CheckFinding['is'];
const marks: Readonly<Record<Is, string>> = { fine: '●', warns: '!', fails: '▼', unsure: '?' };
const colours = { fine: 'green', warns: 'yellow', fails: 'red', unsure: 'yellow' } as const;

/** A step that has nothing left to do is as ready as one that waits to be done. */
const stands: Readonly<Record<Standing['is'], Is>> = {
  todo: 'fine',
  done: 'fine',
  moving: 'warns',
  stuck: 'fails',
  unsure: 'unsure',
};

function show({ watch, checks, preflight: told }: Readiness): void {
  print(styled('bold', watch));
  const width = Math.max(...checks.map(({ service, check }) => `${service}/${check}`.length), 0);
  for (const { service, check, finding } of checks) {
    line(finding.is, `${service}/${check}`.padEnd(width), finding.why);
    const more = finding.is === 'fine' ? finding.note : finding.next;
    if (more !== undefined) print(`${' '.repeat(width + 12)}→ ${more}`);
  }
  if (told.is === 'unsure') line('unsure', 'preflight', told.why);
  if (told.is === 'told') showPreflight(told.preflight);
}

function showPreflight({ token, steps, brake }: Preflight): void {
  if (token.is === 'held') line('fine', 'switch token', `${took(token.ageMs)} old`);
  else line(token.is === 'refused' ? 'fails' : 'unsure', 'switch token', token.why);
  for (const { step, from, standing, rights } of steps) {
    const name = `away from ${from}: ${step}`;
    line(stands[standing.is], name, 'why' in standing ? standing.why : standing.is);
    if (rights.is === 'unsure') line('unsure', name, rights.why);
    // In full: whoever is to give the right needs the id.
    const missing = rights.is === 'missing' ? rights.missing : [];
    for (const { action, scope } of missing) line('fails', name, `lacks ${action} on ${scope}`);
  }
  if (brake.is === 'off') line('fine', 'kill switch', 'off');
  else line(brake.is === 'on' ? 'warns' : 'unsure', 'kill switch', brake.why);
}

function line(is: Is, name: string, why: string): void {
  print(`  ${styled(colours[is], `${marks[is]} ${is.padEnd(6)}`)} ${name}  ${styled('dim', why)}`);
}
