import { execFileSync, spawn } from 'node:child_process'
import * as fs from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { LedgerError } from '../../core/errors.js'
import { platformPackage } from '../../warehouse/embedded/binaries.js'
import { commandOf } from '../../warehouse/embedded/processes.js'
import { embeddedStatus, openEmbedded, stopEmbedded } from '../../warehouse/embedded/server.js'
import { buildEmbedded } from '../support/embedded-build.js'
import { ask, killHard, postmasterPid, release, Scratch } from '../support/embedded-home.js'

const isRoot = process.getuid?.() === 0
const NOBODY = { uid: 65534, gid: 65534 }
const onlyRoot = isRoot ? '' : ' (skipped: only root can take on another user)'
const scratch = new Scratch()
vi.setConfig({ testTimeout: 30_000 })

beforeAll(() => buildEmbedded(scratch.directory('build')))
afterAll(() => scratch.clean(), 30_000)

async function failureOf(home: string, options = {}): Promise<LedgerError> {
  const error = await openEmbedded(home, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof LedgerError)) throw new Error(`not an operating error: ${String(error)}`)
  expect(`${error.message} ${error.hint}`).not.toMatch(/undefined|\[object|\n {4}at /)
  return error
}

describe('start and stop', () => {
  test('the first start makes a UTF-8 cluster behind a password; the last release stops it', async () => {
    const home = scratch.home('first')
    const server = await openEmbedded(home)
    expect(server.state).toBe('started')
    const shown = await ask(
      server.superuserUrl,
      `select setting from pg_settings where name in ('server_encoding','lc_collate','fsync','synchronous_commit','jit',
        'listen_addresses','unix_socket_directories','log_statement','log_min_error_statement','TimeZone',
        'password_encryption','log_parameter_max_length','log_parameter_max_length_on_error','max_wal_size')
        order by name collate "C"`,
    )
    expect(shown).toEqual('UTC on off 127.0.0.1 panic 0 0 none 4096 scram-sha-256 UTF8 on '.split(' '))
    expect(await ask(server.superuserUrl, 'select datcollate from pg_database')).toEqual(['C', 'C', 'C'])
    expect(fs.statSync(join(home, 'secrets')).mode & 0o777).toBe(0o700)
    expect(fs.statSync(join(home, 'secrets/postgres')).mode & 0o777).toBe(0o600)
    expect(await commandOf(postmasterPid(home))).not.toContain(server.password)
    const wrong = server.superuserUrl.replace(server.password, 'wrong')
    await expect(ask(wrong, 'select 1')).rejects.toThrow(/password/)
    expect(await embeddedStatus(home)).toMatchObject({ running: true, port: server.port, pid: postmasterPid(home) })
    await server.release()
    await server.release()
    expect(await embeddedStatus(home)).toMatchObject({ running: false })

    const again = await openEmbedded(home)
    expect(again).toMatchObject({ state: 'started', port: server.port, password: server.password })
    await again.release()
  })

  test('what records say does not get into the server log', async () => {
    const home = scratch.home('private')
    const server = await openEmbedded(home)
    await ask(server.superuserUrl, 'create table t (name text primary key, day date)')
    await ask(server.superuserUrl, "insert into t values ('张三丰')")
    await expect(ask(server.superuserUrl, "insert into t values ('张三丰')")).rejects.toThrow(/duplicate/)
    await expect(ask(server.superuserUrl, "insert into t values ('a', '昨天')")).rejects.toThrow(/昨天/)
    await server.release()
    expect(fs.readFileSync(join(home, 'postgres/server.log'), 'utf8')).not.toMatch(/张三丰|昨天/)
  })

  test('a path with spaces and Chinese characters works', async () => {
    const home = scratch.home("风险 台账/a b's/home")
    const server = await openEmbedded(home)
    expect(await ask(server.superuserUrl, 'show data_directory')).toEqual([join(home, 'postgres')])
    await server.release()
  })

  test('a port that someone else has taken is replaced', async () => {
    const home = scratch.home('port')
    const server = await openEmbedded(home)
    await server.release()
    const other = createServer().listen(server.port, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const again = await openEmbedded(home)
    expect(again.port).not.toBe(server.port)
    await again.release()
    other.close()
  })

  test('a kept server stays until it is stopped; stopping leaves nothing to release', async () => {
    const home = scratch.home('kept')
    expect(await stopEmbedded(home)).toBe('not running')
    expect(await embeddedStatus(home)).toEqual({ running: false, dataDirectory: join(home, 'postgres') })
    const server = await openEmbedded(home, { keep: true })
    await server.release()
    const again = await openEmbedded(home)
    expect(again.state).toBe('attached')
    expect(await stopEmbedded(home)).toBe('stopped')
    expect(await stopEmbedded(home)).toBe('not running')
    await again.release()
    const last = await openEmbedded(home)
    await last.release()
    expect((await embeddedStatus(home)).running).toBe(false)
  })
})

describe('several users of one server', () => {
  test('one process may open it twice', async () => {
    const home = scratch.home('twice')
    const [one, two] = await Promise.all([openEmbedded(home), openEmbedded(join(home, '../twice/'))])
    expect([one.state, two.state].sort()).toEqual(['attached', 'started'])
    await one.release()
    await one.release()
    expect(await ask(two.superuserUrl, 'select 1')).toEqual([1])
    await two.release()
    expect((await embeddedStatus(home)).running).toBe(false)
  })

  test('processes that start at once share one server, and the last one stops it', async () => {
    const home = scratch.home('race')
    const children = await Promise.all([1, 2, 3, 4].map(() => scratch.child(home)))
    expect(children.map((child) => child.said.state).sort()).toEqual(['attached', 'attached', 'attached', 'started'])
    expect(new Set(children.map((child) => child.said.superuserUrl)).size).toBe(1)
    const [last, ...others] = children
    for (const child of others) await release(child)
    expect(await ask(last?.said.superuserUrl, 'select 1')).toEqual([1])
    const here = await openEmbedded(home)
    expect(here.state).toBe('attached')
    await here.release()
    expect((await embeddedStatus(home)).running).toBe(true)
    if (last !== undefined) await release(last)
    expect((await embeddedStatus(home)).running).toBe(false)
  })

  test('opening and leaving at the same time never hands out a stopped server', async () => {
    const home = scratch.home('churn')
    await Promise.all(
      [1, 2, 3].map(async () => {
        for (let round = 0; round < 3; round++) {
          const child = await scratch.child(home)
          expect(await ask(child.said.superuserUrl, 'select 1')).toEqual([1])
          await release(child)
        }
      }),
    )
    expect((await embeddedStatus(home)).running).toBe(false)
  })
})

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

describe('moved and copied homes', () => {
  test('a copy of a running home gets a server of its own', async () => {
    const home = scratch.home('original')
    const copy = scratch.home('copy')
    const server = await openEmbedded(home)
    await ask(server.superuserUrl, 'create table t as select 1 as n')
    await ask(server.superuserUrl, 'checkpoint')
    const child = await scratch.child(home) // registered in the copy too, where it is no client
    execFileSync('cp', ['-r', home, copy]) // without owners: as root, the files of the copy are root's
    const other = await openEmbedded(copy)
    expect(other.state).toBe('started')
    expect(other.port).not.toBe(server.port)
    expect(await ask(other.superuserUrl, 'select n from t')).toEqual([1])
    await other.release()
    expect((await embeddedStatus(copy)).running).toBe(false)
    await server.release()
    expect(await ask(child.said.superuserUrl, 'select 1')).toEqual([1])
    await release(child)
  })

  test('a home that is moved while its server runs finds it again', async () => {
    const home = scratch.home('before')
    const moved = scratch.home('after')
    const server = await openEmbedded(home, { keep: true })
    fs.renameSync(home, moved)
    const next = await openEmbedded(moved)
    expect(next).toMatchObject({ state: 'attached', port: server.port })
    expect(await stopEmbedded(moved)).toBe('stopped')
  })

  test('a cluster on a disk that is not there is missed, not replaced by an empty one', async () => {
    const home = scratch.home('elsewhere')
    const disk = scratch.directory('disk', 0o777)
    fs.mkdirSync(home)
    fs.symlinkSync(join(disk, 'cluster'), join(home, 'postgres'))
    await (await openEmbedded(home)).release()
    fs.renameSync(disk, `${disk}-away`)
    expect(await failureOf(home)).toMatchObject({
      code: 'home_unusable',
      message: expect.stringContaining(join(disk, 'cluster')),
    })
    fs.renameSync(`${disk}-away`, disk)
    await (await openEmbedded(home)).release()
  })

  test.runIf(isRoot)(`a home that the server's user cannot pass to has its cluster elsewhere${onlyRoot}`, async () => {
    const locked = scratch.directory('locked', 0o700)
    const home = scratch.home('locked/home')
    const sharedPlace = scratch.directory('shared')
    const packageDirectory = join(locked, 'package')
    fs.cpSync(platformPackage(), packageDirectory, { recursive: true, verbatimSymlinks: true })
    const options = { sharedPlace, packageDirectory }
    const notices: string[] = []
    const server = await openEmbedded(home, { ...options, onNotice: (text) => notices.push(text) })
    expect(dirname(fs.readlinkSync(join(home, 'postgres')))).toBe(sharedPlace)
    expect(notices).toEqual([expect.stringContaining(`its database is kept in ${sharedPlace}`)])
    expect(fs.statSync(locked).mode & 0o777).toBe(0o700)
    await ask(server.superuserUrl, 'create table t as select 1 as n')
    await server.release()

    const copy = scratch.home('locked/copy')
    execFileSync('cp', ['-a', home, copy])
    const other = await openEmbedded(copy, { ...options, onNotice: (text) => notices.push(text) })
    expect(notices[1]).toContain('is a copy of another data directory')
    expect(await ask(other.superuserUrl, "select to_regclass('t')")).toEqual([null])
    await other.release()

    const moved = scratch.home('locked/moved')
    fs.renameSync(home, moved)
    const clusters = () => fs.readdirSync(sharedPlace).filter((name) => !name.startsWith('pg-')).length
    fs.rmSync(copy, { recursive: true })
    const third = await openEmbedded(scratch.home('locked/third'), options)
    await third.release()
    expect(clusters()).toBe(2) // the moved one's and the third's: the removed copy's was pruned
    const found = await openEmbedded(moved, options)
    expect(await ask(found.superuserUrl, 'select n from t')).toEqual([1])
    await found.release()

    const forgotten = scratch.home('locked/forgotten')
    const left = await scratch.child(forgotten, { ...options, keep: true })
    const pid = postmasterPid(forgotten)
    await killHard(left.process)
    fs.rmSync(forgotten, { recursive: true })
    await (await openEmbedded(scratch.home('locked/fourth'), options)).release()
    expect(await commandOf(pid)).toBeUndefined()
    expect(clusters()).toBe(3)
  })
})

describe('installations', () => {
  const withoutSymlinks = (name: string) => {
    const target = join(scratch.path, name)
    fs.cpSync(platformPackage(), target, {
      recursive: true,
      filter: (path) => !fs.lstatSync(path).isSymbolicLink() && !path.endsWith('.a'),
    })
    return target
  }

  test('library symlinks that npm left out because scripts are off are made', async () => {
    const packageDirectory = withoutSymlinks('unhydrated')
    const server = await openEmbedded(scratch.home('hydrated'), { packageDirectory })
    expect(fs.readlinkSync(join(packageDirectory, 'native/lib/libpq.so.5'))).toMatch(/^libpq\.so\.5\.\d+$/)
    await server.release()
  })

  test.runIf(isRoot)(`an ordinary user runs it, from a node_modules that he cannot write${onlyRoot}`, async () => {
    const packageDirectory = withoutSymlinks('read-only')
    const own = scratch.directory('ordinary')
    fs.chownSync(own, NOBODY.uid, NOBODY.gid)
    const home = scratch.home('ordinary/home')
    const child = await scratch.child(home, { ...NOBODY, packageDirectory })
    expect(child.said).toMatchObject({ state: 'started' })
    expect(fs.statSync(home).mode & 0o777).toBe(0o700)
    expect(fs.statSync(join(home, 'postgres')).uid).toBe(NOBODY.uid)
    const root = await openEmbedded(home) // sudo, on the home of an ordinary user
    expect(root.state).toBe('attached')
    await release(child)
    await root.release()
    const started = await openEmbedded(home)
    expect(started.state).toBe('started')
    const after = await scratch.child(home, { ...NOBODY, packageDirectory })
    expect(after.said).toMatchObject({ state: 'attached' })
    await started.release()
    await release(after)
    expect((await embeddedStatus(home)).running).toBe(false)
  })
})

describe('failures say the place, the reason and the next step', () => {
  test('a file in place of the directory', async () => {
    const file = join(scratch.path, 'file')
    fs.writeFileSync(file, '')
    for (const home of [file, join(file, 'home')]) {
      const error = await failureOf(home)
      expect(error.code).toBe('home_unusable')
      expect(error.message).toContain(home)
      expect(error.message).toContain('there is a file where a directory is needed')
      expect(error.hint).toContain('RISKLEDGER_HOME')
    }
  })

  test.runIf(isRoot)(`a directory that may not be written${onlyRoot}`, async () => {
    const home = scratch.directory('forbidden')
    const { said } = await scratch.child(home, NOBODY)
    expect(said).toMatchObject({ code: 'home_unusable', message: expect.stringContaining('permission denied') })
    const below = await scratch.child(join(home, 'home'), NOBODY)
    expect(below.said).toMatchObject({ code: 'home_unusable', message: expect.stringContaining('permission denied') })
  })

  test('a full disk', async ({ skip }) => {
    const disk = scratch.directory('small')
    if (!mountSmallDisk(disk)) skip('only root, and not in every container, can mount a small file system')
    try {
      execFileSync('sh', ['-c', 'cat /dev/zero > "$1/filler" 2>/dev/null || true', 'sh', disk])
      expect(await failureOf(join(disk, 'none-free'))).toMatchObject({ code: 'disk_full' })
      fs.rmSync(join(disk, 'filler'))
      const home = join(disk, 'little-free')
      const error = await failureOf(home)
      expect(error.code).toBe('disk_full')
      expect(error.message).toContain(home)
      expect(fs.readdirSync(home).sort()).toEqual(['clients', 'lock', 'secrets'])
    } finally {
      execFileSync('umount', [disk])
    }
  })

  test('a server that will not start: the end of its log', async () => {
    const home = scratch.home('broken')
    await (await openEmbedded(home)).release()
    fs.appendFileSync(join(home, 'postgres/postgresql.auto.conf'), "work_mem = 'nonsense'\n")
    const error = await failureOf(home)
    expect(error.code).toBe('database_start_failed')
    expect(error.message).toMatch(/exit code 1.*invalid value for parameter "work_mem": "nonsense"/s)
  })

  test('a cluster of another major version, a lost password, another password, files of someone else', async () => {
    const home = scratch.home('damaged')
    await (await openEmbedded(home)).release()
    const version = join(home, 'postgres/PG_VERSION')
    const made = fs.readFileSync(version, 'utf8')
    fs.writeFileSync(version, '15\n')
    expect(await failureOf(home)).toMatchObject({
      code: 'database_start_failed',
      message: expect.stringMatching(/was made by Postgres 15; this riskledger brings Postgres \d\d/),
    })
    fs.writeFileSync(version, made)
    const password = join(home, 'secrets/postgres')
    fs.writeFileSync(password, 'another')
    expect(await failureOf(home)).toMatchObject({ message: expect.stringContaining('refuses the password') })
    expect((await embeddedStatus(home)).running).toBe(false)
    fs.rmSync(password)
    expect(await failureOf(home)).toMatchObject({ message: expect.stringContaining('its password is missing') })
    fs.rmSync(version)
    expect(await failureOf(home)).toMatchObject({ message: expect.stringContaining('not a Postgres cluster') })
  })

  function mountSmallDisk(path: string): boolean {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=755', 'riskledger-test', path], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
})
