/** Where and of what a measurement was made. */
import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'
import { ROOT } from '../core/paths.js'

/** The commit that is checked out; null in a copy of the tree without its history. */
export function checkedOut(): string | null {
  try {
    const git = ['rev-parse', '--short', 'HEAD']
    return execFileSync('git', git, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}

/** The machine as it is now: its load tells whether it is quiet. */
export function machineNow() {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: checkedOut(),
    node: process.version,
    cpus: cpus().length,
    model: cpus()[0]?.model ?? 'unknown',
    memory_gib: Math.round(totalmem() / 2 ** 30),
    load_average: loadavg().map((load) => Math.round(load * 100) / 100),
  }
}
