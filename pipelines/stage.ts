/** What every stage is given. Stages meet only through topics and tables: none calls the next. */
import type { Log } from '../core/log.js'
import type { TopicLog } from '../topics/log.js'
import type { Database } from '../warehouse/database.js'

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
  readonly log: Log
  readonly token: (scheme: string, value: string) => string
  readonly batchRows: number
  readonly progress: Progress
}
