import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The built script in a real Chromium, against the fake of the protocol.
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['e2e/*.e2e.ts'],
    testTimeout: 60_000,
    hookTimeout: 30_000,
    fileParallelism: false,
    reporters: ['default', ['junit', { suiteName: 'widget' }]],
    outputFile: { junit: '../test-results/e2e-widget.xml' },
  },
});
