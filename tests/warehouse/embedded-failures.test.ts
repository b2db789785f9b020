import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { embeddedStatus, openEmbedded } from '../../warehouse/embedded/server.js'
import { buildEmbedded } from '../support/embedded-build.js'
import { failureOf, Scratch } from '../support/embedded-home.js'

const isRoot = process.getuid?.() === 0
const NOBODY = { uid: 65534, gid: 65534 }
const onlyRoot = isRoot ? '' : ' (skipped: only root can take on another user)'
const scratch = new Scratch()
vi.setConfig({ testTimeout: 30_000 })

beforeAll(() => buildEmbedded(scratch.directory('build')))
afterAll(() => scratch.clean(), 30_000)

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
