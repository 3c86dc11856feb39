/** A refusal as ARM words it. */

import { Denied, type HttpServed } from '../world/azure.ts';
import { json } from './arm-route.ts';

/** What `work` answers, or its refusal; what else it throws is a fault of the lab, and its to report. */
export function answerOrRefusal(work: () => HttpServed, tenant: string): HttpServed {
  try {
    return work();
  } catch (error) {
    if (error instanceof Denied) return refusal(error, tenant);
    throw error;
  }
}

function refusal({ status, code, message, retryAfterMs }: Denied, tenant: string): HttpServed {
  const served = json(status, { error: { code, message } });
  const headers: Record<string, string> = { ...served.headers };
  if (retryAfterMs !== undefined) headers['retry-after'] = String(Math.ceil(retryAfterMs / 1000));
  if (status === 401) {
    const authority = `https://login.microsoftonline.com/${tenant}`;
    headers['www-authenticate'] =
      `Bearer authorization_uri="${authority}", error="invalid_token", error_description="${message}"`;
  }
  return { ...served, headers };
}
