import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@vestnik/source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['@vestnik/source', 'node', 'import', 'default'] } },
  test: {
    include: [
      'packages/*/tests/**/*.test.{ts,tsx}',
      'apps/*/tests/**/*.test.{ts,tsx}',
      'testing/tests/**/*.test.ts',
      '../tests/origins/*.test.ts',
    ],
    restoreMocks: true,
    // Files that run a server wait for it more than they compute.
    maxWorkers: 4,
    // Generous, so that a busy machine does not fail tests.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
