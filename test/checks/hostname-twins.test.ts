/** Whether clients that come by the public name would be let in after a move. */

import { describe, expect, it } from '@jest/globals';
import { hostnameTwins as kind } from '../../checks/hostname-twins.ts';
import { Unreachable } from '../../core/kinds.ts';
import type { HttpRequest } from '../../core/net.ts';
import { answered, netWith, signal } from '../probes/nets.ts';
import { groundOf } from './grounds.ts';

const { to, from, name, path } = kind.example;

function checked(byHost: Readonly<Record<string, string | Error | undefined>>) {
  const asked: Pick<HttpRequest, 'url' | 'via'>[] = [];
  const net = netWith({
    http: {
      async fetch({ url, via = '' }) {
        asked.push({ url, via });
        const shown = byHost[via];
        if (shown instanceof Error) throw shown;
        // Whoever answers under a name that it does not route says so, and has shown its certificate.
        return answered(404, shown === undefined ? {} : { certificateHash: shown });
      },
    },
  });
  return { asked, found: kind.check(groundOf(net), kind.example, signal) };
}

describe('hostname-twins', () => {
  it('asks both gateways under the public name, and is fine with one certificate', async () => {
    const { asked, found } = checked({ [to]: 'AB:CD', [from]: 'AB:CD' });
    expect(await found).toMatchObject({ is: 'fine' });
    const url = `https://${name}${path}`;
    expect(asked).toEqual([
      { url, via: to },
      { url, via: from },
    ]);
  });

  it('fails where the other side is not trusted under that name', async () => {
    const foreign = new Unreachable('secure', 'certificate not trusted (ERR_TLS_CERT_ALTNAME)');
    expect(await checked({ [to]: foreign, [from]: 'AB:CD' }).found).toEqual({
      is: 'fails',
      why: `${to} is not trusted as ${name}: certificate not trusted (ERR_TLS_CERT_ALTNAME)`,
      next: `Give ${to} the custom hostname ${name} and its certificate: clients would be refused.`,
    });
  });

  it('warns of two certificates, and compares nothing with a side that is dark', async () => {
    expect(await checked({ [to]: 'AB:CD', [from]: '12:34' }).found).toMatchObject({ is: 'warns' });
    const dark = new Unreachable('connect', 'timed out');
    expect(await checked({ [to]: 'AB:CD', [from]: dark }).found).toMatchObject({ is: 'fine' });
  });

  it('is not told by a side that cannot be reached, or shows nothing', async () => {
    const dark = new Unreachable('connect', 'timed out');
    await expect(checked({ [to]: dark, [from]: 'AB:CD' }).found).rejects.toBe(dark);
    expect(await checked({ [to]: undefined, [from]: 'AB:CD' }).found).toMatchObject({
      is: 'unsure',
    });
  });
});
