/** Who was a mention of whom is found by index, whatever it is asked by, and says what its plain definition says. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../support/ledger.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
  await fill()
})
afterAll(() => ledger.close())

/**
 * 30,000 records of 60 connectors, of two parties each. Some always were of one entity, some came from another, some name only the second party by now, and
 * some nobody.
 */
async function fill(): Promise<void> {
  await ledger.rows(`
    with said as materialized (
      select md5('record' || n)::uuid as record_id, n, ordinal, 'connector' || n % 60 as connector, 'key' || n as source_key
        from generate_series(1, 30000) n, generate_series(0, 1) ordinal),
    kept as (
      insert into store.mention (record_id, ordinal, kind, connector, source_key, role, name, party_kind, entity_id, unit_id, joined_at)
      select record_id, ordinal, 'penalty', connector, source_key, 'penalised', '甲' || n, 'organisation', e, e, timestamptz '2026-01-01' + n * interval '5 min'
        from said, md5('now' || n % 20000) h, cast(h as uuid) e where n % 11 <> 0 and (n % 3 <> 0 or ordinal = 1))
    insert into store.membership_history (record_id, ordinal, entity_id, joined_at, left_at)
    select record_id, ordinal, md5('then' || n % 10000)::uuid, '2026-01-01', timestamptz '2026-01-01' + n * interval '5 min'
      from said where n % 3 = 0 or n % 11 = 0 or n % 5 = 0`)
  await ledger.rows('analyze store.mention, store.membership_history')
}

/** The tables that a question of the view reads from end to end. */
async function readWhole(column: string, value: string): Promise<string[]> {
  const rows = await ledger.rows<{ 'QUERY PLAN': string }>(
    `explain select * from ledger.membership where ${column} = '${value}'`,
  )
  return rows.flatMap((row) => /Seq Scan on (\w+)/.exec(row['QUERY PLAN'])?.[1] ?? [])
}

test('a question by record, entity, key or connector reads no table from end to end', async () => {
  const [{ record = '', entity = '' } = {}] = await ledger.rows<{ record: string; entity: string }>(
    "select md5('record3')::uuid::text as record, md5('then3')::uuid::text as entity",
  )
  const asked = { record_id: record, entity_id: entity, source_key: 'key3', connector: 'connector3' }
  for (const [column, value] of Object.entries(asked))
    expect({ column, whole: await readWhole(column, value) }).toEqual({ column, whole: [] })
  expect(await readWhole('name', '甲4')).toEqual([])
  // What has no index is read whole, so that the test can tell.
  expect(await readWhole('role', 'penalised')).toContain('mention')
})

/** As it reads most plainly: every place that a mention has or had, with what its record says now. */
const PLAIN = `
  select (select min(o.connector) from store.mention o where o.record_id = h.record_id) as connector,
    (select min(o.source_key) from store.mention o where o.record_id = h.record_id) as source_key,
    m.role, m.name, h.record_id, h.ordinal, h.entity_id, h.joined_at, case when h.left_at < ledger.question_time() then h.left_at end as left_at
  from (
    select record_id, ordinal, entity_id, joined_at, null::timestamptz as left_at from store.mention
    union all
    select record_id, ordinal, entity_id, joined_at, left_at from store.membership_history) h
  left join store.mention m on m.record_id = h.record_id and m.ordinal = h.ordinal
  where h.joined_at < ledger.question_time()`

const EXPECTED: Readonly<Record<string, Record<string, number>>> = {
  infinity: { here: 45_455, elsewhere: 16_363, unnamed: 9_091, gone: 5_454 },
  '2026-02-15': { here: 37_191, elsewhere: 7_069, unnamed: 9_091, gone: 5_454 },
}

test('each row is there once, now and as of then: with those who went elsewhere, of whom nothing but the record is left, and of whom nothing is', async () => {
  for (const at of ['infinity', '2026-02-15']) {
    const [counts] = await ledger.database.transaction(async (session) => {
      await session.query("select set_config('riskledger.as_of', $1, true)", [at])
      const { rows } = await session.query<Record<string, number>>(`
        with plain as materialized (${PLAIN}), asked as materialized (select * from ledger.membership),
        missed as (select * from plain except all select * from asked), added as (select * from asked except all select * from plain)
        select (select count(*)::int from missed) as missed, (select count(*)::int from added) as added,
          count(*) filter (where left_at is null)::int as here, count(*) filter (where left_at is not null and name is not null)::int as elsewhere,
          count(*) filter (where name is null and connector is not null)::int as unnamed, count(*) filter (where connector is null)::int as gone from asked`)
      return rows
    })
    expect({ at, ...counts }).toEqual({ at, missed: 0, added: 0, ...EXPECTED[at] })
  }
})
