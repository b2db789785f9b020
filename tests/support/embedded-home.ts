import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import pg from 'pg'
import { LedgerError } from '../../core/errors.js'
import { openEmbedded, stopEmbedded } from '../../warehouse/embedded/server.js'

/** A scratch directory for one test file, in which homes are made, and out of which their servers are stopped. */
export class Scratch {
  readonly path: string
  private readonly homes = new Set<string>()
  private readonly children = new Set<ChildProcess>()

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), 'riskledger-embedded-'))
    chmodSync(this.path, 0o755)
  }

  directory(name: string, mode = 0o755): string {
    const path = join(this.path, name)
    mkdirSync(path, { recursive: true })
    chmodSync(path, mode)
    return path
  }

  /** A home that does not exist yet. */
  home(name: string): string {
    const path = join(this.path, name)
    this.homes.add(path)
    return path
  }

  /** Opens a home in another process, which runs the compiled sources. */
  async child(home: string, options: ChildOptions = {}): Promise<Child> {
    const { uid, gid, onSpawn, ...open } = options
    const child = spawn(process.execPath, [join(this.path, 'build/open.js'), home, JSON.stringify(open)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    })
    this.children.add(child)
    onSpawn?.(child)
    const lines = createInterface({ input: child.stdout })
    const first = await nextLine(lines)
    return { process: child, lines, said: first === undefined ? {} : (JSON.parse(first) as Said) }
  }

  async clean(): Promise<void> {
    for (const child of this.children) child.kill('SIGKILL')
    for (const home of this.homes) await stopEmbedded(home)
    rmSync(this.path, { recursive: true, force: true })
  }
}

export interface ChildOptions {
  keep?: boolean
  packageDirectory?: string
  sharedPlace?: string
  uid?: number
  gid?: number
  onSpawn?: (child: ChildProcess) => void
}

/** What a child says: the server that it opened, or the error. */
export interface Said {
  state?: 'started' | 'attached'
  superuserUrl?: string
  port?: number
  ms?: number
  code?: string
  message?: string
  hint?: string
}

export interface Child {
  readonly process: ChildProcess
  readonly lines: Interface
  readonly said: Said
}

export async function release(child: Child): Promise<void> {
  const done = nextLine(child.lines)
  child.process.stdin?.write('release\n')
  await done
  const ended = new Promise((resolve) => child.process.once('exit', resolve))
  child.process.stdin?.end()
  await ended
}

export async function killHard(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

function nextLine(lines: Interface): Promise<string | undefined> {
  return new Promise((resolve) => {
    lines.once('line', resolve)
    lines.once('close', () => resolve(undefined))
  })
}

/** The first column of the rows that the statement gives. */
export async function ask(url: string | undefined, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<unknown[]>({ text: statement, rowMode: 'array' })
    return rows.map((row) => row[0])
  } finally {
    await client.end()
  }
}

export function postmasterPid(home: string): number {
  return Number.parseInt(readFileSync(join(home, 'postgres/postmaster.pid'), 'utf8'), 10)
}

/** The operating error with which opening the home fails; it must read like a sentence for people. */
export async function failureOf(home: string, options = {}): Promise<LedgerError> {
  const error = await openEmbedded(home, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof LedgerError)) throw new Error(`not an operating error: ${String(error)}`)
  const told = `${error.message} ${error.hint}`
  if (/undefined|\[object|\n {4}at /.test(told)) throw new Error(`not told for people: ${told}`)
  return error
}
