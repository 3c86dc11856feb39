/** The doors by which a person asks for a move while all is well, and what the room shows of it. */

import { describe, expect, it } from '@jest/globals';
import { answerCall } from '../adapters/aws/answer-call.ts';
import { blocksOf } from '../adapters/slack/blocks.ts';
import { parseClick } from '../adapters/slack/click.ts';
import { clickOf, promptFor } from '../bin/terminal.ts';
import type { Fact } from '../core/fact.ts';
import { judge } from '../core/judge.ts';
import type { WishedMove } from '../core/plan.ts';
import { sideOf } from '../core/posture.ts';
import { reportOf } from '../core/telling/report.ts';
import { reportText } from '../core/telling/report-text.ts';
import { cardOf } from '../core/telling.ts';
import { checkBlocks } from '../lab/estate/slack-blocks.ts';
import { ana, at, ben, minute, rounds, Story, service, watch } from './build.ts';

const t = 30 * minute;
const away = { receivers: 'secondary', bus: 'secondary', api: 'secondary' } as const;

/** Ana asks; all has been up for eight minutes. */
function wished(move: WishedMove, active: Story['incident']['active'] = {}): Story {
  const story = new Story();
  const opened = { kind: 'opened', at: at(0), incident: 2, conditions: [], active } as const;
  story.facts.push({ ...opened, quietUntil: undefined });
  const slots = Array.from({ length: 24 }, (_, n) => t - 10_000 - n * 20_000);
  const points = sideOf(active[service('api')] ?? 'primary');
  const picture = judge(rounds(slots, {}, { points }), story.rules.watch, active, at(t));
  const asked = { move, by: ana, via: 'terminal', why: 'maintenance', services: [], at: at(t) };
  story.tell(t, { kind: 'wished', ...asked, picture });
  return story;
}

describe('a door', () => {
  it('is the terminal: a word and a reason', () => {
    const desk = { watch: watch.name, person: ana };
    const { incident } = new Story();
    expect(clickOf('home the region is well', 1, incident, desk)).toMatchObject({
      kind: 'wish',
      move: 'failback',
      why: 'the region is well',
    });
    expect(clickOf('away', 1, incident, desk)).toMatchObject({ kind: 'wish', move: 'failover' });
    expect(clickOf('repair', 1, incident, desk)).toMatchObject({ kind: 'wish', move: 'repair' });
    expect(clickOf('homeward', 1, incident, desk)).toBeUndefined();
    expect(promptFor(wished('failover').incident)).toContain('or n to decline');
  });

  it('is a signed call, which names a move and a reason, and no incident', () => {
    const call = { watch: 'orders', nonce: 'n1', move: 'repair', services: ['bus'], why: 'so' };
    expect(answerCall('arn', JSON.stringify(call))).toMatchObject({
      is: 'click',
      click: { kind: 'wish', move: 'repair', services: ['bus'], why: 'so' },
    });
    for (const wrong of [{ move: 'drill' }, { why: '' }, { services: [7] }]) {
      expect(answerCall('arn', JSON.stringify({ ...call, ...wrong })).is).toBe('refused');
    }
  });

  it('is a button on the card of a move away that has ended, and of no other', () => {
    const over: Fact = { kind: 'over', at: at(t), outcome: 'moved', quietUntil: undefined };
    const story = Story.approved();
    story.facts.push({ kind: 'proven', at: at(t), active: away }, over);
    const card = cardOf(story.incident, watch, story.facts);
    if (card === undefined) throw new Error('there is no card');
    const blocks = blocksOf(card, 'n1');
    expect(checkBlocks(JSON.stringify(blocks)).is).toBe('drawable');
    const buttons = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    const button = buttons.find(({ text }) => text.text === 'Bring it home');
    const user = { id: 'U0ANA', username: 'ana' };
    const payload = JSON.stringify({ type: 'block_actions', user, actions: [button] });
    const body = new URLSearchParams({ payload }).toString();
    expect(parseClick(new TextEncoder().encode(body))).toMatchObject({
      is: 'click',
      click: { kind: 'wish', move: 'failback', services: [], user: 'U0ANA' },
    });
    const advised = cardOf(story.incident, { ...watch, mode: 'advise' }, story.facts);
    expect(advised?.wishes).toBeUndefined();
  });
});

describe('what is shown', () => {
  it('says who asks for what, and why, and whom it waits for', () => {
    const story = wished('failback', away);
    const card = cardOf(story.incident, watch, story.facts);
    expect(card?.headline).toBe(
      'ana asks to move all 3 services back to westeurope (planned): maintenance',
    );
    expect(card?.tone).toBe('question');
    expect(card?.notes).toEqual([
      'While it moves receivers takes up nothing new: from the fence until the other side runs.',
    ]);
    expect(card?.wanted).toMatch(/^ana or ben: approve or decline before/);
    expect(card?.choices.map(({ title }) => title)).toEqual([
      'Move all 3 services back to westeurope (planned)',
    ]);
  });

  it('is reported like any move, with who asked for it', () => {
    const story = wished('failover');
    story.answers(t + minute, ben, { yes: false });
    const report = reportOf(watch, story.facts);
    expect(report).toMatchObject({ outcome: 'withdrawn', wish: { by: 'ana' }, evidence: [] });
    const text = report && reportText(report, watch);
    expect(text).toContain('## Who asked for it\n\n- ana (terminal) at 00:30:00 UTC: maintenance');
    expect(text).toContain('declined by ben (terminal)');
  });
});
