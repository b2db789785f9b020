/** Numbered migrations, each applied once, in order, under a lock, and never edited afterwards. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { LedgerError } from '../core/errors.js'
import { sha256 } from '../core/ids.js'
import { ROOT } from '../core/paths.js'
import { newClient } from './client.js'
import { explain, placeOf } from './failures.js'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

/** The migrations of this version, in order. */
export function migrations(): Migration[] {
  const directory = join(ROOT, 'sql/migrations')
  return readdirSync(directory)
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(directory, name), 'utf8')
      return { number: Number(name.slice(0, 4)), name, sql, checksum: sha256(sql) }
    })
}

/** Those not applied yet. Throws LedgerError migration_changed or migration_ahead when database and files disagree. */
async function pending(client: pg.ClientBase): Promise<Migration[]> {
  const table = await client.query<{ there: boolean }>("select to_regclass('store.migration') is not null as there")
  const known = migrations()
  if (table.rows[0]?.there !== true) return known
  const applied = await client.query<{ number: number; name: string; checksum: string }>(
    'select number, name, checksum from store.migration order by number',
  )
  for (const row of applied.rows) {
    const file = known.find((migration) => migration.number === row.number)
    if (file === undefined)
      throw new LedgerError(
        'migration_ahead',
        `The database has migration ${row.name}, which this version does not know`,
        'Use the riskledger that migrated it, or a newer one.',
      )
    if (file.checksum !== row.checksum)
      throw new LedgerError(
        'migration_changed',
        `sql/migrations/${row.name} is not the file that was applied to this database`,
        'Restore the file; put the change into a migration with the next number.',
      )
  }
  return known.filter((migration) => !applied.rows.some((row) => row.number === migration.number))
}

/**
 * Applies what is pending in one transaction and returns the names. `assume`: the login is not the owner itself and
 * takes the owner's role. Safe to run from several processes at once.
 */
export async function migrate(ownerUrl: string, assume: boolean): Promise<string[]> {
  const client = newClient({ connectionString: ownerUrl, application_name: 'riskledger migrate' })
  try {
    await client.connect()
    if (assume) await client.query('set role riskledger_owner')
    await client.query('begin')
    await client.query("select pg_advisory_xact_lock(hashtext('riskledger migrate'))")
    const todo = await pending(client)
    if (todo.length > 0) {
      await client.query('create schema if not exists store')
      await client.query(
        'create table if not exists store.migration (number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())',
      )
      for (const migration of todo) {
        await client.query(migration.sql)
        await client.query('insert into store.migration (number, name, checksum) values ($1, $2, $3)', [
          migration.number,
          migration.name,
          migration.checksum,
        ])
      }
      await client.query('grant usage on schema store to riskledger_loader')
      await client.query('grant select on store.migration to riskledger_loader')
    }
    await client.query('commit')
    return todo.map((migration) => migration.name)
  } catch (error) {
    throw explain(error, placeOf(ownerUrl))
  } finally {
    await client.end().catch(() => undefined)
  }
}
migrate.pending = pending
