/** Every method of Slack that we call, with the scopes that it takes: what the app's manifest asks for. */

/**
 * https://docs.slack.dev/reference/methods. Reading history takes the scope of the channel's sort:
 * `channels:` of a public one, `groups:` of a private one. Our own metadata comes with it.
 */
export const scopesOf = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'users.info': ['users:read'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Method = keyof typeof scopesOf;
