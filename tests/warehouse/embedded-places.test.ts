import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { platformPackage } from '../../warehouse/embedded/binaries.js'
import { commandOf } from '../../warehouse/embedded/processes.js'
import { embeddedStatus, openEmbedded, stopEmbedded } from '../../warehouse/embedded/server.js'
import { buildEmbedded } from '../support/embedded-build.js'
import { ask, failureOf, killHard, postmasterPid, release, Scratch } from '../support/embedded-home.js'

const isRoot = process.getuid?.() === 0
const NOBODY = { uid: 65534, gid: 65534 }
const onlyRoot = isRoot ? '' : ' (skipped: only root can take on another user)'
const scratch = new Scratch()
vi.setConfig({ testTimeout: 30_000 })

beforeAll(() => buildEmbedded(scratch.directory('build')))
afterAll(() => scratch.clean(), 30_000)

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
