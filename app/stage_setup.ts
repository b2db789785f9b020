/** What a thread or process beside the first is given and what it reports. */
import type { Config } from '../core/config.js'
import type { ErrorReport } from '../core/errors.js'
import type { Loaded } from '../pipelines/load.js'
import type { Job } from '../pipelines/run.js'
import type { Progress } from '../pipelines/stage.js'
import type { LoaderConnection } from '../warehouse/database.js'

interface Common {
  readonly loader: LoaderConnection
  readonly kafka: Config['kafka']
  readonly topicRetentionDays: number | null
  readonly ledgerId: string
  readonly sessionTimeoutSeconds: number
  readonly logLevel: string
}

export interface LoadSetup extends Common {
  readonly task: 'load'
}

export interface IngestSetup extends Common {
  readonly task: 'ingest'
  readonly jobs: readonly (Omit<Job, 'loaded'> & { readonly id: string })[]
  readonly tokenKey: Uint8Array
  readonly batchRows: number
}

export type StageSetup = LoadSetup | IngestSetup

/** How a loader is told to go on: wait for more; end when caught up; end after what is at hand. */
export type PaceWord = 'more' | 'untilCaughtUp' | 'stop'

/** The words as the cell of a thread has them. */
export const CELL: Readonly<Record<PaceWord, number>> = { more: 1, untilCaughtUp: 0, stop: 2 }

/** What a thread is given. */
export interface ThreadData {
  readonly setup: StageSetup
  /** One 32-bit cell: a value of CELL. */
  readonly pace: SharedArrayBuffer
}

/** What is reported: progress, the result (the ids of runs, or what was loaded), or the operating error that ended it. */
export type StageReport =
  | { readonly type: 'progress'; readonly step: Parameters<Progress>[0] }
  | { readonly type: 'ingested'; readonly runIds: readonly number[] }
  | { readonly type: 'loaded'; readonly loaded: Loaded }
  | ({ readonly type: 'failed' } & ErrorReport)
