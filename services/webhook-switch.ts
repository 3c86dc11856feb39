/** A switch of the estate's own, e.g. what publishers read to know where to send: turned by HTTPS. */

import * as z from 'zod';
import type { ServiceKind } from '../core/kinds.ts';
import { other } from '../core/names.ts';
import { host } from './fields.ts';
import { body, scalar, set, state } from './switch-address.ts';
import { answerOf, asked, certificatesOf, hostsDiffer, leads, sameHost } from './two-hosts.ts';

const side = z.strictObject({
  host: host.describe('Whom the switch leads to on this side.'),
  value: scalar.describe('What the state says when this side is active.'),
  body: body.describe('What is sent to make this side active: JSON, as text.'),
});

const settings = z
  .strictObject({
    state,
    set,
    primary: side,
    secondary: side,
    ...asked,
  })
  .refine((s) => s.primary.value !== s.secondary.value, {
    path: ['secondary', 'value'],
    error: 'is the same value on both sides -> Write what the other side is called there.',
  })
  .refine(hostsDiffer, sameHost);

type Settings = z.infer<typeof settings>;

export const webhookSwitch: ServiceKind<Settings> = {
  settings,
  example: {
    state: {
      url: 'https://settings.contoso.com/publishers',
      pointer: '/active',
      headers: { Authorization: 'env:SETTINGS_READ_KEY' },
    },
    set: {
      url: 'https://settings.contoso.com/publishers',
      method: 'PUT',
      headers: { Authorization: 'env:SETTINGS_WRITE_KEY' },
    },
    primary: {
      host: 'contoso-events-we.azurewebsites.net',
      value: 'westeurope',
      body: '{"active":"westeurope"}',
    },
    secondary: {
      host: 'contoso-events-ne.azurewebsites.net',
      value: 'northeurope',
      body: '{"active":"northeurope"}',
    },
    path: '/health',
    statuses: [200],
  },

  describe: ({ set, primary, secondary }) =>
    `Switch at ${new URL(set.url).host} (${primary.value} / ${secondary.value})`,

  probes: answerOf,

  pointers: ({ state, primary, secondary }) => [
    {
      name: 'state',
      kind: 'json-value',
      settings: { ...state, sides: { primary: primary.value, secondary: secondary.value } },
    },
  ],

  steps: (s, how) => {
    if (!leads(how)) return [];
    const { from } = how;
    const to = other(from);
    const { state, set } = s;
    const { value, body } = s[to];
    return [
      {
        name: `switch-to-${to}`,
        kind: 'webhook',
        phase: 'traffic',
        settings: { state, set, value, replaces: [s[from].value], body },
      },
    ];
  },

  checks: ({ state, ...s }) => [
    {
      name: 'state',
      kind: 'switch-value',
      settings: { ...state, primary: s.primary.value, secondary: s.secondary.value },
    },
    ...certificatesOf(s),
  ],
};
