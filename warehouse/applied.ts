/** Which migrations a database has, looked at without applying any. */
import { existsSync } from 'node:fs'
import type { Config } from '../core/config.js'
import { newClient } from './client.js'
import { embeddedStatus, openEmbedded } from './embedded/server.js'
import { explain, placeOf } from './failures.js'
import { migrate, migrations } from './migrate.js'

export interface MigrationState {
  readonly number: number
  readonly name: string
  readonly checksum: string
  readonly applied_at: Date | null
}

/** Every migration of this version, with the time it was applied. Throws LedgerError migration_changed or migration_ahead. */
export async function migrationStates(config: Config): Promise<MigrationState[]> {
  const pendingOnly = () =>
    migrations().map(({ number, name, checksum }) => ({ number, name, checksum, applied_at: null }))
  if (config.databaseUrl !== '') return statesAt(config.databaseUrl)
  // Looking must not make a database where there is none.
  if (!existsSync((await embeddedStatus(config.home)).dataDirectory)) return pendingOnly()
  const server = await openEmbedded(config.home)
  try {
    const url = new URL(server.superuserUrl)
    url.pathname = '/riskledger'
    return await statesAt(url.href)
  } finally {
    await server.release()
  }
}

async function statesAt(url: string): Promise<MigrationState[]> {
  const client = newClient({ connectionString: url, application_name: 'riskledger migrate' })
  try {
    await client.connect()
    await migrate.pending(client)
    const table = await client.query<{ there: boolean }>("select to_regclass('store.migration') is not null as there")
    const applied =
      table.rows[0]?.there === true
        ? await client.query<{ number: number; applied_at: Date }>('select number, applied_at from store.migration')
        : { rows: [] }
    return migrations().map(({ number, name, checksum }) => ({
      number,
      name,
      checksum,
      applied_at: applied.rows.find((row) => row.number === number)?.applied_at ?? null,
    }))
  } catch (error) {
    throw explain(error, placeOf(url))
  } finally {
    await client.end().catch(() => undefined)
  }
}
