/** Enables or disables workflows of Logic Apps Standard, by the application settings of their site. */

import * as z from 'zod';
import { Refusal, type StepKind } from '../core/kinds.ts';
import type { Standing } from '../core/plan.ts';
import { flowSetting, type SiteWorkflow } from '../core/site-workflows.ts';
import { differences, listSettings, withChanges, writeSettings } from './app-settings.ts';
import { nameOf } from './arm-id.ts';
import { patienceWith } from './patience.ts';
import { chosen, several, siteExample, siteSettings, subjectOf } from './site-workflows.ts';

const settings = siteSettings.extend({ state: z.enum(['Enabled', 'Disabled']) });

type Settings = z.infer<typeof settings>;

/** Settings have no etag: whoever else writes them is caught by looking twice, so far apart. */
const restMs = 1_000;
/** A pipeline that is at it will be for a while. */
const retryAfterMs = 10_000;

/**
 * `Workflows.<name>.FlowState`, of "Edit host and app settings for Standard logic apps". Disabled, a
 * workflow ends the runs that it has begun; a site that is stopped would cancel them.
 */
export const workflowFlowState: StepKind<Settings> = {
  settings,
  example: { ...siteExample, state: 'Disabled' },
  permissions: [
    'Microsoft.Web/sites/workflows/read',
    'Microsoft.Web/sites/config/list/action',
    'Microsoft.Web/sites/config/write',
  ],
  requires: ['entra', 'arm'],
  owable: true,
  irreversible: false,
  danger:
    'reads and writes back every application setting of the app, connection strings among them, and restarts it',
  stepMsMax: 900_000,
  // Written settings restart the site, and the old state is told until its host is up again.
  settleMs: 60_000,
  describe: (s) => `${s.state === 'Enabled' ? 'Enable' : 'Disable'} ${subjectOf(s)}`,
  targets: ({ site }) => [site.toLowerCase()],

  async inspect(azure, s, signal) {
    const { found, missing } = await chosen(azure, s, signal);
    return missing === undefined ? standingOf(found, s) : { is: 'stuck', why: missing };
  },

  async apply(azure, s, signal) {
    const standing = await workflowFlowState.inspect(azure, s, signal);
    if (standing.is === 'stuck') throw new Refusal({ message: standing.why, sent: 'no' });
    if (standing.is !== 'todo') return;
    const patiently = patienceWith(azure, signal);
    const list = () => patiently(() => listSettings(azure, s, signal));
    const ours = new Map(s.workflows.map((name) => [flowSetting(name), s.state]));
    const before = await list();
    // Written by an earlier try, and not obeyed yet: writing it again would restart the site again.
    if (differences(before, withChanges(before, ours), new Map()) === 0) return;
    await azure.pause(restMs, signal);
    const now = await list();
    const theirs = differences(before, now, ours);
    if (theirs > 0) {
      const message = `somebody else is changing the settings of ${nameOf(s.site)}: ${theirs} within ${restMs} ms`;
      throw new Refusal({ message, sent: 'no', retryAfterMs });
    }
    await patiently(() => writeSettings(azure, s, withChanges(now, ours), signal));
  },
};

function standingOf(found: readonly SiteWorkflow[], s: Settings): Standing {
  const odd = found.filter(({ state }) => state !== 'Enabled' && state !== 'Disabled');
  if (odd.length > 0) {
    return { is: 'stuck', why: several(odd.map(({ name, state }) => `${name} is ${state}`)) };
  }
  const progress = {
    done: found.filter(({ state }) => state === s.state).length,
    of: found.length,
  };
  if (progress.done < progress.of) return { is: 'todo', progress };
  // What rests may be ill; what shall serve has to be well, once its site has restarted.
  const ill = s.state === 'Disabled' ? [] : found.filter((one) => one.ill !== undefined);
  if (ill.length === 0) return { is: 'done' };
  return { is: 'moving', why: several(ill.map((one) => `${one.name} ${one.ill}`)) };
}
