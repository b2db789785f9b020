import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fieldsOf, KIND_NAMES, KINDS } from '../../schemas/record.js'
import { migrate } from '../../warehouse/migrate.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { dumpSchema } from '../support/schema_dump.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

async function as<T>(role: 'owner' | 'loader' | 'analyst', work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ledger.database.url(role) })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

test('sql/schema.sql is what the migrations make', async () => {
  await expect(await as('owner', dumpSchema)).toMatchFileSnapshot('../../sql/schema.sql')
})

test('a kind of record is written once: its schema, its table and its view have the same fields', async () => {
  for (const kind of KIND_NAMES) {
    const columns = await ledger.rows<{ name: string; nullable: boolean }>(
      "select attname as name, not attnotnull as nullable from pg_attribute where attrelid = ('store.' || $1)::regclass and attnum > 0 and not attisdropped order by attnum",
      [kind],
    )
    const start = columns.findIndex((column) => column.name === 'connector')
    expect(columns.slice(start).map((column) => column.name)).toEqual(fieldsOf(kind))
    const shape: Record<string, { safeParse(value: unknown): { success: boolean } }> = KINDS[kind].shape
    for (const { name, nullable } of columns.slice(start))
      expect({ name, nullable: shape[name]?.safeParse(null).success }).toEqual({ name, nullable })
    const view = await ledger.rows<{ name: string }>(
      "select attname as name from pg_attribute where attrelid = ('ledger.' || $1)::regclass and attnum > 0",
      [kind],
    )
    expect(view.map((column) => column.name)).toEqual(expect.arrayContaining(fieldsOf(kind)))
  }
})

test('every view that analysts see is commented in the catalogue', async () => {
  expect(
    await ledger.rows(
      "select relname from pg_class where relnamespace = 'ledger'::regnamespace and relkind = 'v' and obj_description(oid) is null",
    ),
  ).toEqual([])
})

test('nobody of the pipeline is a superuser; the analyst reads schema ledger and nothing else', async () => {
  expect(
    await ledger.rows(
      "select rolname from pg_roles where rolname like 'riskledger%' and (rolsuper or rolcreaterole or rolcreatedb)",
    ),
  ).toEqual([])
  await as('analyst', async (client) => {
    await expect(client.query('select count(*) from ledger.penalty')).resolves.toMatchObject({ rowCount: 1 })
    for (const statement of [
      'select * from raw.batch',
      'select * from store.penalty',
      'select * from topic.batch',
      "insert into ledger.entity (name) values ('x')",
      'create table ledger.mine (n int)',
    ])
      await expect(client.query(statement)).rejects.toThrow(/permission denied|read-only/)
  })
  await as('loader', async (client) => {
    for (const statement of [
      "update raw.batch set text = ''",
      'delete from raw.source',
      'drop table store.penalty',
      'create table store.mine (n int)',
      'set role riskledger_owner',
    ])
      await expect(client.query(statement)).rejects.toThrow(/permission denied|must be owner/)
  })
})

test('a run that does not balance is refused by the database itself', async () => {
  await expect(ledger.rows("insert into store.run (connector, read, accepted) values ('x', 2, 1)")).rejects.toThrow(
    /every_row_has_one_fate/,
  )
})

test('migrations are applied once, and one that was edited since is refused', async () => {
  expect(await migrate(ledger.database.url('owner'), false)).toEqual([])
  await as('owner', async (client) => {
    await client.query("update store.migration set checksum = 'other' where number = 1")
    await expect(migrate(ledger.database.url('owner'), false)).rejects.toMatchObject({ code: 'migration_changed' })
    await client.query("insert into store.migration (number, name, checksum) values (9999, '9999_future.sql', 'x')")
    await expect(migrate(ledger.database.url('owner'), false)).rejects.toMatchObject({
      code: expect.stringMatching(/^migration_/),
    })
  })
})
