/** The command as people and programs call it, in a process of its own. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect } from 'vitest'
import { ROOT } from './tree.js'

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Commands run in `place`, with their data in `home`. */
export function commandsIn(place: string, home: string) {
  function start(...args: string[]): ChildProcessWithoutNullStreams {
    const env = { ...process.env, RISKLEDGER_HOME: home, RISKLEDGER_DATABASE_URL: '' }
    return spawn(process.execPath, [join(ROOT, 'bin/riskledger.js'), ...args], { cwd: place, env })
  }

  const riskledger = (...args: string[]) => ended(start(...args))

  /** The same, with a reader that has gone before anything is printed. */
  function riskledgerUnread(...args: string[]): Promise<Ended> {
    const child = start(...args)
    child.stdout.destroy()
    return ended(child)
  }

  /** The one JSON document that a command prints, and its exit code beside it. */
  async function json(...args: string[]) {
    const { code, out, err } = await riskledger(...args, '--json')
    expect(out, err).not.toBe('')
    return { code, document: JSON.parse(out) }
  }

  return { riskledger, riskledgerUnread, json }
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  let [out, err] = ['', '']
  child.stdout.on('data', (data) => {
    out += data
  })
  child.stderr.on('data', (data) => {
    err += data
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, out, err }
}
