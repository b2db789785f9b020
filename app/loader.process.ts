/** A process that loads beside others; the one that started it says how, and for how long. */
import type { PaceWord, StageSetup } from './stage_setup.js'
import { workBeside } from './stage_work.js'

const LAST_BATCH_MS = 10_000

let told: PaceWord = 'more'
// Signals go to the whole group, and the first process passes on what they mean.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
process.on('disconnect', () => {
  // Nobody is there any more to ask for more. What is at hand is written or read again by others.
  told = 'stop'
  setTimeout(() => process.exit(1), LAST_BATCH_MS).unref()
})
// One listener for all that is sent: what comes next may come at once.
const setup = await new Promise<StageSetup>((resolve) => {
  process.on('message', (message: StageSetup | PaceWord) => {
    if (typeof message === 'string') told = message
    else resolve(message)
  })
})
await workBeside(setup, { more: () => told === 'more', stop: () => told === 'stop' }, (report) => {
  if (process.connected) process.send?.(report, undefined, undefined, () => undefined)
})
if (process.connected) process.disconnect()
