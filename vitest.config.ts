import { defineConfig } from 'vitest/config'

const TEMPORARY = 'tests/support/temporary.ts'

export default defineConfig({
  test: {
    // Tests start real Postgres servers and child processes; forks keep their signals and memory apart.
    pool: 'forks',
    // What tests test is read once by each worker: read again for each file it takes longer than many a file. Nothing of a test may stay behind in a module.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'ledger',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/**/*.kafka.test.ts'],
          globalSetup: TEMPORARY,
        },
      },
      {
        extends: true,
        test: {
          // These have a broker: see tests/support/kafka/setup.ts for where it comes from.
          name: 'kafka',
          include: ['tests/**/*.kafka.test.ts'],
          globalSetup: [TEMPORARY, 'tests/support/kafka/setup.ts'],
        },
      },
    ],
  },
})
