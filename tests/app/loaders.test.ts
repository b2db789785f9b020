/** Several loaders of one command are processes: none of them outlives it. */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { stopEmbedded } from '../../warehouse/embedded/server.js'
import { ROOT } from '../support/tree.js'

const LOADERS = 3
const place = mkdtempSync(join(tmpdir(), 'riskledger-loaders-'))
const home = join(place, 'home')
chmodSync(place, 0o755)
vi.setConfig({ testTimeout: 60_000 })

afterAll(async () => {
  await stopEmbedded(home)
  rmSync(place, { recursive: true, force: true })
}, 30_000)

/** The processes that a process has started and that still run. */
function childrenOf(pid: number | undefined): number[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
  const lines = stdout.split('\n').map((line) => line.trim().split(/\s+/))
  return lines
    .filter(([, parent, ...words]) => Number(parent) === pid && /loader\.process/.test(String(words)))
    .map(firstOf)
}

const firstOf = ([first]: readonly (string | undefined)[]) => Number(first)

function alive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.includes('loader.process')
}

it.each([
  ['SIGTERM', 0],
  ['SIGKILL', null],
] as const)('%s of the command ends its loaders', async (signal, code) => {
  const command = spawn(
    process.execPath,
    [join(ROOT, 'bin/riskledger.js'), 'load', '--follow', '--loaders', String(LOADERS)],
    { env: { ...process.env, RISKLEDGER_HOME: home, RISKLEDGER_DATABASE_URL: '' }, stdio: 'ignore' },
  )
  const ended = new Promise<number | null>((resolve) => command.once('exit', resolve))
  await vi.waitFor(() => expect(childrenOf(command.pid)).toHaveLength(LOADERS), { timeout: 30_000, interval: 100 })
  const loaders = childrenOf(command.pid)
  command.kill(signal)
  expect(await ended).toBe(code)
  await vi.waitFor(() => expect(loaders.filter(alive)).toEqual([]), { timeout: 15_000, interval: 100 })
})
