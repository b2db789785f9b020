/** riskledger as processes of their own, as a user would run it. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '../core/paths.js'
import { guarded } from './ends.js'

/** Done, and done with findings such as quarantined rows. */
const GOOD = new Set<number | null>([0, 3])
const STOP_MS = 30_000

export interface Running {
  readonly pid: number
  /** What it printed. Throws when it ended otherwise than well. */
  readonly ended: Promise<string>
  /** Asks it to stop, and waits until it has. */
  stop(): Promise<void>
}

/** The environment of processes on a home, without what this shell has configured otherwise. */
export function environmentOf(home: string, more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const foreign = Object.entries(process.env).filter(([name]) => !name.startsWith('RISKLEDGER_'))
  return { ...Object.fromEntries(foreign), RISKLEDGER_HOME: home, ...more }
}

export function startRiskledger(args: readonly string[], environment: NodeJS.ProcessEnv): Running {
  const child = spawn(process.execPath, [join(ROOT, 'bin/riskledger.js'), ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  const stop = guarded(async () => {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    await closed
    clearTimeout(late)
  })
  const ended = closed.then(async (code) => {
    await stop()
    if (GOOD.has(code)) return text
    throw new Error(`riskledger ${args.join(' ')} ended with ${code}`)
  })
  // Heard when it is waited for.
  ended.catch(() => undefined)
  return { pid: Number(child.pid), ended, stop }
}

/** Runs a command to its end; what it printed as JSON. */
export async function askRiskledger(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<unknown> {
  return JSON.parse(await startRiskledger([...args, '--json'], environment).ended)
}
