/** A run over a table of another database: what it brings, what a repetition brings, and what a failure leaves. */
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ingestFrom, type PlaceReading } from '../../pipelines/land.js'
import { load } from '../../pipelines/load.js'
import type { LoadedConnector } from '../../pipelines/registry.js'
import type { Stage } from '../../pipelines/stage.js'
import { jsonRecords } from '../../sources/json.js'
import { checkPlace } from '../../sources/places/registry.js'
import { type Run, readRuns } from '../../warehouse/runs.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { toyConnector } from '../support/toy.js'

let ledger: Ledger
let agency: pg.Client
beforeAll(async () => {
  ledger = await openLedger()
  agency = new pg.Client({ connectionString: ledger.database.url('owner') })
  await agency.connect()
  await agency.query('create schema exchange')
})
afterAll(async () => {
  await agency.end()
  await ledger.close()
})
let tables = 0
let table = ''
beforeEach(async () => {
  table = `Penalty "${++tables}"`
  await agency.query(
    `create table ${name()} (key text primary key, name text, region text, uscc text, org text, fine numeric(12,2), updated_at timestamptz)`,
  )
})
const name = () => `exchange.${pg.escapeIdentifier(table)}`

async function write(keys: readonly number[], at: string, title = '公司'): Promise<void> {
  await agency.query(
    `insert into ${name()} select k::text, $2 || k, null, null, null, 12345678.95, $3::timestamptz from unnest($1::int[]) k
     on conflict (key) do update set name = excluded.name, updated_at = excluded.updated_at`,
    [keys, title, at],
  )
}

function connector(id: string, mode: LoadedConnector['connector']['mode'] = { type: 'append' }): LoadedConnector {
  const toy = toyConnector(id, { mode })
  const ignored = { updated_at: 'only orders the rows' }
  const row = toy.connector.row
  return {
    ...toy,
    connector: {
      ...toy.connector,
      ignored,
      row: Object.assign(Object.create(row), {
        safeParse: (value: object) => row.safeParse({ ...value, updated_at: undefined }),
      }),
      source: { files: '', format: jsonRecords() },
    },
  }
}

const TIME = { by: 'time', column: 'updated_at', lag: '10m' }

function reading(more: Record<string, unknown> = {}, asked: Partial<PlaceReading> = {}): PlaceReading {
  const place = {
    type: 'sql',
    url: 'agency',
    tls: 'off',
    table: ['exchange', table],
    columns: ['key', 'name', 'region', 'uscc', 'org', 'fine'],
    key: ['key'],
    cursor: TIME,
    file_rows: 10,
    ...more,
  }
  const declaration = checkPlace('toy', undefined, place)
  if (declaration === undefined) throw new Error('no place')
  return {
    declaration,
    home: ledger.home,
    inbox: '',
    secrets: { agency: ledger.database.url('owner') },
    since: null,
    until: null,
    full: false,
    ...asked,
  }
}

async function take(loaded: LoadedConnector, asked = reading(), stage: Stage = ledger.stage): Promise<Run> {
  const ids = await ingestFrom(stage, loaded, asked)
  await load(ledger.stage)
  const [run] = await readRuns(ledger.database, ids)
  if (run === undefined) throw new Error('no run')
  return run
}

const held = async (id: string, where = 'in_force') =>
  (
    await ledger.rows<{ source_key: string }>(
      `select source_key from ledger.penalty where connector = $1 and ${where} order by source_key::int`,
      [id],
    )
  ).map((row) => Number(row.source_key))
const cursor = async (id: string) =>
  (await ledger.rows<{ cursor: unknown }>('select cursor from store.place_cursor where connector = $1', [id]))[0]
    ?.cursor
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

test('the first run brings everything, the next one what changed, and rows at the boundary change nothing', async () => {
  const toy = connector('changes')
  await write(range(1, 25), '2025-03-01 10:00:00.123456+08')
  expect(await take(toy)).toMatchObject({ status: 'loaded', read: 25, inserted: 25 })
  expect(await cursor('changes')).toEqual({ read: '2025-03-01 02:00:00.123456+00' })
  expect(await take(toy)).toMatchObject({ read: 25, inserted: 0, updated: 0, unchanged: 0, repeated: 25 })
  await write([3], '2025-03-02', '改名')
  await write([26], '2025-03-02')
  expect(await take(toy)).toMatchObject({ read: 26, inserted: 1, updated: 1 })
  expect(await take(toy)).toMatchObject({ read: 2, inserted: 0, updated: 0 })
  expect(
    await ledger.rows("select fine_amount::text from ledger.penalty where connector = 'changes' and source_key = '1'"),
  ).toEqual([{ fine_amount: '12345678.95' }])
})

test('a row that becomes visible late, inside the lag, is not lost', async () => {
  const toy = connector('late')
  await write([1], '2025-03-01 10:00')
  await take(toy)
  await write([2], '2025-03-01 09:51')
  await take(toy)
  expect(await held('late')).toEqual([1, 2])
})

test('a row without a time, and one dated in the future, land; the cursor does not go past now', async () => {
  const toy = connector('odd_times')
  const told: string[] = []
  const stage = {
    ...ledger.stage,
    log: Object.assign(Object.create(ledger.stage.log), { warn: (...said: unknown[]) => told.push(String(said[1])) }),
  }
  await write([1], '2025-03-01')
  await write([2], '2999-01-01')
  await write([3], 'infinity')
  await take(toy, reading(), stage)
  expect(await cursor('odd_times')).toEqual({ read: '2025-03-01 00:00:00+00' })
  expect(told.join()).toContain('2 rows bear a time more than a day from now')
  await agency.query(`insert into ${name()} (key, name) values ('4', '无时间')`)
  await take(toy)
  expect(await held('odd_times')).toEqual([1, 2, 3, 4])
})

test('a place that breaks half way: what was committed stands, and the next run brings the rest', async () => {
  const toy = connector('breaks')
  for (const hour of range(1, 6)) await write(range(hour * 100, hour * 100 + 299), `2025-03-01 ${hour}:00`)
  let steps = 0
  const broken: Promise<unknown>[] = []
  const stage: Stage = {
    ...ledger.stage,
    progress: () => {
      if (++steps === 3)
        broken.push(
          agency.query(
            "select pg_terminate_backend(pid) from pg_stat_activity where query like 'fetch%riskledger_rows'",
          ),
        )
    },
  }
  await expect(take(toy, reading({ file_rows: 40 }), stage)).rejects.toMatchObject({ code: 'place_unreachable' })
  await Promise.all(broken)
  expect(await ledger.rows("select status from store.run where connector = 'breaks'")).toEqual([{ status: 'failed' }])
  const before = await cursor('breaks')
  expect(before).not.toBeNull()
  await take(toy, reading({ file_rows: 40 }))
  expect(await held('breaks')).toEqual(range(100, 899))
})

test('a process that is killed leaves the old cursor; the same rows come again and change nothing', async () => {
  const toy = connector('killed')
  await write(range(1, 30), '2025-03-01')
  await take(toy)
  const old = await cursor('killed')
  await write(range(5, 50), '2025-04-01', '新')
  let steps = 0
  // As for a killed process, nothing that it still wanted to write is written.
  const database = {
    ...ledger.database,
    transaction: <T>(work: Parameters<typeof ledger.database.transaction<T>>[0]) =>
      steps >= 2 ? Promise.reject(new Error('killed')) : ledger.database.transaction(work),
  }
  await expect(take(toy, reading(), { ...ledger.stage, database, progress: () => void steps++ })).rejects.toThrow(
    'killed',
  )
  expect(await cursor('killed')).toEqual(old)
  await take(toy)
  await take(toy)
  expect(await held('killed')).toEqual(range(1, 50))
  expect(await held('killed', 'version > 2')).toEqual([])
  expect(await ledger.rows("select status from store.run where connector = 'killed' order by run_id")).toEqual(
    ['loaded', 'abandoned', 'loaded', 'loaded'].map((status) => ({ status })),
  )
})

test('deleted rows are withdrawn by a whole, and by nothing else', async () => {
  const toy = connector('deleted', { type: 'snapshot', max_drop: 0.5 })
  const weekly = { full_every: '7d' }
  await write(range(1, 30), '2025-03-01')
  await write([31], '2025-03-02')
  await take(toy, reading(weekly))
  await agency.query(`delete from ${name()} where key in ('4', '5')`)
  expect(await take(toy, reading(weekly))).toMatchObject({ read: 1, withdrawn: 0 })
  expect(await held('deleted')).toEqual(range(1, 31))
  await ledger.database.pool.query(
    "update store.place_cursor set full_at = now() - interval '8 days' where connector = 'deleted'",
  )
  expect(await take(toy, reading(weekly))).toMatchObject({ read: 29, withdrawn: 2, error: null })
  expect(await held('deleted')).toEqual(range(1, 31).filter((key) => key !== 4 && key !== 5))
})

test('a whole that was cut short withdraws nothing', async () => {
  const toy = connector('cut', { type: 'snapshot', max_drop: 0.9 })
  await write(range(1, 30), '2025-03-01')
  await take(toy)
  const csvInstead = { ...toy, connector: { ...toy.connector, source: toyConnector('x').connector.source } }
  await agency.query(`delete from ${name()} where key = '4'`)
  expect(await take(csvInstead, reading({}, { full: true }))).toMatchObject({ withdrawn: 0, file_faults: 3 })
  expect(await held('cut')).toEqual(range(1, 30))
})

test('without a cursor everything is read, and what held before holds again', async () => {
  const toy = connector('register')
  const whole = { cursor: null }
  const title = async () =>
    (
      await ledger.rows(
        "select parties->0->>'name' as name, version from ledger.penalty where connector = 'register' and source_key = '1'",
      )
    )[0]
  await write(range(1, 3), '2025-03-01', '甲')
  await take(toy, reading(whole))
  await write([1], '2025-03-01', '乙')
  await take(toy, reading(whole))
  await write([1], '2025-03-01', '甲')
  await take(toy, reading(whole))
  expect(await title()).toMatchObject({ name: '甲1', version: 3 })
  expect(await take(toy, reading(whole))).toMatchObject({ updated: 0, repeated: 3 })
  expect(await take(toy, reading(whole))).toMatchObject({ updated: 0, repeated: 3 })
})

test('a backfill brings its days and leaves the cursor', async () => {
  const toy = connector('backfill')
  for (const day of range(1, 9)) await write([day], `2025-03-0${day} 12:00`)
  await take(toy, reading({}, { since: '2025-03-03', until: '2025-03-05' }))
  expect(await held('backfill')).toEqual([3, 4])
  expect(await cursor('backfill')).toBeUndefined()
  await expect(take(toy, reading({ cursor: null }, { since: '2025-03-03' }))).rejects.toMatchObject({ code: 'usage' })
})

test('a sequence that began anew is refused, and so is a cursor that is none', async () => {
  const toy = connector('sequence')
  await agency.query(`alter table ${name()} add column seq bigint generated always as identity`)
  const bySequence = { cursor: { by: 'sequence', column: 'seq', lag: 5 } }
  await write(range(1, 20), '2025-03-01')
  await take(toy, reading(bySequence))
  expect(await cursor('sequence')).toEqual({ read: '20' })
  expect(await take(toy, reading(bySequence))).toMatchObject({ read: 6 })
  await agency.query(`truncate ${name()} restart identity`)
  await write([1], '2025-03-01')
  await expect(take(toy, reading(bySequence))).rejects.toMatchObject({ code: 'cursor_invalid' })
  await expect(take(toy, reading())).rejects.toMatchObject({ code: 'cursor_invalid' })
})

test('what is wrong is told by its code, and never with the password', async () => {
  const toy = connector('wrong')
  const wrong = async (more: Record<string, unknown>, secrets: Record<string, string>) =>
    take(toy, reading(more, { secrets })).then(
      () => 'nothing',
      (error: { code: string; message: string; hint: string }) => `${error.code}: ${error.message} ${error.hint}`,
    )
  const good = ledger.database.url('owner')
  const { password } = new URL(good)
  expect(await wrong({}, {})).toMatch(/^secret_missing: .* RISKLEDGER_SECRET_AGENCY/)
  expect(await wrong({}, { agency: good.replace(password, 'hush') })).toMatch(/^place_refused/)
  expect(await wrong({}, { agency: good.replace(/:\d+\//, ':1/') })).toMatch(/^place_unreachable/)
  expect(await wrong({ tls: 'verify' }, { agency: good })).toMatch(/^place_refused: .*TLS.*tls: off/)
  expect(await wrong({ table: 'nowhere' }, { agency: good })).toMatch(/^place_invalid: .*nowhere/)
  expect(await wrong({ cursor: { ...TIME, column: 'name' } }, { agency: good })).toMatch(
    /^place_invalid: .*no date or time/,
  )
  for (const url of ['hush', 'http://u:hush@h/d', 'postgres://u:hush@h'])
    expect(await wrong({}, { agency: url })).toMatch(/^config_invalid(?!.*hush)/)
})

test('two runs of one connector at once: the second waits, and finds nothing new', async () => {
  const toy = connector('twice')
  await write(range(1, 25), '2025-03-01')
  await Promise.all([take(toy), take(toy)])
  expect(await held('twice', 'version = 1')).toEqual(range(1, 25))
})
