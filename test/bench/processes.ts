/** Processor time of other processes, as Linux counts it. */

import { readdirSync, readFileSync } from 'node:fs';

/**
 * In ms, by `<function>@<region>`, of all children that run `script` as that function; several
 * environments of one function are added up.
 */
export function busyMsOf(script: string): ReadonlyMap<string, number> {
  const all = new Map<string, number>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const found = busyOf(pid, script);
    if (found !== undefined) all.set(found.as, (all.get(found.as) ?? 0) + found.ms);
  }
  return all;
}

function busyOf(
  pid: string,
  script: string,
): { readonly as: string; readonly ms: number } | undefined {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(script)) return undefined;
    const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    if (parent !== String(process.pid)) return undefined;
    const env = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    const said = (name: string) => env.find((one) => one.startsWith(`${name}=`))?.split('=')[1];
    const as = `${said('AWS_LAMBDA_FUNCTION_NAME')}@${said('AWS_REGION')}`;
    const threads = readdirSync(`/proc/${pid}/task`).map((thread) => {
      const [ns = '0'] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      return Number(ns) / 1e6;
    });
    return { as, ms: threads.reduce((sum, ms) => sum + ms, 0) };
  } catch (error) {
    // It ended while it was looked at.
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
