/** Transactions in one round trip: whole or not at all, in the order of the calls, and one that fails spoils no other. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ledger, openLedger } from '../support/ledger.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())

const enter = (...names: readonly string[]) =>
  ledger.database.atOnce((session) =>
    names.map((name) =>
      session.query("insert into raw.source (connector, name, path, sha256, bytes) values ('t', $1, '', $1, $2)", [
        name,
        name === 'bad' ? 'no number' : 1,
      ]),
    ),
  )
const entered = async () =>
  (await ledger.rows("select name from raw.source where connector = 't' order by source_id")).map(({ name }) => name)

test('a query that fails undoes its transaction and is what is thrown; those before and behind it stand', async () => {
  const ends = await Promise.allSettled([enter('a', 'b'), enter('c', 'bad', 'd'), enter('e')])
  expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(ends[1]).toMatchObject({ reason: { message: expect.stringContaining('no number') } })
  expect(await entered()).toEqual(['a', 'b', 'e'])
})

test('transactions are run in the order of the calls', async () => {
  const names = Array.from({ length: 50 }, (_, index) => `n${index}`)
  await Promise.all(names.map((name) => enter(name)))
  expect((await entered()).slice(3)).toEqual(names)
})

test('what fails before it is sent undoes its transaction too, and leaves none open', async () => {
  const circular: Record<string, unknown> = {}
  circular['itself'] = circular
  const before = await entered()
  const enterAnd = (then: (session: Parameters<Parameters<Ledger['database']['atOnce']>[0]>[0]) => Promise<unknown>) =>
    ledger.database.atOnce((session) => [
      session.query("insert into raw.source (connector, name, path, sha256, bytes) values ('t', 'x', '', 'x', 1)"),
      then(session),
    ])
  await expect(enterAnd((session) => session.query('select $1::jsonb', [circular]))).rejects.toThrow('circular')
  await expect(enterAnd(() => Promise.reject(new Error('no such luck')))).rejects.toThrow('no such luck')
  await expect(
    enterAnd(() => {
      throw new Error('thrown at once')
    }),
  ).rejects.toThrow('thrown at once')
  await enter('whole')
  expect(await entered()).toEqual([...before, 'whole'])
})

test('a connection that is cut is told as such, and the next transaction gets another one', async () => {
  await enter('before')
  await ledger.rows(
    "select pg_terminate_backend(pid) from pg_stat_activity where query = 'commit' and pid <> pg_backend_pid()",
  )
  await expect(enter('cut')).rejects.toMatchObject({ code: 'database_lost' })
  await enter('after')
  expect((await entered()).slice(-2)).toEqual(['before', 'after'])
})
