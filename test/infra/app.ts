import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

function app(context: Readonly<Record<string, string>>) {
  const env = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context), NODE_OPTIONS: '' };
  const { status, stderr } = spawnSync(process.execPath, ['bin/app.ts'], { env, encoding: 'utf8' });
  return { status, stderr };
}

describe('the app', () => {
  it('refuses a bad file as the command line does: every fault, its line and a way out', () => {
    const file = 'test/config/bad/region-unknown.yaml';
    const { status, stderr } = app({ watch: file });
    expect(status).toBe(2);
    expect(stderr).toMatch(/region-unknown\.yaml:\d+:\d+ .* -> /);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('says which file is missing, and what it may be told instead', () => {
    const { status, stderr } = app({ watch: 'nowhere.yaml' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/nowhere\.yaml/);
  });
});
