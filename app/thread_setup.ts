/** What a thread is given and what it reports: the words between app/threads.ts and app/stage.worker.ts. */
import type { Config } from '../core/config.js'
import type { LedgerError } from '../core/errors.js'
import type { Loaded } from '../pipelines/load.js'
import type { Progress } from '../pipelines/stage.js'
import type { SourceFile } from '../sources/files.js'
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
  /** One 32-bit cell that says how to go on: a value of PACE. */
  readonly pace: SharedArrayBuffer
}

/** Go on and wait for more; end when caught up; end after what is at hand. */
export const PACE = { more: 1, untilCaughtUp: 0, stop: 2 } as const

export interface IngestSetup extends Common {
  readonly task: 'ingest'
  readonly jobs: readonly { readonly id: string; readonly files: readonly SourceFile[]; readonly full: boolean }[]
  readonly tokenKey: Uint8Array
  readonly batchRows: number
}

export type ThreadSetup = LoadSetup | IngestSetup

/** What a thread reports: progress, its result (the ids of runs, or what was loaded), or the operating error that ended it. */
export type ThreadReport =
  | { readonly type: 'progress'; readonly step: Parameters<Progress>[0] }
  | { readonly type: 'ingested'; readonly runIds: readonly number[] }
  | { readonly type: 'loaded'; readonly loaded: Loaded }
  | {
      readonly type: 'failed'
      readonly code: LedgerError['code'] | null
      readonly message: string
      readonly hint: string
    }
