/** One process of the ledger under test: the command as users run it, ended by its own id. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../core/paths.js'

const COMMAND = join(ROOT, 'bin/riskledger.js')
const TOLD_CHARACTERS = 1500

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  /** The end of what it said on stderr. */
  readonly stderr: string
}

export class LedgerCommand {
  readonly words: readonly string[]
  readonly ended: Promise<Ended>
  readonly startedAt = performance.now()
  readonly #child: ChildProcess
  #stopped = false
  #over = false

  /** `record` is the file that keeps what it says on stderr. */
  constructor(words: readonly string[], environment: Readonly<Record<string, string>>, record: string) {
    this.words = words
    const file = openSync(record, 'a')
    const { size } = fstatSync(file)
    const { PATH = '', HOME = '' } = process.env
    // A group of its own: Ctrl-C in the terminal is for us alone, who then end it.
    this.#child = spawn(process.execPath, [COMMAND, ...words], {
      cwd: ROOT,
      detached: true,
      stdio: ['ignore', 'pipe', file],
      env: { PATH, HOME, ...environment },
    })
    closeSync(file)
    let stdout = ''
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject)
      this.#child.once('close', (code, signal) => {
        this.#over = true
        resolve({
          code,
          signal,
          stdout,
          stderr: readFileSync(record).subarray(size).toString().slice(-TOLD_CHARACTERS),
        })
      })
    })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  /** True when a process is this one or one that it started. */
  includes(pid: number): boolean {
    const found = spawnSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' })
    return Number(found.stdout) === this.pid
  }

  get running(): boolean {
    return !this.#over
  }

  /** False when it was over already. */
  signal(name: NodeJS.Signals): boolean {
    if (this.#over) return false
    // To all of its group: a loader may be several processes.
    const sent = signalGroup(this.pid, name)
    if (name === 'SIGSTOP') this.#stopped = sent
    if (name === 'SIGCONT') this.#stopped = false
    return sent
  }

  /** Kills it if it still runs, and waits until it is gone. */
  async kill(): Promise<Ended> {
    this.signal('SIGKILL')
    return this.ended
  }

  get stopped(): boolean {
    return this.#stopped
  }
}

/** False when nobody is left in it. */
function signalGroup(leader: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(-leader, name)
  } catch (error) {
    if (Object(error).code === 'ESRCH') return false
    throw error
  }
}
