/** The commands of deployment as a person meets them: words, files and exit codes. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { farwatch } from '../command-line.ts';

const example = 'examples/orders.yaml';
const folder = mkdtempSync(join(tmpdir(), 'farwatch-deploy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('farwatch', () => {
  it('rights tells each right with its thief, and in JSON with its scope', async () => {
    const { code, stdout } = await farwatch(['rights', example]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^look: 16 rights, and none of them changes anything$/m);
    expect(stdout).toMatch(/thief {2}could lead the clients of contoso.com\/orders/);
    expect(stdout).toMatch(
      /failover\/action\n(?:.*\n){2} +danger service-bus-alias cannot be undone.*\n +acknowledged by orders$/m,
    );
    const told: unknown = JSON.parse((await farwatch(['rights', example, '--json'])).stdout);
    expect(told).toContainEqual(
      expect.objectContaining({
        identity: 'switch',
        action: 'Microsoft.Network/dnsZones/CNAME/write',
        scope: expect.stringMatching(/\/dnsZones\/contoso.com\/CNAME\/orders$/),
        needs: ['orders: order-api/point-to-primary', 'orders: order-api/point-to-secondary'],
      }),
    );
  });

  it('azure setup writes what it would have printed', async () => {
    const out = join(folder, 'azure');
    const { code } = await farwatch(['azure', 'setup', example, '--out', out]);
    expect(code).toBe(0);
    expect(readdirSync(out).toSorted()).toContain('main.bicep');
    expect(readFileSync(join(out, 'setup.sh'), 'utf8')).toMatch(/^#!\/usr\/bin\/env bash\n/);
  });

  it('azure refuses an account that is none, and a name that is missing', async () => {
    const account = await farwatch(['azure', 'setup', example, '--account', '123']);
    expect([account.code, account.stderr]).toEqual([2, expect.stringContaining('12 digits')]);
    expect((await farwatch(['azure', 'remove'])).code).toBe(2);
  });

  it('cost says the sum, what it is paid for, and which prices are assumed', async () => {
    const { code, stdout } = await farwatch(['cost', example]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}a month .* USD$/m);
    expect(stdout).toMatch(/prices are assumed/);
    const { usd, lines } = JSON.parse((await farwatch(['cost', example, '--json'])).stdout);
    expect(usd).toBeGreaterThan(0);
    expect(lines.length).toBeGreaterThan(10);
    // It synthesises the stacks, which takes its time on a busy machine.
  }, 120_000);

  it('readiness without its secret says which one, and ends with 2', async () => {
    const { code, stderr } = await farwatch(['readiness', example]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('FARWATCH_LOOK_SECRET')]);
  });
});
