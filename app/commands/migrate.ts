import { EXIT } from '../../core/errors.js'
import { type MigrationState, migrationStates } from '../../warehouse/applied.js'
import type { CommandModule } from '../command.js'
import { declareConnectors } from '../freshness.js'
import { table } from '../output.js'

export const command: CommandModule = {
  about:
    'Applies pending migrations, makes missing topics, and lists the migrations; other commands do so when they need them.',
  declare: (command) =>
    command
      .option('--check', 'only tell which are pending (exit code 3 when some are)')
      .addHelpText('after', '\nExample:\n  riskledger migrate --check'),
  async run(context, _args, options) {
    if (options['check'] !== true) {
      const { database, topics } = await context.open()
      // Where the topics end can be said when they are there.
      await topics.bounds()
      await declareConnectors(database, false)
    }
    const migrations = await migrationStates(context.config)
    const pending = migrations.filter((migration) => migration.applied_at === null)
    context.output.result({ pending: pending.length, migrations }, () => migrationText(migrations, pending.length))
    return pending.length > 0 ? EXIT.doneWithFindings : EXIT.done
  },
}

function migrationText(migrations: readonly MigrationState[], pending: number): string {
  const rows = migrations.map(({ name, applied_at, checksum }) => [
    name,
    applied_at ?? 'pending',
    checksum.slice(0, 16),
  ])
  const end = pending === 0 ? 'The database is up to date.' : `${pending} pending. Next: \`riskledger migrate\`.`
  return `${table(['migration', 'applied at (UTC)', 'checksum'], rows)}\n\n${end}`
}
