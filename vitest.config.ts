import { defineConfig } from 'vitest/config';

/** Where a machine-readable report goes beside the readable one, if anywhere. */
const report = process.env.NASPROBE_TEST_REPORT;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Left to itself it keeps one core free, half of a machine of two.
    maxWorkers: '100%',
    ...(report ? { reporters: ['default', 'json'], outputFile: { json: report } } : {}),
  },
});
