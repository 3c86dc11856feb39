/** One execution environment of a function: a process of its own, frozen between two events. */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FunctionPlan } from './deployed.ts';
import type { Relay } from './relay.ts';
import type { Credentials } from './rights.ts';
import { type Answered, openRuntimeApi } from './runtime-api.ts';

/** How one event ended. `ms` runs from when the runtime took it, as it is billed. */
export type End = Readonly<
  (Answered | { is: 'timed out' } | { is: 'died'; why: string }) & { ms: number; cold: boolean }
>;

export interface Sandbox {
  /** One event at a time. Never rejects. */
  invoke(event: unknown): Promise<End>;
  /** Whether another event may be given. */
  alive(): boolean;
  /** At once, as Lambda does it: without a word. */
  kill(): void;
  close(): Promise<void>;
}

export interface SandboxMeans {
  readonly plan: FunctionPlan;
  readonly credentials: Credentials;
  /** PEM file of the authority that vouches for everybody the function calls. */
  readonly caFile: string;
  /** The lab's name server for this place: a port on the loopback. */
  readonly dns: number;
  /** `kill` ends this environment. */
  openRelay(kill: () => void): Promise<Relay>;
  /** What the function writes to its log, line by line. */
  onLog(line: string): void;
}

const childOf = (name: string) => fileURLToPath(new URL(`./child/${name}.ts`, import.meta.url));

export async function openSandbox(means: SandboxMeans): Promise<Sandbox> {
  const { plan, dns } = means;
  let process: ChildProcess | undefined;
  let why = 'it was killed';
  let served = 0;
  const kill = () => void process?.kill('SIGKILL');
  const relay = await means.openRelay(kill);
  const runtime = await openRuntimeApi((said) => {
    why = `it does not start: ${said}`;
  });
  const ways = JSON.stringify({ https: relay.https, amqp: relay.amqp, dns });
  const child = start(means, runtime.address, ways);
  process = child;
  const gone = once(child, 'close');

  return {
    alive: () => child.exitCode === null && child.signalCode === null,
    kill,
    async invoke(event) {
      const cold = served === 0;
      served += 1;
      let began = performance.now();
      let timer: NodeJS.Timeout | undefined;
      child.kill('SIGCONT');
      const answered = runtime.give(() => {
        began = performance.now();
        timer = setTimeout(() => {
          why = 'timed out';
          kill();
        }, plan.timeoutMs);
        const deadline = Date.now() + plan.timeoutMs;
        return { id: randomUUID(), arn: plan.arn, deadline, body: JSON.stringify(event) };
      });
      const died = gone.then(() =>
        why === 'timed out' ? ({ is: 'timed out' } as const) : ({ is: 'died', why } as const),
      );
      const end = await Promise.race([answered, died]);
      clearTimeout(timer);
      // Between two events Lambda lets nothing run, whatever was begun and not awaited.
      child.kill('SIGSTOP');
      return { ...end, ms: performance.now() - began, cold };
    },
    async close() {
      kill();
      await gone;
      await Promise.all([runtime.close(), relay.close()]);
    },
  };
}

function start(
  { plan, credentials, caFile, onLog }: SandboxMeans,
  address: string,
  ways: string,
): ChildProcess {
  const child = spawn(
    process.execPath,
    ['--import', childOf('preload'), childOf('bootstrap'), ways],
    {
      cwd: plan.folder,
      env: {
        ...plan.env,
        ...reserved(plan),
        AWS_LAMBDA_RUNTIME_API: address,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_SESSION_TOKEN: credentials.sessionToken,
        NODE_EXTRA_CA_CERTS: caFile,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n')) if (line !== '') onLog(line);
    });
  }
  return child;
}

/** What Lambda sets in every function (Lambda, "Defined runtime environment variables"). */
function reserved({ arn, handler, region, memoryMb, folder }: FunctionPlan) {
  return {
    _HANDLER: handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: arn.split(':').at(-1) ?? '',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    LAMBDA_TASK_ROOT: folder,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}
