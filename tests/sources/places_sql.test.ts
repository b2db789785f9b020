/** What a table of each kind of database becomes: every type exactly, from one snapshot, whatever its names are. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Boundary, comparable, wallTime } from '../../sources/places/sql/boundary.js'
import { sqlDeclaration } from '../../sources/places/sql/declaration.js'
import { MYSQL, POSTGRES, rowsStatement } from '../../sources/places/sql/statement.js'
import { openSql } from '../../sources/places/sql.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { type Mariadb, startMariadb, whyNoMariadb } from '../support/mariadb.js'
import { askFor, landAll } from '../support/places.js'

const declare = (more: Record<string, unknown>) =>
  sqlDeclaration.parse({ type: 'sql', url: 'agency', tls: 'off', ...more })
const rowsOf = (documents: readonly { text: string }[]) => documents.flatMap(({ text }) => text.trimEnd().split('\n'))

describe('Postgres', () => {
  let ledger: Ledger
  let agency: pg.Client
  beforeAll(async () => {
    ledger = await openLedger()
    agency = new pg.Client({ connectionString: ledger.database.url('owner') })
    await agency.connect()
    await agency.query('create schema exchange')
    await agency.query("set timezone = 'Asia/Shanghai'")
  })
  afterAll(async () => {
    await agency.end()
    await ledger.close()
  })
  const ask = (more = {}) => askFor({ secret: () => ledger.database.url('owner'), ...more })

  test('every value is what the database holds', async () => {
    await agency.query(`create table exchange.types as select
      9007199254740993::bigint as big, 1.10::numeric as exact, 'NaN'::numeric as nan, 0.1::float8 as double, 'infinity'::float8 as endless, 7::int as whole,
      true as yes, date '2024-02-29' as day, timestamp '2024-01-02 03:04:05.120' as wall, timestamptz '2024-01-02 03:04:05.000001+08' as instant,
      timestamp 'infinity' as never, date '0044-03-15 BC' as ides, '\\xdeadbeef'::bytea as bytes, '{"a": 1e400,\n "b": [12345678901234567890]}'::json as doc,
      E'行\t"1"\n\\\\' as text, null::text as nothing, array['a','b'] as list, interval '1 day 2 hours' as span, '00000000-0000-0000-0000-000000000001'::uuid as id`)
    const [line] = rowsOf(await landAll(openSql(declare({ table: ['exchange', 'types'] })), ask()))
    expect(line).toBe(
      '{"big":"9007199254740993","exact":"1.10","nan":"NaN","double":0.1,"endless":"Infinity","whole":7,"yes":true,"day":"2024-02-29",' +
        '"wall":"2024-01-02T03:04:05.12","instant":"2024-01-01T19:04:05.000001Z","never":"infinity","ides":"0044-03-15 BC","bytes":"3q2+7w==",' +
        '"doc":{"a": 1e400,  "b": [12345678901234567890]},"text":"行\\t\\"1\\"\\n\\\\","nothing":null,"list":"{a,b}","span":"P1DT2H","id":"00000000-0000-0000-0000-000000000001"}',
    )
  })

  test('all rows are of one moment, and changes of a name that looks like SQL come to nothing', async () => {
    await agency.query(
      `create table exchange."x"";drop table t" as select n as "a""b", now() as at from generate_series(1, 1200) n`,
    )
    const place = openSql(
      declare({
        table: ['exchange', 'x";drop table t'],
        key: ['a"b'],
        cursor: { by: 'time', column: 'at' },
        file_rows: 500,
      }),
    )
    const sizes: number[] = []
    const whole: (boolean | undefined)[] = []
    for await (const landed of place.land(ask())) {
      whole.push(landed.whole)
      sizes.push(landed.file.bytes)
      await agency.query(`delete from exchange."x"";drop table t"`)
    }
    expect(sizes).toHaveLength(3)
    expect(whole).toEqual([undefined, undefined, true])
  })

  test('it cannot be written, and a statement that takes too long ends', async () => {
    await agency.query('create table exchange.log (n int)')
    await agency.query(
      `create function exchange.note() returns int language plpgsql as $$ begin insert into exchange.log values (1); return 1; end $$`,
    )
    await agency.query('create view exchange.writes as select exchange.note() as n')
    await agency.query('create view exchange.slow as select pg_sleep(30)::text as n')
    await expect(landAll(openSql(declare({ table: ['exchange', 'writes'] })), ask())).rejects.toMatchObject({
      code: 'place_invalid',
      message: expect.stringContaining('read-only'),
    })
    await expect(
      landAll(openSql(declare({ table: ['exchange', 'slow'], timeout: '1s' })), ask()),
    ).rejects.toMatchObject({ code: 'place_unreachable' })
  })

  test('a time without a zone is compared with the clock of its publisher', async () => {
    await agency.query(
      `create table exchange.local as select n, (now() at time zone 'Asia/Shanghai') - interval '1 hour' * n as at from generate_series(-30, 20) n`,
    )
    const land = (time_zone: string) =>
      landAll(
        openSql(declare({ table: ['exchange', 'local'], key: ['n'], cursor: { by: 'time', column: 'at', time_zone } })),
        ask(),
      )
    const [local] = await land('Asia/Shanghai')
    const [utc] = await land('UTC')
    expect(rowsOf(local === undefined ? [] : [local])).toHaveLength(51)
    const read = (landed: typeof local) => Date.parse(String(landed?.cursor?.['read']))
    expect(read(local) - read(utc)).toBeGreaterThanOrEqual(3_600_000)
  })
})

describe.skipIf(whyNoMariadb !== '')(`MariaDB ${whyNoMariadb}`, () => {
  let server: Mariadb
  beforeAll(async () => {
    server = await startMariadb()
  })
  afterAll(() => server?.stop())
  const ask = (more = {}) => askFor({ secret: () => server.url, ...more })

  test('every value is what the database holds', async () => {
    await server.connection.query("set sql_mode = '', time_zone = '+08:00'")
    await server.connection.query(`create table exchange.types (
      big bigint unsigned, exact decimal(30,2), whole int, padded int(5) zerofill, real4 float, real8 double, day date, nought date, wall datetime(6), nothing datetime,
      instant timestamp(3) null, clock time, bits bit(12), bytes blob, fixed binary(4), doc json, txt text, choice enum('甲','乙'), gone text, years year) character set gbk`)
    await server.connection.query(
      `insert into exchange.types values (18446744073709551615, 12345678901234567890.10, -7, 42, 1.5, 0.1, '2024-02-29', '0000-00-00', '2024-01-02 03:04:05.000001',
        '0000-00-00 00:00:00', '2024-01-02 03:04:05.120', '-12:00:01', b'101010101010', x'deadbeef', 'ab', '{"a": 1.0}', '行\\t"1"\\n', '乙', null, 2024)`,
    )
    const [line] = rowsOf(await landAll(openSql(declare({ table: 'types' })), ask()))
    expect(line).toBe(
      '{"big":"18446744073709551615","exact":"12345678901234567890.10","whole":-7,"padded":"00042","real4":1.5,"real8":0.1,"day":"2024-02-29","nought":"0000-00-00",' +
        '"wall":"2024-01-02T03:04:05.000001","nothing":"0000-00-00 00:00:00","instant":"2024-01-01T19:04:05.120Z","clock":"-12:00:01","bits":2730,"bytes":"3q2+7w==",' +
        '"fixed":"YWIAAA==","doc":"{\\"a\\": 1.0}","txt":"行\\t\\"1\\"\\n","choice":"乙","gone":null,"years":2024}',
    )
  })

  test('rows come in order from one snapshot, and from the cursor on the next time', async () => {
    await server.connection.query('use exchange')
    await server.connection.query(
      'create table exchange.`pen``alty` (id int primary key, at datetime(3), key (at)) engine = innodb',
    )
    await server.connection.query(
      "insert into exchange.`pen``alty` select seq, '2025-01-01' + interval seq second from seq_1_to_2500",
    )
    const place = openSql(
      declare({
        table: 'pen`alty',
        key: ['id'],
        file_rows: 1000,
        cursor: { by: 'time', column: 'at', lag: '10s', time_zone: 'Asia/Shanghai' },
      }),
    )
    const documents = []
    for await (const landed of place.land(ask())) {
      documents.push(landed)
      await server.connection.query('delete from exchange.`pen``alty` where id < 2400')
    }
    expect(documents.map(({ whole }) => whole)).toEqual([undefined, undefined, true])
    const cursor = documents.at(-1)?.cursor ?? null
    expect(cursor).toEqual({ read: '2025-01-01 00:41:40.000' })
    // Entered without a time in a column that may not be empty: below the cursor, and yet new.
    await server.connection.query("insert into exchange.`pen``alty` values (3000, '0000-00-00')")
    const again = rowsOf(await landAll(place, ask({ cursor })))
    expect(again).toHaveLength(12)
    expect(again[0]).toMatch(/^\{"id":3000,"at":"0000-00-00 /)
    expect(again[1]).toBe('{"id":2490,"at":"2025-01-01T00:41:30.000"}')
  })

  test('it cannot be written, and what is wrong is told by its code', async () => {
    const codeOf = (more: Record<string, unknown>, url = server.url) =>
      landAll(openSql(declare({ table: 'types', ...more })), ask({ secret: () => url })).then(
        () => 'nothing',
        (error: { code: string; message: string }) => `${error.code} ${error.message}`,
      )
    expect(await codeOf({}, server.url.replace('word', 'hush'))).toMatch(/^place_refused(?!.*hush)/)
    expect(await codeOf({ table: 'nowhere' })).toMatch(/^place_invalid/)
    expect(await codeOf({ columns: ['nowhere'] })).toMatch(/^place_invalid/)
    expect(await codeOf({ table: ['mysql', 'user'] })).toMatch(/^place_refused/)
    expect(await codeOf({ tls: 'verify' })).toMatch(/^place_refused/)
    expect(await codeOf({}, 'mysql://a:b@127.0.0.1:1/exchange')).toMatch(/^place_unreachable/)
  })
})

test('a secret with a bare percent sign is told as such, and not shown', async () => {
  const place = openSql(declare({ table: 'penalty' }))
  await expect(landAll(place, askFor({ secret: () => 'postgres://u:100%PW@db/x' }))).rejects.toMatchObject({
    code: 'config_invalid',
    message: expect.not.stringContaining('PW'),
  })
})

describe('bounds of time', () => {
  const request = (read: string | null) => askFor({ cursor: read === null ? null : { read } })
  const time = { by: 'time', column: 'at', lag: '10m', time_zone: 'Asia/Shanghai' } as const
  const now = new Date('2025-06-01T00:00:00Z')

  test('the lag is taken off in the frame of the column, and never rounded up', () => {
    const lower = (grade: 'instant' | 'wall_time' | 'day', read: string) =>
      new Boundary(time, grade, now).bounds(request(read), null).lower
    expect(lower('instant', '2025-03-01 00:05:00.123456+00')).toBe('2025-02-28 23:55:00.123000')
    expect(lower('wall_time', '2025-03-01 00:05:00')).toBe('2025-02-28 23:55:00.000000')
    expect(lower('day', '2025-03-01')).toBe('2025-02-28')
    expect(lower('day', '0001-01-01')).toBeNull()
    expect(() => lower('day', '2025-06-03')).toThrow(expect.objectContaining({ code: 'cursor_invalid' }))
  })

  test('a backfill begins with the day of the publisher', () => {
    const bounds = (grade: 'instant' | 'wall_time') =>
      new Boundary(time, grade, now).bounds(askFor({ since: '2025-03-01', until: '2025-03-02' }), null)
    expect(bounds('instant')).toMatchObject({
      lower: '2025-02-28 16:00:00.000000',
      upper: '2025-03-01 16:00:00.000000',
      whole: false,
    })
    expect(bounds('wall_time')).toMatchObject({ lower: '2025-03-01 00:00:00.000000' })
  })

  test('times of databases compare as texts; what is no time is none', () => {
    expect(comparable('2025-03-01 00:05:00.1+00')).toBe('2025-03-01 00:05:00.100000')
    for (const odd of ['infinity', '0044-03-15 BC', '12025-01-01', '']) expect(comparable(odd)).toBeUndefined()
    expect(wallTime(new Date('2025-01-31T20:00:00.007Z'), 'Asia/Shanghai')).toBe('2025-02-01 04:00:00.007000')
  })
})

test('names are quoted and values are parameters, for either kind of database', () => {
  const declared = declare({ table: ['s`"', "t';--"], key: ['k"'], cursor: { by: 'sequence', column: 'c`' } })
  const bounds = { lower: "1'", upper: '9', whole: false, backfill: false }
  expect(rowsStatement(POSTGRES, declared, ['a"'], bounds)).toEqual({
    text: `select t."a""", t."c\`"::text from "s\`"""."t';--" t where (t."c\`" >= $1 or t."c\`" is null) and t."c\`" < $2 order by t."c\`" nulls first, t."k"""`,
    values: ["1'", '9'],
  })
  expect(rowsStatement(MYSQL, declared, ['a"'], bounds).text).toBe(
    'select t.`a"`, cast(t.`c``` as char) from `s``"`.`t\';--` t where (t.`c``` >= ? or t.`c``` is null) and t.`c``` < ? order by t.`c```, t.`k"`',
  )
  const timed = declare({ table: 't', cursor: { by: 'time', column: 'c', time_zone: 'UTC' } })
  expect(rowsStatement(MYSQL, timed, ['a'], { ...bounds, upper: null }).text, 'the zero date is none').toContain(
    "(t.`c` >= ? or t.`c` is null or t.`c` = '0000-00-00')",
  )
})
