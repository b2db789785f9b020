/**
 * Asking only for what changed: a parameter filled with the bounds of a window. The lower bound is included and lies before the cursor by
 * the declared lag, because rows are entered late; what comes twice by it is known again and changes nothing.
 */
import { z } from 'zod'
import { LedgerError } from '../../core/errors.js'
import type { LandRequest } from '../place.js'
import type { Changes } from './declaration.js'
import { valueAt } from './values.js'

const DAY_MS = 86_400_000

/** What a place on the web remembers: up to when changes were read, or which version of a document. */
const cursorSchema = z.strictObject({
  changed_until: z.iso.datetime().optional(),
  url: z.string().optional(),
  etag: z.string().optional(),
  last_modified: z.string().optional(),
})
export type HttpCursor = z.infer<typeof cursorSchema>

/** Throws LedgerError cursor_invalid if it is not a cursor of such a place, or lies more than a day in the future. */
export function readCursor({ cursor, now }: LandRequest, where: string): HttpCursor {
  const parsed = cursorSchema.safeParse(cursor ?? {})
  const until = parsed.success ? parsed.data.changed_until : undefined
  if (parsed.success && (until === undefined || Date.parse(until) <= Date.parse(now) + DAY_MS)) return parsed.data
  throw new LedgerError(
    'cursor_invalid',
    until === undefined
      ? `The cursor of ${where} is none that was made there: ${JSON.stringify(cursor).slice(0, 200)}`
      : `The cursor of ${where} lies in the future: ${until}, and now it is ${now}`,
    'Read it from another day with `--since`, or from its beginning with `--full`; see also that the clock is right.',
  )
}

/** The bounds of what is asked for, in milliseconds since 1970; null: unbounded. */
export interface Span {
  readonly since: number | null
  readonly until: number
  /** Whether the cursor may move: nothing between it and `since` is left out. */
  readonly moves: boolean
  /** Whether it was asked for an upper bound in the past. */
  readonly bounded: boolean
}

/** The window that a run asks for. Throws LedgerError not_supported if it wants bounds that the declaration cannot ask for. */
export function spanOf(changes: Changes | undefined, request: LandRequest, cursor: HttpCursor, where: string): Span {
  const now = Date.parse(request.now)
  const { since, until } = request
  if (changes === undefined) {
    if (since === null && until === null) return { since: null, until: now, moves: false, bounded: false }
    throw unsupported(where, 'changes since a day, because its declaration has no `changes`')
  }
  if (until !== null && changes.between === undefined)
    throw unsupported(where, 'changes until a day, because its declaration has no `changes.between`')
  const reached = cursor.changed_until === undefined ? null : Date.parse(cursor.changed_until)
  const lagged = reached === null ? null : reached - 1000 * changes.lag_seconds
  const from = since === null ? lagged : instantOf(since, where)
  const moves = until === null && (from === null || (reached !== null && from <= reached))
  return { since: from, until: until === null ? now : instantOf(until, where), moves, bounded: until !== null }
}

/** Puts the window into a URL; one without bounds leaves the parameter out. */
export function putSpan(url: URL, changes: Changes, span: Span): void {
  const { from, between, parameter } = changes
  if (span.since === null && !span.bounded) return
  const template = span.bounded || from === undefined ? between : from
  if (template === undefined) throw new Error('a declaration of changes has `from` or `between`')
  const since = span.since ?? Date.parse(changes.first)
  const values: Readonly<Record<string, string>> = {
    '{since}': formatted(since, changes.format),
    '{until}': formatted(span.until, changes.format),
    '{until_included}': formatted(span.until - 1, changes.format),
  }
  url.searchParams.set(
    parameter,
    template.replace(/\{(since|until|until_included)\}/g, (name) => values[name] ?? name),
  )
}

/** The latest change that rows tell, not after the end of the window: a row dated in the future must not carry the cursor there. */
export function latestChange(rows: readonly unknown[], changes: Changes, span: Span): number | null {
  let latest: number | null = null
  for (const row of rows) {
    const at = changes.at === undefined ? null : timeOf(valueAt(row, changes.at), changes.format)
    if (at !== null && at <= span.until && (latest === null || at > latest)) latest = at
  }
  return latest
}

function formatted(ms: number, format: Changes['format']): string {
  const instant = new Date(ms).toISOString()
  switch (format) {
    case 'date':
      return instant.slice(0, 10)
    case 'compact_date':
      return instant.slice(0, 10).replaceAll('-', '')
    case 'instant':
      return instant
    case 'local_instant':
      return instant.slice(0, -1)
    case 'sql_timestamp':
      return instant.slice(0, 19).replace('T', ' ')
    case 'seconds':
      return String(Math.floor(ms / 1000))
    case 'milliseconds':
      return String(ms)
  }
}

/** The time in a row, or null if it says none: what is wrong with a row is the connector's to tell. */
function timeOf(value: unknown, format: Changes['format']): number | null {
  const counts = format === 'seconds' || format === 'milliseconds'
  const number = counts && typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  // Some take text for a bound and write milliseconds in their rows.
  if (typeof number === 'number') return Number.isFinite(number) ? (format === 'seconds' ? 1000 : 1) * number : null
  if (typeof value !== 'string' || counts) return null
  const dashed = /^\d{8}$/.test(value) ? `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}` : value
  if (!/^\d{4}-\d\d-\d\d([T ]|$)/.test(dashed)) return null
  // Without a zone it is read as UTC: another zone is within the lag.
  const zoned = dashed.length > 10 && !/(Z|[+-]\d\d:?\d\d)$/i.test(dashed) ? `${dashed}Z` : dashed
  const ms = Date.parse(zoned)
  return Number.isNaN(ms) ? null : ms
}

function instantOf(day: string, where: string): number {
  const ms = Date.parse(day)
  if (!Number.isNaN(ms)) return ms
  throw new LedgerError('usage', `${where} cannot be read from or until ${day}: it is no day`, 'Give it as YYYY-MM-DD.')
}

function unsupported(where: string, what: string): LedgerError {
  return new LedgerError(
    'not_supported',
    `${where} cannot be asked for ${what}`,
    'Read it without --since and --until.',
  )
}
