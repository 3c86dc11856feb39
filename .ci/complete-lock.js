#!/usr/bin/env node
/**
 * Names in package-lock.json what npm left out of it: builds for other platforms that the registry
 * at hand did not have. Without their names `npm ci` refuses the file, on every machine. They get no
 * integrity, so prefer an `npm install` against a registry that has them all.
 */

import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

for (const [place, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isThere(place, name)) continue;
    const words = name.split('/').at(-1).split('-');
    const os = systems.filter((system) => words.includes(system));
    const cpu = processors.filter((processor) => words.includes(processor));
    if (os.length !== 1 || cpu.length !== 1) throw new Error(`which platform is ${name} for?`);
    const libc = words.at(-1) === 'musl' ? { libc: ['musl'] } : {};
    const dropped = dev ? { dev } : {};
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu,
      ...dropped,
      ...libc,
      optional: true,
      os,
    };
    process.stdout.write(`${name}@${version}\n`);
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
);
writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);

/** As Node would find it from there. */
function isThere(place, name) {
  for (let folder = place; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in lock.packages) return true;
    if (folder === '') return false;
  }
}
