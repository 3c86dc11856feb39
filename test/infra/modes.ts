import { describe, expect, it } from '@jest/globals';
import { azureSetup } from '../../deploy/azure-setup.ts';
import { trustedRoles } from '../../deploy/names.ts';
import { at, estateIn, list, ofType, staged, statementsIn } from './stage.ts';

describe.each(['observe', 'advise'] as const)('a file whose watches only %s', (mode) => {
  const { stacks, home } = staged(estateIn(mode));
  const all = Object.values(stacks);

  it('deploys nothing that could change Azure', () => {
    const roles = all.flatMap((stack) => ofType(stack, 'AWS::IAM::Role'));
    expect(
      roles
        .map(([, role]) => role['RoleName'])
        .filter(Boolean)
        .toSorted(),
    ).toEqual([
      'farwatch-contoso-look-eu-north-1',
      'farwatch-contoso-look-eu-west-2',
      'farwatch-contoso-look-us-east-1',
    ]);
    const text = JSON.stringify(all);
    expect(text).not.toMatch(/farwatch-contoso-switch/);
    expect(text).not.toMatch(/Failover/);
  });

  it('has Azure trust no role for what it would switch with', () => {
    const identities = trustedRoles(estateIn(mode)).map(({ identity }) => identity);
    expect(new Set(identities)).toEqual(new Set(['look']));
    const setup = azureSetup(estateIn(mode));
    expect(JSON.stringify(setup)).not.toMatch(/farwatch-contoso-switch/);
  });

  it('has no alarm of what cannot happen', () => {
    const alarms = ofType(home, 'AWS::CloudWatch::Alarm').map(([id]) => id);
    expect(alarms.filter((id) => /StepStuck|StepOwed|Failover/.test(id))).toEqual([]);
    expect(alarms.length).toBeGreaterThan(0);
  });

  it('lets only those show Azure who they are that may look', () => {
    const showing = all.flatMap((stack) =>
      statementsIn(stack).filter(({ actions }) => actions.includes('sts:GetWebIdentityToken')),
    );
    expect(showing.map(({ role }) => role).filter((role) => !role.startsWith('Look'))).toEqual([]);
  });

  it('has nobody check a seal but who makes it', () => {
    const [[, key] = []] = ofType(home, 'AWS::KMS::Key');
    const checking = list(at(key, 'KeyPolicy', 'Statement')).filter(
      (one) => at(one, 'Action') === 'kms:VerifyMac' && at(one, 'Effect') === 'Allow',
    );
    expect(checking).toHaveLength(1);
    expect(list(at(checking[0], 'Principal', 'AWS'))).toHaveLength(1);
  });
});
