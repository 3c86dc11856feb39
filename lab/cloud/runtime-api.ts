/** Lambda's Runtime API for one execution environment: hands out an event, takes the answer. */

import { type Loopback, openLoopback, type Said } from '../estate/loopback.ts';

export interface Event {
  readonly id: string;
  readonly arn: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly body: string;
}

export type Answered = Readonly<{ is: 'returned'; value: string } | { is: 'failed'; why: string }>;

export interface RuntimeApi {
  /** `127.0.0.1:PORT`, as `AWS_LAMBDA_RUNTIME_API` has it. */
  readonly address: string;
  /**
   * `begin` is called when the runtime takes the event, which is when its time begins to run.
   * Settles when the runtime answered; one at a time.
   */
  give(begin: () => Event): Promise<Answered>;
  close(): Promise<void>;
}

const version = '/2018-06-01/runtime';

export async function openRuntimeApi(onInitError: (why: string) => void): Promise<RuntimeApi> {
  let waiting: (() => Event) | undefined;
  let wake: (() => void) | undefined;
  let taken: { readonly id: string; readonly settle: (end: Answered) => void } | undefined;
  let settle: ((end: Answered) => void) | undefined;

  async function next(): Promise<Said> {
    while (waiting === undefined || settle === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const event = waiting();
    taken = { id: event.id, settle };
    waiting = undefined;
    settle = undefined;
    return {
      status: 200,
      headers: {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': event.id,
        'lambda-runtime-deadline-ms': String(event.deadline),
        'lambda-runtime-invoked-function-arn': event.arn,
      },
      body: event.body,
    };
  }

  function answered(path: string, body: string): Said {
    const [, id, verb] = new RegExp(`^${version}/invocation/([^/]+)/(\\w+)$`).exec(path) ?? [];
    if (path === `${version}/init/error`) onInitError(body);
    else if (taken === undefined || taken.id !== id) return { status: 403 };
    else {
      const { settle: tell } = taken;
      taken = undefined;
      tell(verb === 'response' ? { is: 'returned', value: body } : { is: 'failed', why: body });
    }
    return { status: 202 };
  }

  const server: Loopback = await openLoopback(async ({ method, path, body }) => {
    if (method === 'GET' && path === `${version}/invocation/next`) return next();
    if (method === 'POST') return answered(path, body.toString('utf8'));
    return { status: 404 };
  });

  return {
    address: new URL(server.origin).host,
    give: (begin) =>
      new Promise((resolve) => {
        waiting = begin;
        settle = resolve;
        wake?.();
      }),
    close: () => server.close(),
  };
}
