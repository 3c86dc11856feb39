/** What each check makes of an estate: in order, worth a look, or unable to move. */

import { describe, expect, it } from '@jest/globals';
import { aliasPaired } from '../../checks/alias-paired.ts';
import { certificateAge } from '../../checks/certificate-age.ts';
import { groupLocation } from '../../checks/group-location.ts';
import { recordOwned } from '../../checks/record-owned.ts';
import { workflowTwins } from '../../checks/workflow-twins.ts';
import type { Alias, Workflow } from '../../core/azure.ts';
import { alias, checkOn, checkWith, gone, group, workflow } from './grounds.ts';

const we = `${group}/edi-we`;
const ne = `${group}/edi-ne`;

describe('workflow-twins', () => {
  const named = (primary: readonly string[], secondary: readonly string[]) => ({
    primary: { resourceGroup: we, workflows: [...primary] },
    secondary: { resourceGroup: ne, workflows: [...secondary] },
    singleton: true,
  });
  const holding = (there: Readonly<Record<string, readonly Workflow[]>>) => ({
    workflows: async (where: string) => there[where] ?? [],
  });
  const disabled = { state: 'Disabled' } as const;

  it('is fine when both sides have the same workflows, whatever their case', async () => {
    const estate = holding({ [we]: [workflow(we, 'a')], [ne]: [workflow(ne, 'A', disabled)] });
    const found = await checkOn(workflowTwins, named(['a'], ['a']), estate);
    expect(found).toEqual({ is: 'fine', why: '1 workflow on each side, the same by name' });
  });

  it('fails when a named workflow does not exist: its step would be stuck', async () => {
    const estate = holding({ [we]: [workflow(we, 'a'), workflow(we, 'b')], [ne]: [] });
    const found = await checkOn(workflowTwins, named(['a', 'b'], ['a', 'b']), estate);
    expect(found).toMatchObject({ is: 'fails', why: 'edi-ne has no workflow a, b' });
  });

  it('warns of one that would not run after a move', async () => {
    const estate = holding({
      [we]: [workflow(we, 'a'), workflow(we, 'b')],
      [ne]: [workflow(ne, 'a', disabled)],
    });
    const found = await checkOn(workflowTwins, named(['a', 'b'], ['a']), estate);
    expect(found).toMatchObject({ is: 'warns', why: 'b of edi-we has no twin in edi-ne' });
  });

  it('warns of a singleton that runs on both sides', async () => {
    const estate = holding({ [we]: [workflow(we, 'a')], [ne]: [workflow(ne, 'a')] });
    const both = named(['a'], ['a']);
    expect(await checkOn(workflowTwins, both, estate)).toMatchObject({ is: 'warns' });
    const many = { ...both, singleton: false };
    expect(await checkOn(workflowTwins, many, estate)).toMatchObject({ is: 'fine' });
  });

  it('looks at what carries the tag, and fails when nothing does', async () => {
    const tag = { name: 'farwatch', value: 'edi' };
    const settings = {
      primary: { resourceGroup: we, tag },
      secondary: { resourceGroup: ne, tag },
      singleton: true,
    };
    const tagged = { tags: { Farwatch: 'edi' } };
    const here = [workflow(we, 'a', tagged), workflow(we, 'other')];
    const estate = holding({ [we]: here, [ne]: [workflow(ne, 'a', { ...tagged, ...disabled })] });
    expect(await checkOn(workflowTwins, settings, estate)).toMatchObject({ is: 'fine' });
    const bare = holding({ [we]: here, [ne]: [workflow(ne, 'a')] });
    expect(await checkOn(workflowTwins, settings, bare)).toMatchObject({
      is: 'fails',
      why: 'no workflow in edi-ne is tagged farwatch=edi',
    });
  });
});

describe('alias-paired', () => {
  const namespace = (name: string) =>
    `${group}/bus/providers/Microsoft.ServiceBus/namespaces/${name}`;
  const settings = { alias: 'orders', primary: namespace('we'), secondary: namespace('ne') };
  const paired = {
    [settings.primary]: alias({ role: 'Primary', partner: settings.secondary.toUpperCase() }),
    [settings.secondary]: alias({ role: 'Secondary', partner: settings.primary }),
  };
  const telling = (told: Readonly<Record<string, Alias | undefined>>) => ({
    alias: async (where: string) => {
      const found = told[where];
      if (found === undefined) throw gone();
      return found;
    },
  });
  const with_ = (side: 'primary' | 'secondary', given: Partial<Alias>) =>
    telling({ ...paired, [settings[side]]: { ...alias({}), ...paired[settings[side]], ...given } });

  it('is fine when each side names the other, whoever leads', async () => {
    expect(await checkOn(aliasPaired, settings, telling(paired))).toMatchObject({ is: 'fine' });
    const turned = telling({
      [settings.primary]: alias({ role: 'Secondary', partner: settings.secondary }),
      [settings.secondary]: alias({ role: 'Primary', partner: settings.primary }),
    });
    expect(await checkOn(aliasPaired, settings, turned)).toMatchObject({ is: 'fine' });
  });

  it.each([
    [
      'a partner that was not declared',
      'secondary',
      { partner: namespace('x') },
      'fails',
      /not with we/,
    ],
    ['a failed change', 'primary', { provisioningState: 'Failed' }, 'fails', /reports Failed/],
    ['a change under way', 'primary', { provisioningState: 'Accepted' }, 'warns', /being changed/],
    ['what still waits', 'primary', { pendingReplications: 4 }, 'warns', /^4 changes wait/],
    ['two leaders', 'secondary', { role: 'Primary' }, 'fails', /no pair/],
  ] as const)('tells %s', async (_, side, given, is, why) => {
    const found = await checkOn(aliasPaired, settings, with_(side, given));
    expect(found).toMatchObject({ is, why: expect.stringMatching(why) });
  });

  it('fails once the alias was failed over and not paired anew', async () => {
    const estate = telling({ [settings.secondary]: alias({ role: 'PrimaryNotReplicating' }) });
    const found = await checkOn(aliasPaired, settings, estate);
    expect(found).toMatchObject({ is: 'fails', why: expect.stringContaining('has no partner') });
    expect(found).toMatchObject({ next: expect.stringContaining('Pair the alias anew') });
  });
});

describe('record-owned', () => {
  const settings = {
    record: `${group}/dns/providers/Microsoft.Network/dnsZones/contoso.com/CNAME/orders`,
    primary: 'we.azure-api.net',
    secondary: 'ne.azure-api.net',
    ttlSeconds: 30,
  };
  const saying = (cname: string | undefined, ttlSeconds = 30) => ({
    recordSet: async () => ({ cname, ttlSeconds, metadata: {}, etag: 'e1' }),
  });

  it('is fine when it leads to either side in time', async () => {
    for (const cname of ['we.azure-api.net', 'NE.azure-api.net.']) {
      expect(await checkOn(recordOwned, settings, saying(cname))).toMatchObject({ is: 'fine' });
    }
  });

  it.each([
    ['leads elsewhere', saying('shop.example.net'), /which is neither side/],
    ['follows an Azure resource', saying(undefined), /follows an Azure resource/],
    ['lives too long', saying('we.azure-api.net', 3_600), /TTL of 3600 s where 30 s/],
    ['is not there', { recordSet: () => Promise.reject(gone()) }, /has no CNAME record/],
  ] as const)('fails when it %s', async (_, azure, why) => {
    const found = await checkOn(recordOwned, settings, azure);
    expect(found).toMatchObject({ is: 'fails', why: expect.stringMatching(why) });
  });
});

describe('group-location', () => {
  const settings = { groups: [`${group}/dns`, ne], outside: 'primary' } as const;
  const located = (there: Readonly<Record<string, string>>) => ({
    groupLocation: async (where: string) => there[where] ?? 'northeurope',
  });
  const check = (azure: ReturnType<typeof located>) =>
    checkOn(groupLocation, { ...settings, groups: [...settings.groups] }, azure);

  it('is fine when every group is kept elsewhere', async () => {
    expect(await check(located({}))).toEqual({
      is: 'fine',
      why: 'dns in northeurope, edi-ne in northeurope',
    });
  });

  it('fails for the one in the region that may be dark, however Azure spells it', async () => {
    const found = await check(located({ [`${group}/dns`]: 'West Europe' }));
    expect(found).toMatchObject({ is: 'fails', why: expect.stringMatching(/^dns is located in/) });
  });
});

describe('certificate-age', () => {
  const settings = { url: 'https://we.azure-api.net/status', daysMin: 21 };

  it.each([
    [21, 'fine'],
    [20, 'warns'],
    [0, 'warns'],
  ] as const)('with %i days left %s', async (certificateDaysLeft, is) => {
    expect(await checkWith(certificateAge, settings, { certificateDaysLeft })).toMatchObject({
      is,
    });
  });

  it('is unsure of one that it was not shown', async () => {
    expect(await checkWith(certificateAge, settings, {})).toMatchObject({ is: 'unsure' });
  });
});
