import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@vestnik/source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['@vestnik/source', 'node', 'import', 'default'] } },
  test: {
    include: [
      'packages/*/tests/**/*.test.{ts,tsx}',
      'apps/*/tests/**/*.test.{ts,tsx}',
      'testing/tests/**/*.test.ts',
    ],
    restoreMocks: true,
    // Files that run a server wait for it more than they compute.
    maxWorkers: 4,
    // Generous, because a busy machine is no failure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
