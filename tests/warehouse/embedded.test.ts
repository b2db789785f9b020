import * as fs from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { socketDirectory } from '../../warehouse/embedded/connection.js'
import { commandOf } from '../../warehouse/embedded/processes.js'
import { embeddedStatus, openEmbedded, stopEmbedded } from '../../warehouse/embedded/server.js'
import { buildEmbedded } from '../support/embedded-build.js'
import { ask, postmasterPid, release, Scratch } from '../support/embedded-home.js'

const scratch = new Scratch()
vi.setConfig({ testTimeout: 30_000 })

beforeAll(() => buildEmbedded(scratch.directory('build')))
afterAll(() => scratch.clean(), 30_000)

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
    expect(shown).toEqual('UTC on off 127.0.0.1 panic 0 0 none 4096 scram-sha-256 UTF8 on .'.split(' '))
    expect(await ask(server.superuserUrl, 'select datcollate from pg_database')).toEqual(['C', 'C', 'C'])
    expect(fs.statSync(join(home, 'secrets')).mode & 0o777).toBe(0o700)
    expect(fs.statSync(join(home, 'secrets/postgres')).mode & 0o777).toBe(0o600)
    expect(await commandOf(postmasterPid(home))).not.toContain(server.password)
    expect(server.socketDirectory).toBe(fs.realpathSync(join(home, 'postgres')))
    const throughSocket = `${server.superuserUrl}?host=${encodeURIComponent(String(server.socketDirectory))}`
    expect(await ask(throughSocket, 'select inet_server_addr() is null')).toEqual([true])
    expect(await socketDirectory(`/${'long/'.repeat(20)}`, server.port)).toBeUndefined()
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
