/** Runs riskledger as a user would, and measures the process from outside. */
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { environmentOf, startRiskledger } from './riskledger.js'

export interface Measured {
  /** Wall-clock seconds of the whole process, its start included. */
  readonly seconds: number
  /** Peak resident memory, where the system tells it. */
  readonly peakMb: number | null
  readonly stages: Readonly<Record<'ingest_and_load' | 'resolve' | 'assess' | 'publish', number>>
}

/** Peak resident memory of a running process in MB, as Linux tells it. */
function peakOf(pid: number): number | null {
  try {
    const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return match === null ? null : Number(match[1]) / 1000
  } catch {
    return null
  }
}

/** `riskledger run cn_credit_penalty --file <file>` in a home of its own; the embedded server counts for itself. */
export async function runRiskledger(
  home: string,
  file: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const begin = performance.now()
  const job = ['run', 'cn_credit_penalty', '--file', file, '--json']
  const { pid, ended } = startRiskledger(job, environmentOf(home, more))
  let peakMb: number | null = null
  const watch = setInterval(() => {
    peakMb = peakOf(pid) ?? peakMb
  }, 100)
  try {
    const { seconds }: { seconds: Measured['stages'] } = JSON.parse(await ended)
    return { seconds: (performance.now() - begin) / 1000, peakMb, stages: seconds }
  } finally {
    clearInterval(watch)
  }
}

/** The bytes that a database takes on disk. */
export async function bytesOnDisk(serverUrl: string, database: string): Promise<number> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ bytes: string | null }>(
      'select pg_database_size(datname) as bytes from pg_database where datname = $1',
      [database],
    )
    return Number(rows[0]?.bytes ?? 0)
  } finally {
    await client.end()
  }
}
