/** Progress on a terminal: one bar for reading, a running count for the other stages. Elsewhere nothing, or a line for each thing begun. */
import progress from 'cli-progress'
import type { Progress } from '../pipelines/stage.js'

export interface ProgressDisplay {
  readonly report: Progress
  stop(): void
}

/** A display on stderr: bars when it is a terminal; else, with `narrate`, a line for each thing begun; nothing when `quiet`. */
export function makeProgress(quiet: boolean, narrate: boolean): ProgressDisplay {
  if (quiet || (!process.stderr.isTTY && !narrate)) return { report: () => undefined, stop: () => undefined }
  return process.stderr.isTTY ? bars() : lines()
}

// A stage that goes on for long says so again.
const AGAIN_MS = 5000

function lines(): ProgressDisplay {
  const told = new Map<string, number>()
  return {
    report({ stage, what, done, total }) {
      const before = told.get(`${stage} ${what}`)
      if (before !== undefined && performance.now() - before < AGAIN_MS) return
      told.set(`${stage} ${what}`, performance.now())
      const soFar =
        before === undefined
          ? '…'
          : total === null
            ? `… ${done.toLocaleString('en-US')} so far`
            : `… ${Math.floor((100 * done) / total)} %`
      process.stderr.write(`${stage.padEnd(8)} ${what}${soFar}\n`)
    },
    stop: () => undefined,
  }
}

function bars(): ProgressDisplay {
  const display = new progress.MultiBar(
    { clearOnComplete: true, hideCursor: true, stream: process.stderr, format: '{stage} {bar} {percentage}% {what}' },
    progress.Presets.shades_classic,
  )
  const known = new Map<string, progress.SingleBar>()
  return {
    report({ stage, what, done, total }) {
      let bar = known.get(stage)
      if (bar === undefined) {
        bar = display.create(
          total ?? 0,
          0,
          { stage: stage.padEnd(8), what },
          total === null ? { format: '{stage} {value} {what}' } : {},
        )
        known.set(stage, bar)
      }
      if (total !== null) bar.setTotal(total)
      bar.update(done, { stage: stage.padEnd(8), what })
    },
    stop: () => display.stop(),
  }
}
