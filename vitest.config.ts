import { configDefaults, defineConfig } from 'vitest/config';

/** Looks at the build, which unit tests do not wait for. */
const OF_THE_BUILD = 'app/audience/budget.test.ts';

/**
 * Three kinds of tests, by where they lie: unit tests next to the code, integration and end-to-end under
 * tests/.
 */
const node = { environment: 'node' as const, setupFiles: ['tests/support/machine/spawn-guard.ts'] };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...node,
          name: 'unit',
          include: [
            '{app,bench,contract,core,db,demo,edge,engine,livekit,plugins,scripts,setup,supervisor}/**/*.test.{ts,tsx}',
          ],
          // Vitest's own choice leaves one core idle, and of two that is half.
          maxWorkers: '100%',
          // A limit for what hangs; nothing is proved by it, and other work on the machine may take its time.
          testTimeout: 60_000,
          exclude: [...configDefaults.exclude, OF_THE_BUILD],
        },
      },
      {
        test: {
          ...node,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', OF_THE_BUILD],
          globalSetup: ['tests/support/database/test-postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...node,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // One production fills two cores; a second one in parallel would only measure the machine.
          fileParallelism: false,
          maxWorkers: 1,
        },
      },
    ],
  },
});
