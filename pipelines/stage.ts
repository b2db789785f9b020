/** What every stage is given. Stages meet only through topics and tables: none calls the next. */
import { setTimeout as sleep } from 'node:timers/promises'
import { LedgerError } from '../core/errors.js'
import type { Log } from '../core/log.js'
import { KIND_NAMES } from '../schemas/record.js'
import { recordTopic } from '../schemas/topics.js'
import type { PartitionBounds, TopicLog } from '../topics/log.js'
import type { Database } from '../warehouse/database.js'
import type { Member } from '../warehouse/members.js'

/** Told what is going on, for a progress bar or a log line. */
export type Progress = (step: {
  readonly stage: string
  readonly what: string
  readonly done: number
  readonly total: number | null
}) => void

export interface Stage {
  readonly database: Database
  readonly topics: TopicLog
  /** Which ledger this is: messages say whose run they belong to. */
  readonly ledgerId: string
  /** After how many seconds a process that is not seen loses its partitions to others. */
  readonly sessionTimeoutSeconds: number
  readonly log: Log
  readonly token: (scheme: string, value: string) => string
  readonly batchRows: number
  readonly progress: Progress
}

/** How long a stage goes on. */
export interface Pace {
  /** True when it should wait for more once it has caught up: the stage before it is still at work, or it runs for ever. */
  more(): boolean
  /** True when it should end after what it has at hand. */
  stop(): boolean
}

export const UNTIL_CAUGHT_UP: Pace = { more: () => false, stop: () => false }

// How often a stage that has caught up looks for more.
const POLL_MS = 50

/**
 * Calls `some`, which does a part of the work and says whether there was any, as long as the pace wants: until nothing is left, what other processes
 * have taken included (`left`), and longer while more is coming.
 */
export async function keepPace(pace: Pace, some: () => Promise<boolean>, left: () => Promise<boolean>): Promise<void> {
  while (!pace.stop()) {
    // Asked before working: what came until then is seen by this turn.
    const again = pace.more()
    if (await some()) continue
    if (!again && !(await left())) return
    await sleep(POLL_MS)
  }
}

/** What a member does when another has taken over what it owned: it tells of that, and looks anew what is left. Throws anything else again. */
export function goOnWithout(stage: Stage, member: Member, error: unknown): void {
  if (!(error instanceof LedgerError) || error.code !== 'run_fenced') throw error
  stage.log.warn(`${error.message}: going on with what is left`)
  member.forget()
}

/** Where the topics begin and end that the loader reads. */
export function recordEnds({ topics }: Pick<Stage, 'topics'>): Promise<PartitionBounds[]> {
  return topics.bounds(KIND_NAMES.map(recordTopic))
}
