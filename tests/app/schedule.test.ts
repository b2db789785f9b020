/** The scheduler as people run it: processes of the command on one embedded Postgres, killed, stopped and told to end. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { readConfig } from '../../core/config.js'
import { connectorIds } from '../../pipelines/registry.js'
import { type Database, openDatabase } from '../../warehouse/database.js'
import { stopEmbedded } from '../../warehouse/embedded/server.js'
import { ROOT } from '../support/tree.js'

const place = mkdtempSync(join(tmpdir(), 'riskledger-schedule-'))
const home = join(place, 'home')
const LEASE_SECONDS = 3
// The feeds of the test, and one that is held back.
const [FAST, OTHER, HELD] = ['us_fda_enforcement_reports', 'jp_mhlw_labor_violations', 'cn_credit_penalty']
const children: ChildProcess[] = []
let database: Database

/** The connectors of these tests; the others are paused throughout. */
const AT_PLAY = new Set([HELD, OTHER, FAST, 'tw_moenv_prtr_facilities', 'tw_moenv_prtr_penalties'])

function configure(schedule: Record<string, object>): void {
  const quiet = Object.fromEntries(connectorIds().flatMap((id) => (AT_PLAY.has(id) ? [] : [[id, { paused: true }]])))
  // JSON is YAML too.
  writeFileSync(join(place, 'riskledger.yaml'), JSON.stringify({ schedule: { ...quiet, ...schedule } }))
}

function start(...words: string[]) {
  const env = {
    ...process.env,
    RISKLEDGER_HOME: home,
    RISKLEDGER_DATABASE_URL: '',
    RISKLEDGER_SESSION_TIMEOUT_SECONDS: String(LEASE_SECONDS),
  }
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, 'bin/riskledger.js'), ...words], { cwd: place, env })
  children.push(child)
  let [out, err] = ['', '']
  child.stdout?.on('data', (data) => {
    out += data
  })
  child.stderr?.on('data', (data) => {
    err += data
  })
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, out, err })),
  )
  return { child, ended, said: () => out }
}

async function json(...words: string[]) {
  const { code, out, err } = await start(...words, '--json').ended
  expect(out, err).not.toBe('')
  return { code, document: JSON.parse(out) }
}

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  return (await database.pool.query(sql)).rows
}

/** Waits until a question has rows. */
async function until(sql: string): Promise<Record<string, unknown>[]> {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(100)) {
    const found = await rows(sql)
    if (found.length > 0) return found
  }
  throw new Error(`no row came of: ${sql}`)
}

/** As if the last slots were taken a while ago: whatever is due since then is due now. */
const missSlots = () =>
  rows("update store.schedule set since = since - interval '40 days' where not exists (select from store.slot)")

beforeAll(async () => {
  chmodSync(place, 0o755)
  configure({})
  // Held open by the test, so that the server stays when all commands are killed.
  database = await openDatabase(readConfig(ROOT, { RISKLEDGER_HOME: home }))
})

/** As if no scheduler had ever run; the loader itself may not take slots away. */
beforeEach(async () => {
  const owner = new pg.Client({ connectionString: database.url('owner') })
  await owner.connect()
  await owner.query('truncate store.slot, store.schedule')
  await owner.end()
})

afterAll(async () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  await database?.close()
  await stopEmbedded(home)
  rmSync(place, { recursive: true, force: true })
})

it('refuses a cadence that is none, and a connector that is not there, by their keys', async () => {
  configure({ [FAST]: { cron: '61 * * * *' } })
  expect((await json('schedule', 'list')).document.error).toMatchObject({
    code: 'config_invalid',
    message: expect.stringContaining(`schedule.${FAST}.cron: '61 * * * *' is no cadence`),
  })
  configure({ us_fda: { paused: true } })
  expect((await json('schedule', 'list')).document.error).toMatchObject({
    code: 'config_invalid',
    message: expect.stringContaining('schedule.us_fda:'),
  })
  configure({ [FAST]: { time_zone: 'Mars/Olympus', paused: 'yes' } })
  expect((await json('schedule', 'list')).document.error.message).toMatch(/time_zone.*paused/)
})

it('runs what is due once and ends; pauses and resumes; shows all of it', { timeout: 240_000 }, async () => {
  configure({ [HELD]: { paused: true }, [FAST]: { cron: '0 0 1 1 *', time_zone: 'Asia/Tokyo' } })
  expect(await json('schedule', '--once')).toEqual({ code: 0, document: { slots: [] } })
  await json('schedule', 'pause', OTHER, '--by', 'Li Hua', '--reason', 'the publisher moves')
  await missSlots()
  const { code, document } = await json('schedule', '--once', '--runs', '2')
  // The facilities and penalties of Taiwan are due; the report of the FDA is due once a year.
  expect(document.slots.map(({ connector, event }: Record<string, string>) => `${connector} ${event}`).sort()).toEqual([
    'tw_moenv_prtr_facilities done',
    'tw_moenv_prtr_penalties done',
  ])
  expect(code).toBe(0)
  expect((await json('schedule', '--once')).document).toEqual({ slots: [] })
  const { schedule } = (await json('schedule', 'list')).document
  expect(schedule.filter(({ connector }: { connector: string }) => AT_PLAY.has(connector))).toMatchObject([
    { connector: HELD, state: 'paused', paused_by: 'the configuration', next_slot: null },
    { connector: OTHER, state: 'paused', paused_by: 'Li Hua', pause_reason: 'the publisher moves' },
    { connector: 'tw_moenv_prtr_facilities', state: 'waiting', last_status: 'done', last_skipped: 39 },
    { connector: 'tw_moenv_prtr_penalties', state: 'waiting', last_status: 'done' },
    { connector: FAST, state: 'waiting', cron: '0 0 1 1 *', time_zone: 'Asia/Tokyo', last_slot: null },
  ])
  const { out } = await start('schedule', 'list').ended
  expect(out).toMatch(new RegExp(`${OTHER} is paused by Li Hua since .*: the publisher moves`))
  expect((await start('status').ended).out).toMatch(new RegExp(`${OTHER}.*paused`))
  expect((await json('schedule', 'resume', OTHER)).document).toMatchObject({ paused: false, changed: true })
  expect((await json('schedule', 'resume', HELD)).document).toMatchObject({ paused: true })
  expect((await json('schedule', 'pause', 'us_fda')).code).toBe(2)
})

it('two at once run every slot once, and end with 0 when they are told to', { timeout: 240_000 }, async () => {
  configure({
    [HELD]: { paused: true },
    [OTHER]: { paused: true },
    tw_moenv_prtr_facilities: { paused: true },
    tw_moenv_prtr_penalties: { paused: true },
    [FAST]: { cron: '*/3 * * * * *' },
  })
  const before = await rows(`select from store.run where connector = '${FAST}'`)
  const both = [start('schedule', '--json'), start('schedule', '--json')]
  await until(
    `select from (select count(*) as n from store.slot where connector = '${FAST}' and status = 'done') s where n >= 4`,
  )
  for (const { child } of both) child.kill('SIGTERM')
  const ended = await Promise.all(both.map((one) => one.ended))
  expect(ended.map(({ code }) => code)).toEqual([0, 0])
  const events = ended.flatMap(({ out }) =>
    out
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line)),
  )
  const done = events.filter(({ event }) => event === 'done').map(({ slot }) => slot)
  expect(new Set(done).size).toBe(done.length)
  const runs = await rows(`select from store.run where connector = '${FAST}'`)
  const slots = await rows(`select status, attempt, run_id from store.slot where connector = '${FAST}'`)
  expect(slots.every(({ status }) => status === 'done' || status === 'interrupted')).toBe(true)
  // One run a slot, and none beside them.
  expect(runs.length - before.length).toBe(slots.reduce((sum, { attempt }) => sum + Number(attempt), 0))
})

it('another takes over from one that was killed, once its lease is over', { timeout: 240_000 }, async () => {
  configure({
    [OTHER]: { paused: true },
    [FAST]: { paused: true },
    tw_moenv_prtr_facilities: { paused: true },
    tw_moenv_prtr_penalties: { paused: true },
    [HELD]: { cron: '0 0 * * *' },
  })
  await json('schedule', '--once')
  await rows(`update store.schedule set since = since - interval '40 days' where connector = '${HELD}'`)
  const running = `select slot, owner, attempt from store.slot where connector = '${HELD}' and status = 'running'`
  const both = [start('schedule'), start('schedule')]
  const [first] = await until(running)
  // Which of the two has it is told by what it says.
  let holder = -1
  for (; holder < 0; await sleep(20)) holder = both.findIndex(({ said }) => said().includes('begun'))
  both[holder]?.child.kill('SIGKILL')
  await both[holder]?.ended
  const [done] = await until(
    `select slot, owner, attempt, run_id from store.slot where connector = '${HELD}' and status = 'done'`,
  )
  expect(done).toMatchObject({ slot: first?.['slot'], attempt: 2 })
  expect(done?.['owner']).not.toBe(first?.['owner'])
  for (const { child } of both) child.kill('SIGTERM')
  expect((await both[1 - holder]?.ended)?.code).toBe(0)
  const [held] = await rows(`select count(*)::int as n from store.penalty where connector = '${HELD}'`)
  expect(held).toEqual({ n: 4927 })
})

it('another takes over from one that is only stopped, and that one writes nothing more', {
  timeout: 240_000,
}, async () => {
  await json('schedule', '--once')
  await rows(`update store.schedule set since = since - interval '40 days' where connector = '${HELD}'`)
  const stopped = start('schedule')
  await until(`select from store.slot where connector = '${HELD}' and status = 'running'`)
  await until("select from store.run where status = 'reading'")
  stopped.child.kill('SIGSTOP')
  const other = start('schedule')
  const done = `select attempt from store.slot where connector = '${HELD}' and status = 'done'`
  expect(await until(done)).toEqual([{ attempt: 2 }])
  stopped.child.kill('SIGCONT')
  await sleep(3000)
  for (const one of [stopped, other]) one.child.kill('SIGTERM')
  expect((await other.ended).code).toBe(0)
  expect((await stopped.ended).code).toBe(0)
  expect(await rows(done)).toEqual([{ attempt: 2 }])
  expect(await rows(`select count(*)::int as n from store.penalty where connector = '${HELD}'`)).toEqual([{ n: 4927 }])
})
