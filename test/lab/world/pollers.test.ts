/** A trigger that is enabled again: it goes on from where it was, unless it was edited while it rested. */

import { describe, expect, it } from '@jest/globals';
import { other, type Side } from '../../../core/names.ts';
import { passagesIn, workflowIn } from '../../../core/workflows.ts';
import type { Layout } from '../../../lab/world/azure.ts';
import { markedBody } from '../../../steps/workflow-renewal.ts';
import { deniedBy, labAzure } from './build.ts';
import { ordersLayout, workflowId } from './orders-layout.ts';

const trigger = 'When_a_file_is_added';
const idOf = (side: Side) => workflowId(side, 'receive-edi');

/** Sources that keep what is fetched, if told so, and triggers that leave a trace of each look. */
function polled(leaves: boolean): Layout {
  const workflows = ordersLayout.workflows.map((one) =>
    one.does === 'receiver' ? { ...one, trigger, ...(leaves && { leaves: true as const }) } : one,
  );
  return { ...ordersLayout, workflows };
}

function lab(layout: Layout) {
  const { world, wait } = labAzure(1, {}, layout);
  const { arm, traffic } = world;
  const passages = (side: Side, of: string) => passagesIn(arm.resource(`${idOf(side)}${of}`));
  return {
    ...{ world, wait, arm, traffic },
    looks: (side: Side) => passages(side, `/triggers/${trigger}/histories?$top=100`),
    runs: (side: Side) => passages(side, '/runs?$top=100'),
    /** Two minutes of work there, after a while in which both sides rest. */
    move(to: Side, how: { renewed: boolean }) {
      arm.setWorkflow('switch', idOf(other(to)), 'Disabled');
      wait(10);
      // Each move has a mark of its own: an old one would change nothing.
      const mark = `${world.writes.length}`;
      if (how.renewed) arm.put('switch', idOf(to), markedBody(arm.resource(idOf(to)), mark));
      arm.setWorkflow('switch', idOf(to), 'Enabled');
      wait(120);
    },
  };
}

describe('a source that keeps what was fetched', () => {
  it('is gone through once more by a poller that resumes', () => {
    const { wait, traffic, move } = lab(polled(true));
    wait(120);
    move('secondary', { renewed: false });
    expect(traffic.duplicates().length).toBeGreaterThan(20);
  });

  it('is never gone through twice by renewed ones, there and back', () => {
    const { wait, traffic, move } = lab(polled(true));
    wait(120);
    for (const to of ['secondary', 'primary', 'secondary'] as const) move(to, { renewed: true });
    expect(traffic.duplicates()).toEqual([]);
    expect(traffic.ledger().length).toBeGreaterThan(100);
    // What came while both sides rested: some of each ten seconds, and what is on its way.
    expect(traffic.waiting()).toBeLessThan(30);
  });
});

describe('a source that loses what was fetched', () => {
  it('is emptied by pollers that resume, each item once', () => {
    const { wait, traffic, move } = lab(polled(false));
    wait(120);
    for (const to of ['secondary', 'primary', 'secondary'] as const) move(to, { renewed: false });
    expect(traffic.duplicates()).toEqual([]);
    expect(traffic.waiting()).toBeLessThan(10);
  });
});

describe('what a poller leaves behind', () => {
  it('is a trace of each look, and a run for those that fired', () => {
    const { wait, looks, runs } = lab(polled(false));
    wait(300);
    const fired = looks('primary').filter(({ status }) => status === 'Succeeded');
    expect(looks('primary').some(({ status }) => status === 'Skipped')).toBe(true);
    expect(fired.length).toBe(runs('primary').length);
    expect(looks('secondary')).toEqual([]);
  });

  it('is failed runs while the queue behind does not take anything', () => {
    const { world, wait, runs } = lab(polled(false));
    world.faults.set('westeurope/servicebus', { is: 'refused' });
    wait(60);
    expect(new Set(runs('primary').map(({ status }) => status))).toEqual(new Set(['Failed']));
  });

  it('is nothing at all while its region is dark, and failed looks while it is ill', () => {
    const { world, wait, looks } = lab(polled(false));
    const before = looks('primary').length;
    world.faults.set('westeurope/logic', { is: 'dark' });
    wait(60);
    expect(looks('primary')).toHaveLength(before);
    world.faults.clear('westeurope/logic');
    world.faults.set('westeurope/logic', { is: 'failing', status: 503 });
    wait(20);
    expect(looks('primary')[0]?.status).toBe('Failed');
  });
});

describe('a workflow that is written', () => {
  it('is what it was told, in a new version, and no more than that', () => {
    const { arm, wait } = lab(polled(false));
    const id = idOf('secondary');
    wait(1);
    const before = Object(arm.resource(id));
    arm.put('switch', id, markedBody(before, 'a move'));
    const after = Object(arm.resource(id));
    expect(after.properties.version).not.toBe(before.properties.version);
    expect(after.tags).toEqual(before.tags);
    expect(workflowIn(after).state).toBe('Disabled');
    arm.put('switch', id, { ...markedBody(before, 'a move'), tags: undefined });
    expect(Object(arm.resource(id)).tags).toEqual({});
  });

  it('is refused to whoever may not, and without a definition', () => {
    const { arm } = lab(polled(false));
    const id = idOf('secondary');
    expect(deniedBy(() => arm.put('look', id, {}))).toMatchObject({ status: 403 });
    expect(deniedBy(() => arm.put('switch', id, {}))).toMatchObject({ status: 400 });
  });
});
