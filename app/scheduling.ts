/** What the scheduler of this process works with, and how it tells what it does. */
import { randomUUID } from 'node:crypto'
import { assess } from '../pipelines/assess.js'
import { publish } from '../pipelines/publish.js'
import { resolve } from '../pipelines/resolve.js'
import { ingestAndLoad } from '../pipelines/run.js'
import { type Feed, keepSchedule, type Ran, type SlotEvent } from '../pipelines/schedule.js'
import type { Pace, Stage } from '../pipelines/stage.js'
import { databaseTime } from '../warehouse/schedule.js'
import { threads } from './beside.js'
import type { CommandContext } from './command.js'
import { findingsOf } from './findings.js'
import { isPassing } from './following.js'
import { jobsOf } from './jobs.js'
import { cell } from './output.js'
import { today } from './today.js'

/** A scheduler that can be set to work again and again, and knows its slots by the same owner each time. */
export function makeScheduling(
  context: CommandContext,
  feeds: readonly Feed[],
  most: number,
  tell: (event: SlotEvent) => void,
): (stage: Stage, pace: Pace) => Promise<void> {
  const owner = randomUUID()
  return (stage, pace) => {
    const { database, log } = stage
    const untilCaughtUp: Pace = { more: () => false, stop: () => pace.stop() }
    return keepSchedule(
      {
        database,
        log,
        feeds,
        owner,
        leaseSeconds: context.config.sessionTimeoutSeconds,
        most,
        now: () => databaseTime(database),
        random: Math.random,
        run: (id, stop) => runOne(context, stage, id, stop),
        async follow() {
          await resolve(stage, untilCaughtUp)
          await assess(stage, { asOf: today, all: false }, untilCaughtUp)
          await publish(stage, untilCaughtUp)
        },
        isPassing,
        tell,
      },
      pace,
    )
  }
}

async function runOne(context: CommandContext, stage: Stage, id: string, stop: () => boolean): Promise<Ran> {
  const jobs = await jobsOf([id], {}, context.config)
  const runs = await ingestAndLoad(stage, jobs, threads(stage, context.config, stop))
  const { any } = await findingsOf(stage, runs, jobs)
  return { runId: runs.at(-1)?.run_id ?? null, findings: any }
}

/** An event as one line of JSON. */
export interface SlotLine {
  readonly event: SlotEvent['type']
  readonly connector: string
  readonly slot: Date
  readonly attempt: number
  readonly skipped: number
  readonly run_id?: number | null
  readonly findings?: boolean
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string }
  readonly next_try?: Date
}

/** The line of an event. */
export function slotLine(event: SlotEvent): SlotLine {
  const { connector, slot, attempt, skipped } = event.taken
  const line = { event: event.type, connector, slot, attempt, skipped }
  if (event.type === 'done') return { ...line, run_id: event.ran.runId, findings: event.ran.findings }
  if (event.type === 'failed') return { ...line, error: event.failure, next_try: event.nextTry }
  return line
}

/** The same for people. */
export function slotText({ event, connector, slot, attempt, skipped, ...line }: SlotLine): string {
  const what = `${connector}, slot ${cell(slot)} UTC`
  if (event === 'begun') {
    const again = attempt > 1 ? `, for the ${attempt}. time` : ''
    return `${what}: begun${again}${skipped > 0 ? `; ${skipped.toLocaleString('en-US')} earlier ones were missed and are skipped` : ''}`
  }
  if (event === 'given_back') return `${what}: stopped; the next scheduler goes on with it`
  if (event === 'done')
    return `${what}: done, run ${cell(line.run_id)}${line.findings === true ? `, with findings: \`riskledger quarantine list --connector ${connector}\`` : ''}`
  return `${what}: failed with ${line.error?.code}: ${line.error?.message}. ${line.error?.hint} Next try ${cell(line.next_try)} UTC.`
}
