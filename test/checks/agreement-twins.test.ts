/** Agreements of two integration accounts: the same on both sides, with room to be raised. */

import { expect, it } from '@jest/globals';
import { agreementTwins } from '../../checks/agreement-twins.ts';
import { checkOn, gone } from './grounds.ts';

const accounts = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Logic/integrationAccounts';
const settings = {
  ...{ primary: `${accounts}/we`, secondary: `${accounts}/ne` },
  ...{ margin: 1_000, create: false },
};

interface Side {
  readonly upper?: number;
  readonly guarded?: boolean;
  readonly number?: number;
  readonly name?: string;
}

function agreement({ upper = 999_999_999, guarded = true, name = 'acme' }: Side) {
  const envelopeSettings = { interchangeControlNumberUpperBound: upper };
  const validationSettings = { checkDuplicateInterchangeControlNumber: guarded };
  const x12 = {
    sendAgreement: { protocolSettings: { envelopeSettings } },
    receiveAgreement: { protocolSettings: { validationSettings } },
  };
  return { name, properties: { agreementType: 'X12', content: { x12 } } };
}

function finding(we: Side, ne: Side) {
  return checkOn(agreementTwins, settings, {
    async resource(id) {
      const side = id.startsWith(settings.primary) ? we : ne;
      if (id.endsWith('/agreements')) return { value: [agreement(side)] };
      if (side.number === undefined) throw gone();
      return { properties: { content: { ControlNumber: String(side.number) } } };
    },
  });
}

const both = { number: 1_000 };

it.each([
  ['all is alike', both, both, 'fine', '1 agreement alike on both sides'],
  ['nothing was ever sent', {}, {}, 'fine', 'alike'],
  ['one is missing', both, { ...both, name: 'globex' }, 'fails', 'ne has no agreement acme'],
  ['they number differently', both, { ...both, upper: 9_999 }, 'fails', 'acme numbers differently'],
  ['duplicates are taken', { ...both, guarded: false }, both, 'warns', 'same interchange twice'],
  ['a number was not replicated', both, {}, 'warns', 'ne has no number of acme'],
  [
    'there is no room',
    { number: 900, upper: 1_000 },
    { upper: 1_000, number: 1 },
    'fails',
    '900 of',
  ],
  [
    'room is running out',
    { number: 900, upper: 9_999 },
    { number: 1, upper: 9_999 },
    'warns',
    'acme is at 900 of 9999',
  ],
] as const)('tells when %s', async (_, we, ne, is, why) => {
  expect(await finding(we, ne)).toMatchObject({ is, why: expect.stringContaining(why) });
});
