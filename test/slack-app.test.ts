/** The app's manifest, held to the code: the scopes that it asks for are those that calls take. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { scopesOf } from '../adapters/slack/scopes.ts';

const manifest = parse(readFileSync('docs/slack-app.yaml', 'utf8'));
const files = readdirSync('adapters/slack').filter((file) => file !== 'scopes.ts');
const code = files.map((file) => readFileSync(`adapters/slack/${file}`, 'utf8')).join('\n');

describe('the app', () => {
  it('asks for the scopes of the methods that we call, and for no other', () => {
    const taken = new Set(Object.values(scopesOf).flat());
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...taken].toSorted());
    expect(Object.keys(manifest.oauth_config.scopes)).toEqual(['bot']);
  });

  it('is granted nothing for methods that nobody calls', () => {
    for (const method of Object.keys(scopesOf)) expect(code).toContain(`'${method}'`);
  });

  it('is called by the names of that table alone', () => {
    const named = [...code.matchAll(/'((?:[a-z]+\.)+[a-z][A-Za-z]+)'/g)].map(([, name]) => name);
    const methods = named.filter((name) =>
      /^(?:auth|chat|conversations|users|views)\./.test(`${name}`),
    );
    expect([...new Set(methods)].toSorted()).toEqual(Object.keys(scopesOf).toSorted());
    // The SDK's own methods would call what the table does not know.
    expect(code).not.toMatch(/\.(?:chat|conversations|users|auth|views)\.[a-z]/);
  });

  it('hears clicks at the door that the stack opens, and by no socket', () => {
    const { interactivity, socket_mode_enabled, event_subscriptions } = manifest.settings;
    expect(interactivity.is_enabled).toBe(true);
    expect(new URL(interactivity.request_url).pathname).toBe('/slack/interactivity');
    expect(readFileSync('infra/answer-api.ts', 'utf8')).toContain("path: '/slack/interactivity'");
    expect([socket_mode_enabled, event_subscriptions]).toEqual([false, undefined]);
  });
});
