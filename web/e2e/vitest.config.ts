import { defineConfig } from 'vitest/config';

// One story after the other: each has a server and browsers of its own, and the machine may be small and busy.
export default defineConfig({
  test: {
    include: ['stories/*.test.ts'],
    fileParallelism: false,
    bail: 0,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['verbose', 'junit'],
    outputFile: { junit: '../test-results/e2e-whole.xml' },
  },
});
