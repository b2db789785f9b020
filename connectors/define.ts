/**
 * What a connector is: data about one agency's data set, and one pure `normalize`. No I/O and no clock in here.
 * The folder is the registry: `connectors/<id>/connector.ts` exports `connector`, and <id> is its id.
 */
import { z } from 'zod'
import { LedgerError } from '../core/errors.js'
import type { Normalized } from '../schemas/outcome.js'
import type { Kind } from '../schemas/record.js'
import type { PlaceDeclaration } from '../sources/places/registry.js'
import type { Format, Row } from '../sources/source.js'

export const SOURCE_CLASSES = ['police', 'administration', 'enterprise', 'association', 'logistics_ecommerce'] as const

/** Stands in a declaration where something is still to be said: `riskledger connectors check` names each, and ingest refuses the connector. */
export const FILL_IN = 'FILL_IN'

/**
 * Stands in `normalize` where nobody has said yet what a field is. It takes the place of a value of any type and makes none: a
 * default would be believed. `seen` is what the row has on the matter. Throws LedgerError connector_invalid.
 */
export function fillIn(what: string, ..._seen: readonly unknown[]): never {
  throw new LedgerError(
    'connector_invalid',
    `normalize has a place to fill in: ${what}`,
    '`riskledger connectors check <id>` names every such place with its line.',
  )
}

export const LEVELS = ['national', 'province', 'city', 'county', 'district'] as const
export const CLASSIFICATIONS = ['public', 'internal', 'restricted'] as const

/** What becomes of a column that no declaration names: see `drift` below. */
export const DRIFTS = ['evolve', 'freeze', 'quarantine'] as const
export type Drift = (typeof DRIFTS)[number]

export interface Agency {
  readonly name: string
  readonly name_en: string
  /** Unified social credit code, where the agency has one. */
  readonly uscc: string | null
  readonly level: (typeof LEVELS)[number] | typeof FILL_IN
  /** GB/T 2260 code in China, ISO 3166 elsewhere. */
  readonly region: string
  /** The kind of source it is (systems.md names five). */
  readonly source_class: (typeof SOURCE_CLASSES)[number] | typeof FILL_IN
}

/** What `normalize` may use besides the row: keyed tokens for personal identifiers, and nothing else. */
export interface NormalizeContext {
  /** A keyed token (HMAC-SHA-256) that stands for a personal identifier; the same value gives the same token. */
  token(scheme: string, value: string): string
}

export interface Connector<R = unknown> {
  readonly title: string
  readonly agency: Agency
  readonly publisher: string
  readonly licence: string
  /** Why this data may be processed, and on what legal ground. */
  readonly purpose: string
  readonly legal_basis: string
  readonly classification: (typeof CLASSIFICATIONS)[number] | typeof FILL_IN
  /**
   * Where the rows come from when no --file is given: the place, if there is one, else files beside the declaration, relative to its folder ('': none are
   * bundled). riskledger.yaml may say more of the place, or give one.
   */
  readonly source: {
    readonly files: string
    readonly format: Format
    readonly synthetic?: boolean
    readonly place?: PlaceDeclaration
  }
  /** When it is worth asking again (cron expression, time zone), and after how many days of silence its data is stale. */
  readonly cadence: { readonly cron: string; readonly time_zone: string; readonly stale_after_days: number }
  /** append: absent rows mean nothing. snapshot: a full file withdraws absent keys, unless more than `max_drop` of them are gone. */
  readonly mode: { readonly type: 'append' } | { readonly type: 'snapshot'; readonly max_drop: number }
  /** How a record is keyed, and what orders two versions of it; for people, normalize does it. */
  readonly key: string
  readonly version_by: 'publisher' | 'arrival'
  readonly kinds: readonly Kind[]
  /** How many rows a full file is expected to hold. */
  readonly volume: { readonly min: number; readonly max: number }
  /** Every column that is read; a row is parsed strictly with it. */
  readonly row: z.ZodType<R>
  /** Columns that are known and not used, by name, each with the reason. */
  readonly ignored: Readonly<Record<string, string>>
  /** Columns that hold personal identifiers: masked wherever a row is shown. */
  readonly personal: readonly string[]
  /**
   * What an undeclared column means. evolve, also when left out: its row is accepted without it, with a signal. quarantine: its row goes to
   * quarantine. freeze: the file is refused there, with the fault `file_drift`. Nothing is dropped unsaid under any of them.
   */
  readonly drift?: Drift
  /** Branches that no row of the sample shows, as `check` names them, each with the reason. */
  readonly unshown?: Readonly<Record<string, string>>
  /** What is worth knowing about the data, a sentence or two each; in Markdown, for the catalogue. */
  readonly notes?: readonly string[]
  /** Says that an undeclared column of one row is a known leak of the publisher's page, and harmless. */
  stray?(row: Row, column: string): boolean
  normalize(row: R, context: NormalizeContext): Normalized
}

/**
 * Declares a connector; infers the row type from its schema. Ignored columns are added to the schema here, so that a row
 * that holds them still parses at the first attempt.
 */
export function defineConnector<S extends z.ZodObject>(
  declared: Omit<Connector<z.infer<S>>, 'row'> & { readonly row: S },
): Connector {
  const ignored = Object.fromEntries(Object.keys(declared.ignored).map((column) => [column, z.unknown().optional()]))
  // Every row is parsed with this very schema before normalize sees it, so that its type is what normalize declares.
  return { ...declared, row: declared.row.extend(ignored) } as Connector
}
