/** The small shapes that `farwatch.yaml` is made of. */

import * as z from 'zod';
import { azureRegions } from './azure-regions.ts';
import { nearest } from './nearest.ts';
import { shown } from './secrets.ts';

/** What people call an estate, a watch, a service, themselves. */
export const name = z
  .string()
  .regex(
    /^(?!constructor$)[a-z][a-z0-9-]{0,39}$/,
    'must be a short name -> Begin with a small letter; use small letters, digits and dashes.',
  );

export const vantage = name.describe('An AWS region to look from, or the name of a laptop.');

/** A closed list, so that editors offer it. */
export const region = z.enum(azureRegions, {
  error: ({ input }) => {
    if (input === undefined) return undefined;
    const meant = nearest(String(input), azureRegions);
    const said = shown(input);
    const message = said === undefined ? 'is no Azure region' : `${said} is no Azure region`;
    return meant === undefined
      ? `${message} -> Write the name as Azure does, for instance westeurope.`
      : `${message} -> Did you mean ${meant}?`;
  },
});

export const guid = z.guid('must be a GUID -> Copy it from the Azure portal or `az account show`.');

export const slackChannel = z
  .string()
  .regex(
    /^[CG][A-Z0-9]{2,}$/,
    'must be the id of a channel -> Copy it from the channel’s details; it begins with C.',
  );

export const slackMember = z
  .string()
  .regex(
    /^[UW][A-Z0-9]{2,}$/,
    'must be the id of a member -> Copy it from the person’s profile; it begins with U.',
  );

/** As IAM names whoever calls; of a role, the session belongs to it: it says which person it is. */
export const awsCaller = z
  .string()
  .regex(
    /^arn:aws:(?:iam::\d{12}:user\/[\w+=,.@/-]+|sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+)$/,
    'must be the ARN of a caller -> Copy it from `aws sts get-caller-identity`.',
  );

/** Names under which Azure, and Microsoft's own sites on it, are reached. */
const azureHost = new RegExp(
  `(?:^|\\.)(?:${[
    'azure\\.(?:com|net)',
    'azure-api\\.net',
    'azureedge\\.net',
    'azurefd\\.net',
    'azurewebsites\\.net',
    'cloudapp\\.net',
    'microsoft\\.com',
    'microsoftonline\\.com',
    'office\\.com',
    'trafficmanager\\.net',
    'windows\\.net',
  ].join('|')})$`,
);

/** Outside Azure by nature, so an address in Azure is refused: it would go dark with the target. */
export const reference = z
  .url({
    protocol: /^https$/,
    abort: true,
    error: 'must be an https address -> Name a site that you trust to be up.',
  })
  .refine((url) => !/[?#@]/.test(url), {
    error: 'must be a plain address -> Leave out the query, the fragment and any user.',
  })
  .refine((url) => !azureHost.test(URL.parse(url)?.hostname ?? ''), {
    error: 'is in Azure itself -> Name a site outside Azure: it tells whether we can see at all.',
  });
