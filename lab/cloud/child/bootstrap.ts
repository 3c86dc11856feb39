/** What Lambda's Node runtime does: imports the handler, then takes event after event, one at a time. */

import { request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Handler = (event: unknown, context: object) => Promise<unknown>;

interface Answer {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const [host = '', port = ''] = (process.env['AWS_LAMBDA_RUNTIME_API'] ?? '').split(':');
const runtime = '/2018-06-01/runtime';

function call(method: string, path: string, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // A connection that is kept would be gone after a freeze.
    const way = { host, port, method, path: `${runtime}${path}`, agent: false };
    const asked = request(way, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        resolve({ headers: answer.headers, body: Buffer.concat(parts).toString('utf8') });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

function told(error: unknown): string {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  return JSON.stringify({ errorType: name, errorMessage: message, trace: stack?.split('\n') });
}

async function handlerOf(): Promise<Handler> {
  const [, file = '', name = ''] = /^(.+)\.([^.]+)$/.exec(process.env['_HANDLER'] ?? '') ?? [];
  const path = join(process.env['LAMBDA_TASK_ROOT'] ?? '', `${file}.mjs`);
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(path).href);
  const handler = module[name];
  if (typeof handler === 'function') return handler as Handler;
  throw new Error(`${path} exports no function ${name}`);
}

function contextOf({ headers }: Answer): object {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function serve(handler: Handler): Promise<never> {
  for (;;) {
    const event = await call('GET', '/invocation/next');
    const id = String(event.headers['lambda-runtime-aws-request-id']);
    try {
      const value = await handler(JSON.parse(event.body), contextOf(event));
      await call('POST', `/invocation/${id}/response`, JSON.stringify(value ?? null));
    } catch (error) {
      console.error(told(error));
      await call('POST', `/invocation/${id}/error`, told(error));
    }
  }
}

try {
  await serve(await handlerOf());
} catch (error) {
  console.error(told(error));
  await call('POST', '/init/error', told(error));
  process.exitCode = 1;
}
