import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadEstate } from '../../../config/load.ts';
import { createAzure } from '../../../lab/world/create-azure.ts';
import { diceOf } from '../../../lab/world/dice.ts';
import { labSecrets, layoutOf } from '../../../lab/world/layout.ts';
import { at } from '../../build.ts';

const file = 'examples/chain.yaml';
const loaded = loadEstate(readFileSync(file, 'utf8'), file);
if (!loaded.ok) throw new Error(`${file} is refused`);
const layout = layoutOf(loaded.estate);
const secrets = labSecrets(loaded.estate);

/** The lab's Azure, and what a client at the public entry and at the end of the chain may do. */
function estate() {
  let ms = Date.UTC(2026, 0, 6);
  const clock = { now: () => at(ms) };
  const world = createAzure(layout, { clock, dice: diceOf('chains') });
  const send = (id: string, key = secrets['env:CHAIN_ENTRY_KEY'] ?? '') =>
    world.serve('intake.contoso.com', {
      method: 'POST',
      path: '/orders',
      headers: { 'content-type': 'application/json', 'ocp-apim-subscription-key': key },
      body: `{"documentType":"farwatch-test","orderNumber":"${id}","lines":[]}`,
    }).status;
  const find = (id: string, key = secrets['env:CHAIN_ARCHIVE_KEY'] ?? '') =>
    world.serve('archive.contoso.com', {
      method: 'GET',
      path: `/tests/${id}`,
      headers: { 'x-api-key': key },
    }).status;
  const pass = (more: number) => {
    ms += more;
    world.advance();
  };
  const failOver = () => {
    const [alias] = layout.aliases;
    if (alias === undefined) throw new Error('the estate has no alias');
    world.arm.failOverAlias('switch', alias.namespaces.secondary.id, alias.alias, false);
  };
  return { world, send, find, pass, failOver };
}

describe('a test document in the lab', () => {
  it('is taken, on its way for a moment, and then at the end', () => {
    const { send, find, pass } = estate();
    expect(send('farwatch-1')).toBe(202);
    expect(find('farwatch-1')).toBe(404);
    pass(2_000);
    expect([find('farwatch-1'), find('farwatch-2')]).toEqual([200, 404]);
  });

  it('comes to no partner', () => {
    const { send, world, pass } = estate();
    send('farwatch-1');
    pass(60_000);
    expect(world.traffic.ledger().map((line) => line.document)).not.toContain('farwatch-1');
  });

  it('is neither taken nor shown without the key, nor taken for another document', () => {
    const { send, find, pass } = estate();
    expect(send('farwatch-1', 'wrong')).toBe(404);
    expect(send('"},{"x":"')).toBe(404);
    expect(send('farwatch-2')).toBe(202);
    pass(2_000);
    expect(find('farwatch-2', 'wrong')).not.toBe(200);
  });

  it('stays in the namespace that the alias has left, as every message does', () => {
    const { world, send, find, pass, failOver } = estate();
    world.faults.set('westeurope/logic/worker', { is: 'dark' });
    send('farwatch-1');
    failOver();
    pass(10_000);
    world.faults.clearAll();
    pass(10_000);
    expect(find('farwatch-1')).toBe(404);
  });

  it('is taken on the other side only by flows that are enabled there', () => {
    const { world, send, find, pass, failOver } = estate();
    failOver();
    pass(10_000);
    send('farwatch-1');
    pass(5_000);
    expect(find('farwatch-1')).toBe(404);
    for (const { id, side } of layout.workflows) {
      if (side === 'secondary') world.arm.setWorkflow('switch', id, 'Enabled');
    }
    pass(5_000);
    expect(find('farwatch-1')).toBe(200);
  });
});
