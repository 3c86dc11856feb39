/** Pipelines as a service: which one a move runs, and what has to be published before. */

import { describe, expect, it } from '@jest/globals';
import { pipelineThere } from '../../checks/pipeline-there.ts';
import { pipeline as kind } from '../../services/pipeline.ts';
import { checkOn, gone } from '../checks/grounds.ts';

const { example } = kind;

describe('a pipeline', () => {
  it('is run at the side that shall serve, in the phase that the file names', () => {
    const late = { ...example, phase: 'receivers' } as const;
    expect(kind.steps(late, { move: 'failover', mode: 'forced', from: 'primary' })).toEqual([
      {
        name: 'run-at-secondary',
        kind: 'pipeline-run',
        phase: 'receivers',
        settings: { ...example.secondary, markedBy: 'farwatch' },
      },
    ]);
  });

  it('is run at home on the way there, and has no way home from home', () => {
    const home = (from: 'primary' | 'secondary') =>
      kind.steps(example, { move: 'failback', mode: 'planned', from }).map(({ name }) => name);
    expect(home('secondary')).toEqual(['run-at-primary']);
    expect(home('primary')).toEqual([]);
    expect(kind.steps(example, { move: 'repair', mode: 'planned', from: 'secondary' })).toEqual([]);
  });

  it.each([
    ['one pipeline for both sides', { secondary: example.primary }, 'same pipeline'],
    [
      'a mark of somebody else',
      { secondary: { ...example.secondary, parameters: { farwatch: 'x' } } },
      'given a value',
    ],
    ['a phase before anything is fenced', { phase: 'fence' }, 'Invalid'],
  ])('is refused with %s', (_told, also, why) => {
    const read = kind.settings.safeParse({ ...example, ...also });
    expect(read.success).toBe(false);
    if (!read.success) expect(read.error.issues[0]?.message).toContain(why);
  });
});

describe('pipeline-there', () => {
  const asked = { ...pipelineThere.example, parameters: ['region', 'farwatch'] };
  const declaring = (parameters: object) => ({ properties: { parameters } });

  it('is fine with one that declares all, and maybe more', async () => {
    const body = declaring({ region: {}, farwatch: {}, full: {} });
    expect(await checkOn(pipelineThere, asked, { resource: async () => body })).toEqual({
      is: 'fine',
      why: 'rebuild-lookups of orders-ne is there',
    });
  });

  it('fails where a move would be stuck', async () => {
    const body = declaring({ region: {} });
    const told = await checkOn(pipelineThere, asked, { resource: async () => body });
    expect(told).toMatchObject({ is: 'fails', why: expect.stringContaining('parameter farwatch') });
    const absent = await checkOn(pipelineThere, asked, {
      resource: async () => {
        throw gone();
      },
    });
    expect(absent).toMatchObject({ is: 'fails', why: expect.stringContaining('no pipeline') });
  });
});
