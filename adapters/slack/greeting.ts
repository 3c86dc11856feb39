/** What Slack posts to find out who lives at an address, before anybody clicks. */

/** `ssl_check=1`: only whether our certificate is good. It comes unsigned. */
export function isProbeOfTls(rawBody: Uint8Array): boolean {
  return new URLSearchParams(textOf(rawBody)).get('ssl_check') === '1';
}

const challengeMax = 1_000;

/** The challenge of a `url_verification`, to be said back; its signature is already verified. */
export function greetingIn(rawBody: Uint8Array): string | undefined {
  const text = textOf(rawBody);
  if (!text.startsWith('{')) return undefined;
  const body = jsonIn(text);
  if (typeof body !== 'object' || body === null) return undefined;
  const { type, challenge } = body as Readonly<Record<string, unknown>>;
  const isGreeting = type === 'url_verification' && typeof challenge === 'string';
  return isGreeting && challenge.length <= challengeMax ? challenge : undefined;
}

function textOf(rawBody: Uint8Array): string {
  return new TextDecoder().decode(rawBody);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Anybody may send anything; what is not JSON greets nobody, and everything else is our bug.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
