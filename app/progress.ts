/** Progress on a terminal: one bar for reading, a running count for the other stages. Elsewhere nothing. */
import progress from 'cli-progress'
import type { Progress } from '../pipelines/stage.js'

export interface ProgressDisplay {
  readonly report: Progress
  stop(): void
}

/** A display on stderr when it is a terminal and `quiet` is not set. */
export function makeProgress(quiet: boolean): ProgressDisplay {
  if (quiet || !process.stderr.isTTY) return { report: () => undefined, stop: () => undefined }
  const bars = new progress.MultiBar({ clearOnComplete: true, hideCursor: true, stream: process.stderr, format: '{stage} {bar} {percentage}% {what}' }, progress.Presets.shades_classic)
  const known = new Map<string, progress.SingleBar>()
  return {
    report({ stage, what, done, total }) {
      let bar = known.get(stage)
      if (bar === undefined) {
        bar = bars.create(total ?? 0, 0, { stage: stage.padEnd(8), what }, total === null ? { format: '{stage} {value} {what}' } : {})
        known.set(stage, bar)
      }
      if (total !== null) bar.setTotal(total)
      bar.update(done, { stage: stage.padEnd(8), what })
    },
    stop: () => bars.stop(),
  }
}
