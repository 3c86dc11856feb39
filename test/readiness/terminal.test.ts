/** The terminal says whether a move would work before it says what may be chosen. */

import { expect, it } from '@jest/globals';
import { terminalChat } from '../../bin/terminal-room.ts';
import type { Card } from '../../core/card.ts';
import type { Digest, Instant } from '../../core/names.ts';

const offer: Card = {
  headline: 'westeurope is down: bus',
  tone: 'question',
  watch: 'orders',
  incident: 1,
  evidence: [],
  layers: [],
  notes: [],
  choices: [
    {
      digest: '0123456789abcdef' as Digest,
      offer: 1,
      title: 'Move bus to northeurope (forced)',
      steps: [],
      approvers: ['ana'],
      until: 0 as Instant,
    },
  ],
  progress: [],
  orders: [],
};

async function said(card: Card): Promise<readonly string[]> {
  const lines: string[] = [];
  await terminalChat((line) => lines.push(line)).post(card, 'mark');
  return lines;
}

it('tells it between what is down and what may be chosen', async () => {
  const readiness = ['Readiness checked 01:48:00 UTC, 12 min before: would work.'];
  const lines = await said({ ...offer, readiness });
  expect(lines.slice(0, 2)).toEqual([offer.headline, ...readiness]);
  expect(lines[2]).toContain('[1] Move bus to northeurope');
});

it('tells nothing where nobody looks after readiness', async () => {
  expect((await said(offer))[1]).toContain('[1] Move bus');
});
