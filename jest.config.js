/** Tests run on the bundled Node as ES modules; swc strips the types and nothing else. */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testEnvironment: 'node',
  // For what hangs; nothing is late because the machine is busy.
  testTimeout: 120_000,
  // Many suites wait for peers that are silent on purpose: with a worker for each of two cores, both
  // would often idle (220 s; 176 s with three).
  maxWorkers: 3,
  // A process that has seen many suites is large, and then too slow to end when it is told to.
  workerIdleMemoryLimit: '300MB',
};
