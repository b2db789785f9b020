/** The one fate of a source row. Bad data is an outcome, never an exception. read = accepted + rejected + ignored. */
import type { LedgerRecord, RecordDraft } from './record.js'
import type { IssueCode } from './values.js'

/** Why a row was rejected: the field, a documented code, a sentence, and the value as found. */
export interface Issue {
  readonly field: string | null
  readonly code: string
  readonly message: string
  readonly value: string | null
}

/**
 * Something no declaration foresaw that kept nothing out: an unknown column or code, or a full file with far more or fewer rows than
 * expected. Counted per run, with an example.
 */
export interface Signal {
  readonly code: 'column_unknown' | 'value_unknown' | 'volume_unexpected'
  readonly field: string
  readonly value: string
}

export type Outcome =
  | {
      readonly fate: 'accepted'
      readonly records: readonly LedgerRecord[]
      readonly versionAt: string | null
      readonly signals: readonly Signal[]
    }
  | { readonly fate: 'rejected'; readonly issues: readonly Issue[] }
  | { readonly fate: 'ignored'; readonly reason: string }

/**
 * What a connector's `normalize` says of a row whose fields all parsed. `version_at` is the publisher's own update time
 * as an ISO instant in UTC, null when it has none.
 */
export type Normalized =
  | {
      readonly records: readonly RecordDraft[]
      readonly version_at: string | null
      readonly signals?: readonly Signal[]
    }
  | { readonly ignored: string }
  | { readonly issues: readonly (Omit<Issue, 'code'> & { readonly code: IssueCode })[] }
