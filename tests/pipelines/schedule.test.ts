/** Who runs which slot, on a clock that the tests set: catching up, back-off, pauses, leases, several schedulers, clocks that jump. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { LedgerError } from '../../core/errors.js'
import { pauseAfter } from '../../pipelines/due.js'
import type { Feed, Scheduling } from '../../pipelines/schedule.js'
import { databaseTime } from '../../warehouse/schedule.js'
import { pauseSchedule, resumeSchedule } from '../../warehouse/schedule_rows.js'
import { type Ledger, openLedger } from '../support/ledger.js'
import { feed, LEASE_SECONDS, schedulerOn } from '../support/scheduler.js'

let ledger: Ledger
beforeAll(async () => {
  ledger = await openLedger()
})
afterAll(() => ledger.close())
beforeEach(async () => {
  // The pipeline itself may not take slots away.
  const owner = new pg.Client({ connectionString: ledger.database.url('owner') })
  await owner.connect()
  await owner.query('truncate store.slot, store.schedule')
  await owner.end()
})

const scheduler = (feeds: readonly Feed[], changes: Partial<Scheduling> = {}) => schedulerOn(ledger, feeds, changes)

const slots = () =>
  ledger.rows(
    "select connector, to_char(slot at time zone 'UTC', 'MM-DD HH24:MI') as slot, status, attempt, skipped, code from store.slot s order by connector, s.slot",
  )

const view = async (connector: string) =>
  (await ledger.rows('select * from ledger.schedule where connector = $1', [connector]))[0]

test('a connector runs at its slots, and from the first time it is seen on', async () => {
  const one = scheduler([feed('a')])
  await one.at('2026-03-01T00:00Z')
  await one.at('2026-03-01T05:59:59Z')
  expect(one.ran).toEqual([])
  await one.at('2026-03-01T06:00:00Z')
  await one.at('2026-03-01T06:00:01Z')
  expect(one.ran).toEqual(['a'])
  expect(await view('a')).toMatchObject({
    state: 'waiting',
    last_status: 'done',
    last_slot: new Date('2026-03-01T06:00Z'),
    next_slot: new Date('2026-03-02T06:00Z'),
    stale: true,
  })
})

test('after a downtime the latest missed slot runs, and the earlier ones are noted', async () => {
  const one = scheduler([feed('a')])
  await one.at('2026-03-01T00:00Z')
  await one.at('2026-03-10T12:00Z')
  expect(await slots()).toEqual([
    { connector: 'a', slot: '03-10 06:00', status: 'done', attempt: 1, skipped: 9, code: null },
  ])
  expect(await view('a')).toMatchObject({ last_skipped_since: new Date('2026-03-01T06:00Z') })
})

test('a feed that fails backs off, is shown with its error, and is well again after a success', async () => {
  let broken = true
  const tries: string[] = []
  const run = async (id: string) => {
    tries.push(id)
    if (broken) throw new LedgerError('place_unreachable', 'The place does not answer', 'Wait.')
    return { runId: null, findings: false }
  }
  const one = scheduler([feed('a'), feed('b')], { run })
  await one.at('2026-03-01T00:00Z')
  for (const time of ['06:00:00', '06:00:59', '06:01:00', '06:02:59', '06:03:00']) await one.at(`2026-03-01T${time}Z`)
  expect(tries).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
  expect(await view('a')).toMatchObject({
    state: 'backing_off',
    failures: 3,
    error_code: 'place_unreachable',
    next_try: new Date('2026-03-01T06:07Z'),
  })
  broken = false
  await one.at('2026-03-01T06:07Z')
  expect(await view('a')).toMatchObject({ state: 'waiting', failures: 0, error_code: null, next_try: null })
  expect(await slots()).toMatchObject([
    { connector: 'a', status: 'done', attempt: 4, code: null },
    { connector: 'b', status: 'done', attempt: 4, code: null },
  ])
})

test('a feed that failed while the clock was far ahead is tried again when the clock is right', async () => {
  let broken = true
  const run = async () => (broken ? Promise.reject(new Error('a fault')) : { runId: null, findings: false })
  const one = scheduler([feed('a')], { run })
  await one.at('2026-03-01T00:00Z')
  await one.at('2031-01-01T06:00Z')
  broken = false
  await one.at('2026-03-02T06:00Z')
  expect((await slots()).filter(({ status }) => status === 'done')).toMatchObject([{ slot: '03-02 06:00' }])
})

test('a later slot stands for one that failed, and waits for the back-off too', async () => {
  let broken = true
  const run = async () => {
    if (broken) throw new Error('a fault of ours')
    return { runId: null, findings: false }
  }
  const one = scheduler([feed('a', '* * * * *')], { run })
  await one.at('2026-03-01T00:00:30Z')
  await one.at('2026-03-01T00:01Z')
  await one.at('2026-03-01T00:02Z')
  broken = false
  await one.at('2026-03-01T00:03Z')
  expect((await view('a'))?.['failures']).toBe(2)
  await one.at('2026-03-01T00:04Z')
  expect(await slots()).toMatchObject([
    { slot: '03-01 00:01', status: 'failed', code: 'fault' },
    { slot: '03-01 00:02', status: 'failed' },
    { slot: '03-01 00:04', status: 'done', skipped: 1 },
  ])
})

test('back-off doubles up to an hour, less up to half', () => {
  expect([1, 2, 3, 6, 7, 1000].map((failures) => pauseAfter(failures, 0) / 60_000)).toEqual([1, 2, 4, 32, 60, 60])
  expect(pauseAfter(7, 1) / 60_000).toBe(30)
})

test('a paused connector does not run; resumed, it makes up for what it missed with one run', async () => {
  const one = scheduler([feed('a')])
  await one.at('2026-03-01T00:00Z')
  expect(await pauseSchedule(ledger.database, 'a', 'Li Hua', 'the publisher moves')).toBe(true)
  expect(await pauseSchedule(ledger.database, 'a', 'another', null)).toBe(false)
  await one.at('2026-03-03T07:00Z')
  expect(one.ran).toEqual([])
  expect(await view('a')).toMatchObject({ state: 'paused', paused_by: 'Li Hua', pause_reason: 'the publisher moves' })
  expect(await resumeSchedule(ledger.database, 'a')).toBe(true)
  await one.at('2026-03-03T08:00Z')
  expect(one.ran).toEqual(['a'])
  const held = scheduler([{ ...feed('a'), paused: true }])
  await held.at('2026-03-05T08:00Z')
  expect(held.ran).toEqual([])
  expect(await view('a')).toMatchObject({ state: 'paused', paused_by: 'the configuration' })
})

test('resume tries a feed again at once that backs off', async () => {
  const failing = scheduler([feed('a')], { run: () => Promise.reject(new LedgerError('secret_missing', 'x', 'y')) })
  await failing.at('2026-03-01T00:00Z')
  await failing.at('2026-03-01T06:00Z')
  const one = scheduler([feed('a')])
  await one.at('2026-03-01T06:00:01Z')
  expect(one.ran).toEqual([])
  await resumeSchedule(ledger.database, 'a')
  await one.at('2026-03-01T06:00:02Z')
  expect(one.ran).toEqual(['a'])
})

test('a clock that is set back runs no slot twice, and one that was far ahead does not hold a connector up', async () => {
  const one = scheduler([feed('a', '0 * * * *')])
  await one.at('2026-03-01T00:30Z')
  await one.at('2026-03-01T01:00Z')
  await one.at('2026-03-01T00:10Z')
  await one.at('2026-03-01T01:00Z')
  expect(one.ran).toHaveLength(1)
  await one.at('2030-01-01T00:00Z')
  await one.at('2026-03-01T02:00Z')
  expect(await slots()).toMatchObject([{ slot: '03-01 01:00' }, { slot: '03-01 02:00' }, { slot: '01-01 00:00' }])
})

test('on the days on which clocks are changed every day has its run', async () => {
  const one = scheduler([feed('a', '30 2 * * *', 'Europe/Berlin')])
  await one.at('2026-03-27T12:00Z')
  for (let hour = 0; hour < 96; hour++)
    await one.at(new Date(Date.UTC(2026, 2, 27, 12) + hour * 3_600_000).toISOString())
  expect((await slots()).map((row) => row['slot'])).toEqual([
    '03-28 01:30',
    '03-29 01:00',
    '03-30 00:30',
    '03-31 00:30',
  ])
})

test('many schedulers at once run each slot once', async () => {
  const feeds = ['a', 'b', 'c', 'd'].map((id) => feed(id))
  const all = Array.from({ length: 5 }, () => scheduler(feeds))
  for (const day of ['01T00', '01T06', '02T06', '03T06'])
    await Promise.all(all.map((one) => one.at(`2026-03-${day}:00Z`)))
  expect(all.flatMap(({ ran }) => ran).sort()).toEqual(['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c', 'd', 'd', 'd'])
})

test('as many run at once as are asked for, one connector never twice, and they share the stages that follow', async () => {
  let [now, most, followed] = [0, 0, 0]
  const run = async () => {
    most = Math.max(most, ++now)
    await sleep(100)
    now--
    return { runId: null, findings: false }
  }
  const follow = async () => {
    followed++
    await sleep(100)
  }
  const one = scheduler(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => feed(id)),
    { run, follow, most: 3 },
  )
  await one.at('2026-03-01T00:00Z')
  await one.at('2026-03-01T06:00Z')
  expect(most).toBe(3)
  expect(await slots()).toHaveLength(6)
  expect(followed).toBeLessThan(6)
})

test('a slot whose holder is gone is taken over when its lease is over, and the one that comes back writes nothing', async () => {
  const other = scheduler([feed('a')])
  const stopped = scheduler([feed('a')], {
    // So long that no beat comes while it is stuck.
    leaseSeconds: 600,
    async run() {
      await ledger.rows("update store.slot set lease_until = clock_timestamp() + interval '1 s'")
      await other.at('2026-03-01T06:00:10Z')
      expect(other.ran).toEqual([])
      await sleep(1100)
      await other.at('2026-03-01T06:00:20Z')
      expect(other.ran).toEqual(['a'])
      return { runId: null, findings: false }
    },
  })
  await stopped.at('2026-03-01T00:00Z')
  await stopped.at('2026-03-01T06:00Z')
  expect(await slots()).toMatchObject([{ slot: '03-01 06:00', status: 'done', attempt: 2 }])
  expect(stopped.events.map(({ type }) => type)).toEqual(['begun'])
})

test('a slot under way is held for as long as its holder lives', async () => {
  const other = scheduler([feed('a')])
  const slow = scheduler([feed('a')], {
    async run() {
      await sleep(1500 * LEASE_SECONDS)
      await other.at('2026-03-01T06:10Z')
      return { runId: null, findings: false }
    },
  })
  await slow.at('2026-03-01T00:00Z')
  await slow.at('2026-03-01T06:00Z')
  expect(other.ran).toEqual([])
  expect(await slots()).toMatchObject([{ status: 'done', attempt: 1 }])
})

test('a run under way when it is stopped is given back, and the next scheduler goes on at once', async () => {
  let stop = false
  const one = scheduler([feed('a')], {
    async run(_id, stopped) {
      stop = true
      while (!stopped()) await sleep(10)
      throw new LedgerError('interrupted', 'stopped', 'again')
    },
  })
  await one.at('2026-03-01T00:00Z')
  await one.at('2026-03-01T06:00Z', { more: () => !stop, stop: () => stop })
  expect(await slots()).toMatchObject([{ status: 'interrupted', attempt: 1 }])
  expect(await view('a')).toMatchObject({ failures: 0 })
  const next = scheduler([feed('a')])
  await next.at('2026-03-01T06:00:05Z')
  expect(next.ran).toEqual(['a'])
})

test('what is of the whole ledger is thrown and no feed is blamed', async () => {
  const one = scheduler([feed('a')], {
    run: () => Promise.reject(new LedgerError('database_lost', 'gone', 'wait')),
    isPassing: () => true,
  })
  await one.at('2026-03-01T00:00Z')
  await expect(one.at('2026-03-01T06:00Z')).rejects.toMatchObject({ code: 'database_lost' })
  expect(await view('a')).toMatchObject({ failures: 0, last_status: 'interrupted' })
})

test('a connector that somebody reads by hand waits for its turn', async () => {
  const one = scheduler([feed('a')])
  await one.at('2026-03-01T00:00Z')
  await ledger.database.session(async (session) => {
    const key = 'riskledger ingest a'
    await session.query('select pg_advisory_lock(hashtextextended($1, 0))', [key])
    await one.at('2026-03-01T06:00Z')
    await session.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key])
  })
  expect(one.ran).toEqual([])
  await one.at('2026-03-01T06:01Z')
  expect(one.ran).toEqual(['a'])
})

test('without an end it wakes at its slots by the clock of Postgres', async () => {
  const one = scheduler([feed('a', '*/2 * * * * *')], { now: () => databaseTime(ledger.database) })
  const stopAt = performance.now() + 7000
  await one.at('2026-03-01T00:00Z', {
    more: () => performance.now() < stopAt,
    stop: () => performance.now() >= stopAt,
  })
  expect(one.ran.length).toBeGreaterThanOrEqual(2)
  expect(await slots()).toHaveLength(one.ran.length)
})
