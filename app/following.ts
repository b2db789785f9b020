/** Stages that run for ever: what passes by itself (a server that starts again, a partition that another took) is waited for and told. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type ErrorCode, EXIT, type ExitCode, LedgerError } from '../core/errors.js'
import { makeLog } from '../core/log.js'
import type { Pace, Stage } from '../pipelines/stage.js'
import type { CommandContext } from './command.js'

const PASSING: ReadonlySet<ErrorCode> = new Set([
  'database_lost',
  'database_unreachable',
  'database_start_failed',
  'disk_full',
  'kafka_unreachable',
  'kafka_replicas',
  'run_fenced',
  'topic_stalled',
])

/** Whether an error is of the whole ledger and passes by itself. */
export function isPassing(error: unknown): error is LedgerError {
  return error instanceof LedgerError && PASSING.has(error.code)
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000
const CALM_MS = 60_000
const LOOK_MS = 100

/** Runs a stage until Ctrl-C or SIGTERM. Throws what does not pass by itself. */
export async function forEver(
  context: CommandContext,
  work: (stage: Stage, pace: Pace) => Promise<unknown>,
): Promise<ExitCode> {
  let stopped = false
  context.untilStopped().then(() => {
    stopped = true
  })
  const log = makeLog(context.config.logLevel)
  const pace: Pace = { more: () => !stopped, stop: () => stopped }
  for (let pause = FIRST_PAUSE_MS; !stopped; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const begun = performance.now()
    try {
      await work(await context.open(), pace)
    } catch (error) {
      if (stopped) break
      if (!isPassing(error)) throw error
      if (performance.now() - begun > CALM_MS) pause = FIRST_PAUSE_MS
      log.warn({ code: error.code }, `${error.message}; trying again in ${pause / 1000} s`)
      await context.close().catch(() => undefined)
      for (const end = performance.now() + pause; !stopped && performance.now() < end; ) await sleep(LOOK_MS)
    }
  }
  return EXIT.done
}
