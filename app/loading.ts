/** What the loader's thread is given and what it reports: the words between app/beside.ts and app/load.worker.ts. */
import type { LedgerError } from '../core/errors.js'
import type { Progress } from '../pipelines/stage.js'
import type { LoaderConnection } from '../warehouse/database.js'

export interface LoaderSetup {
  readonly loader: LoaderConnection
  readonly logLevel: string
  /** One 32-bit cell: 1 while the ingester is at work. */
  readonly working: SharedArrayBuffer
}

/** What the thread reports: progress, the end, or the operating error that ended it. */
export type LoaderReport =
  | { readonly type: 'progress'; readonly step: Parameters<Progress>[0] }
  | { readonly type: 'done' }
  | {
      readonly type: 'failed'
      readonly code: LedgerError['code'] | null
      readonly message: string
      readonly hint: string
    }
