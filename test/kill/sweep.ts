/** `npm run sweep:kill`: kills one house a story, at moments all over the move, and tells of each. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hastyEstate } from './labs.ts';
import { inLanes } from './lanes.ts';
import { afterFact, afterFile, type Moment, moveIn, thenRest } from './moments.ts';
import { differences } from './same-world.ts';
import { servingPlanes, type Told, tell } from './story.ts';

const spread = Number(process.argv[2] ?? 24);
const folder = await mkdtemp(join(tmpdir(), 'farwatch-sweep-'));
const estate = await hastyEstate(folder);
let bad = 0;

try {
  const whole = await tell(at('undisturbed', servingPlanes, []));
  const { approvedAt = 0, provenAt = 0 } = whole.report.timings;
  const files = (await moveIn(join(folder, 'undisturbed', 'state'))).length;
  const moveMs = provenAt - approvedAt;
  console.log(`undisturbed: ${files} journal files and ${moveMs} ms from approval to proof`);

  const evenly = Array.from({ length: spread }, (_, n) =>
    afterFile(0, Math.round((moveMs * n) / spread)),
  );
  const each = Array.from({ length: files }, (_, number) => afterFile(number));
  const owing = (['stepOwed', 'proven', 'sourceBack', 'stepSettled'] as const).map((kind) =>
    afterFact(kind),
  );
  // The next turn finds its own sightings stale.
  const rested = (['approved', 'preflighted', 'stepDone', 'moved'] as const).map((kind) =>
    thenRest(afterFact(kind), 20_000),
  );
  await inLanes(2, [
    ...[...evenly, ...each, ...rested].map(
      (moment, n) => () => one(`move-${n}`, servingPlanes, moment, whole),
    ),
    ...owing.map((moment, n) => () => one(`owing-${n}`, [], moment, whole)),
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(bad === 0 ? 'The same world each time.' : `${bad} stories ended otherwise.`);
process.exit(bad === 0 ? 0 : 1);

function at(name: string, dark: readonly string[], moments: readonly Moment[]) {
  return { folder: join(folder, name), estate, seed: name, dark, moments };
}

async function one(name: string, dark: readonly string[], moment: Moment, whole: Told) {
  const wrong = await tell(at(name, dark, [moment])).then(
    (told) => ({ told, faults: differences(whole, told) }),
    (error: unknown) => ({ told: undefined, faults: [String(error)] }),
  );
  const { told, faults } = wrong;
  if (faults.length > 0) bad += 1;
  const kills = told?.kills === 1 ? 'killed' : 'not killed';
  const claims = told?.report.facts.filter((fact) => fact.kind === 'stepTried').length ?? '-';
  const writes = told?.state.writes.length ?? '-';
  const took = told === undefined ? '' : `${Math.round(told.tookMs / 1_000)} s`;
  const end = faults.length === 0 ? 'same world' : faults.join('\n  ');
  console.log(
    `${moment.name.padEnd(26)} ${kills.padEnd(10)} ${claims} claims, ${writes} writes, ${took}: ${end}`,
  );
  await rm(join(folder, name), { recursive: true, force: true });
}
