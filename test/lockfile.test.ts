/** Holds package-lock.json to what `npm ci` asks of it on a machine that has nothing yet. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';

const versions = z.record(z.string(), z.string()).default({});
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.looseObject({
        version: z.string().optional(),
        resolved: z.string().optional(),
        dependencies: versions,
        devDependencies: versions,
        optionalDependencies: versions,
      }),
    ),
  })
  .parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** As Node would find it from there. */
function isThere(place: string, name: string): boolean {
  if (`${place === '' ? '' : `${place}/`}node_modules/${name}` in lock.packages) return true;
  const above = place.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '');
  return place !== '' && isThere(above, name);
}

describe('package-lock.json', () => {
  it('names builds for every platform; .ci/complete-lock.js adds what npm left out', () => {
    const missing = Object.entries(lock.packages).flatMap(([place, one]) =>
      Object.keys({ ...one.dependencies, ...one.optionalDependencies })
        .filter((name) => !isThere(place, name))
        .map((name) => `${place} needs ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('says what package.json says', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    expect(lock.packages['']).toMatchObject({
      dependencies,
      devDependencies,
      optionalDependencies,
    });
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
      expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
  });

  it('names no host', () => {
    expect(Object.values(lock.packages).filter((one) => one.resolved !== undefined)).toEqual([]);
  });
});
