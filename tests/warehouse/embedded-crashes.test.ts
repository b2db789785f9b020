import { spawn } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { commandOf } from '../../warehouse/embedded/processes.js'
import { embeddedStatus, openEmbedded } from '../../warehouse/embedded/server.js'
import { buildEmbedded } from '../support/embedded-build.js'
import { ask, killHard, postmasterPid, Scratch } from '../support/embedded-home.js'

const isRoot = process.getuid?.() === 0
const scratch = new Scratch()
vi.setConfig({ testTimeout: 30_000 })

beforeAll(() => buildEmbedded(scratch.directory('build')))
afterAll(() => scratch.clean(), 30_000)

// Side by side, because a server only counts as hung when it was silent for ten seconds.
describe.concurrent('crashes', { timeout: 60_000 }, () => {
  test('kill -9 of the process that started it leaves a server that the next one adopts and stops', async () => {
    const home = scratch.home('orphan')
    const child = await scratch.child(home)
    const pid = postmasterPid(home)
    await killHard(child.process)
    expect(await ask(child.said.superuserUrl, 'select 1')).toEqual([1])
    const next = await openEmbedded(home)
    expect(next.state).toBe('attached')
    expect(postmasterPid(home)).toBe(pid)
    await next.release()
    expect((await embeddedStatus(home)).running).toBe(false)
  })

  test('Ctrl-C in the terminal of the process that started it does not reach the server', async () => {
    const home = scratch.home('interrupt')
    const child = await scratch.child(home)
    const ended = new Promise((resolve) => child.process.once('exit', resolve))
    process.kill(-(child.process.pid ?? 0), 'SIGINT') // as a terminal does: to the whole process group
    await ended
    const next = await openEmbedded(home)
    expect(next.state).toBe('attached')
    await next.release()
  })

  test('kill -9 of the server with a busy backend: the next start recovers what was committed', async () => {
    const home = scratch.home('crash')
    const server = await openEmbedded(home)
    await ask(server.superuserUrl, 'create table t as select 42 as n')
    const busy = new pg.Client(server.superuserUrl)
    busy.on('error', () => undefined)
    await busy.connect()
    // Sorting does not look whether the postmaster lives.
    const sorting = 'select count(distinct md5(n::text)) from generate_series(1, 20000000) n'
    const work = busy.query(sorting).catch(() => undefined)
    await sleep(100)
    process.kill(postmasterPid(home), 'SIGKILL')
    const next = await openEmbedded(home)
    expect(next.state).toBe('started')
    expect(await ask(next.superuserUrl, 'select n from t')).toEqual([42])
    await work
    await next.release()
    await server.release()
    expect((await embeddedStatus(home)).running).toBe(false)
  })

  test('a server that hangs is replaced', async () => {
    const home = scratch.home('hung')
    const child = await scratch.child(home)
    const pid = postmasterPid(home)
    await killHard(child.process)
    process.kill(pid, 'SIGSTOP')
    const next = await openEmbedded(home)
    expect(next.state).toBe('started')
    expect(await commandOf(pid)).toBeUndefined()
    await next.release()
  })

  test('a postmaster.pid whose number is another process by now is stale', async ({ onTestFinished }) => {
    const home = scratch.home('stale')
    const server = await openEmbedded(home)
    const text = fs.readFileSync(join(home, 'postgres/postmaster.pid'), 'utf8')
    await server.release()
    // Of the user of the server, and not its parent: else Postgres itself sees that it is no server.
    const { uid } = fs.statSync(join(home, 'postgres'))
    const other = spawn('sleep', ['60'], { stdio: 'ignore', ...(isRoot ? { uid } : {}) })
    onTestFinished(() => void other.kill('SIGKILL'))
    fs.writeFileSync(join(home, 'postgres/postmaster.pid'), text.replace(/^\d+/, String(other.pid)))
    const next = await openEmbedded(home)
    expect(next.state).toBe('started')
    await next.release()
    expect(other.exitCode ?? other.signalCode).toBeNull()
  })

  test('kill -9 during the first start leaves no half cluster', async () => {
    const home = scratch.home('half')
    for (const patience of [0, 60, 200]) {
      await scratch.child(home, {
        async onSpawn(child) {
          while (!fs.existsSync(home) || !fs.readdirSync(home).some((name) => name.includes('.init-'))) await sleep(2)
          await sleep(patience)
          child.kill('SIGKILL')
        },
      })
      expect(fs.existsSync(join(home, 'postgres'))).toBe(false)
    }
    const server = await openEmbedded(home)
    await server.release()
    expect(fs.readdirSync(home).sort()).toEqual(['clients', 'lock', 'postgres', 'secrets'])
  })
})
