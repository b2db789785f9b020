/** One bar on a terminal for work on a file, drawn while the process computes. */
import progress from 'cli-progress'
import type { ProgressDisplay } from './progress.js'

/** A bar on stderr when it is a terminal; nothing when `quiet`. */
export function fileProgress(quiet: boolean): ProgressDisplay {
  if (quiet || !process.stderr.isTTY) return { report: () => undefined, stop: () => undefined }
  // Several bars are drawn by a timer, which does not come round while pairs are compared; a single one draws itself.
  const bar = new progress.SingleBar(
    { clearOnComplete: true, hideCursor: true, stream: process.stderr, format: '{stage} {bar} {percentage}% {what}' },
    progress.Presets.shades_classic,
  )
  let stage = ''
  return {
    report(step) {
      const shown = { stage: step.stage.padEnd(8), what: step.what }
      if (step.stage !== stage) bar.start(step.total ?? 0, step.done, shown)
      else {
        bar.setTotal(step.total ?? 0)
        bar.update(step.done, shown)
      }
      stage = step.stage
    },
    stop: () => bar.stop(),
  }
}
