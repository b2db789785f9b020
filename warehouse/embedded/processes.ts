import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { ifPresent } from './failure.js'

const run = promisify(execFile)
const linux = process.platform === 'linux'
// A start time counts from boot, so it names a process only together with the boot.
const boot = linux ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() : ''

/** A process as distinct from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number
  readonly started: string
}

/** When the process started, in a form only good for comparing; undefined when it is not there or is a zombie. */
async function startOf(pid: number): Promise<string | undefined> {
  if (!linux) return ps(['-o', 'lstart=', '-p', String(pid)])
  const stat = await present(readFile(`/proc/${pid}/stat`, 'utf8'))
  // The second field is the command in parentheses, and may hold spaces and parentheses itself.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  const state = fields?.[0]
  const started = fields?.[19]
  // A child killed but not yet reaped keeps its number: for us it is dead.
  return started === undefined || state === 'Z' || state === 'X' ? undefined : `${boot}:${started}`
}

export async function identityOf(pid: number): Promise<ProcessIdentity> {
  return { pid, started: (await startOf(pid)) ?? 'unknown' }
}

export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await startOf(identity.pid)) === identity.started
}

/** The command line of a process; undefined when it is not there. Other users' command lines are readable too. */
export async function commandOf(pid: number): Promise<string | undefined> {
  if (!linux) return ps(['-ww', '-o', 'command=', '-p', String(pid)])
  const command = await present(readFile(`/proc/${pid}/cmdline`, 'utf8'))
  return command === undefined || command === '' ? undefined : command.replaceAll('\0', ' ')
}

/** The processes whose command line holds `text`. */
export async function processesWith(text: string): Promise<number[]> {
  if (!linux) {
    const all = (await ps(['-ax', '-ww', '-o', 'pid=,command=']))?.split('\n') ?? []
    return all.filter((line) => line.includes(text)).map((line) => Number.parseInt(line, 10))
  }
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const found: number[] = []
  for (const pid of pids) if ((await commandOf(pid))?.includes(text)) found.push(pid)
  return found
}

/** Sends a signal; a process that has ended in the meantime is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

async function present(text: Promise<string>): Promise<string | undefined> {
  try {
    return await ifPresent(text)
  } catch {
    return undefined // ESRCH: it ended between open and read
  }
}

async function ps(args: string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run('ps', args, { env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' } })
    return stdout.trim() === '' ? undefined : stdout.trim()
  } catch {
    return undefined // ps ends with 1 when there is no such process
  }
}
