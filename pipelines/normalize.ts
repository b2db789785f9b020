/** From a source row to its one outcome. Pure: the same row gives the same outcome, byte for byte. */
import type { z } from 'zod'
import type { Connector, NormalizeContext } from '../connectors/define.js'
import { type Check, compileCheck } from '../schemas/check.js'
import { masked } from '../schemas/citizen_numbers.js'
import type { Issue, Outcome, Signal } from '../schemas/outcome.js'
import { KIND_NAMES, KINDS, type Kind, type LedgerRecord, type RecordDraft } from '../schemas/record.js'
import { rowReader } from '../schemas/row.js'
import { ISSUE_CODES, type IssueCode } from '../schemas/values.js'
import type { Row, SourceRow } from '../sources/source.js'
import { maskedFault, shown, withoutNumbers } from './personal.js'

function issueOf(connector: Connector, issue: z.core.$ZodIssue, row: Row): Issue {
  const field = issue.path[0] === undefined ? null : String(issue.path[0])
  const code = issue.code === 'custom' && isIssueCode(issue.params?.['code']) ? issue.params['code'] : 'value_invalid'
  // A message may quote the value: that of a personal column says only what kind of fault it is.
  if (field !== null && connector.personal.includes(field))
    return { field, code, message: ISSUE_CODES[code], value: '[masked]' }
  return { field, code, message: issue.message, value: field === null ? null : shown(row[field]) }
}

/** An issue that `normalize` raises, without the value of a personal column. */
function declaredIssue(connector: Connector, issue: Issue): Issue {
  const { field, code, message, value } = issue
  if (value === null || value === '' || field === null || !connector.personal.includes(field)) return issue
  const quoted = message.includes(value) && isIssueCode(code)
  return { field, code, message: quoted ? ISSUE_CODES[code] : message, value: '[masked]' }
}

function isIssueCode(code: unknown): code is IssueCode {
  return typeof code === 'string' && Object.hasOwn(ISSUE_CODES, code)
}

/** The row without the columns that `keys` names. */
function without(row: Row, keys: ReadonlySet<string>): Row {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !keys.has(column)))
}

function unrecognized(error: z.ZodError): string[] {
  return error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []))
}

/** The undeclared columns of `unknown` that no known leak explains. */
function surprising(connector: Connector, row: Row, unknown: readonly string[]): string[] {
  return unknown.filter(
    (column) => !Object.hasOwn(connector.ignored, column) && connector.stray?.(row, column) !== true,
  )
}

/** The columns of a row that no declaration names, and no known leak explains. */
export function unknownColumns(connector: Connector, row: Row): string[] {
  if (rowReader(connector.row)(row) !== undefined) return []
  const parsed = connector.row.safeParse(row)
  return parsed.success ? [] : surprising(connector, row, unrecognized(parsed.error))
}

/** Parses a row; `surprises` are the columns that no declaration names, taken out of it unless the connector knows the leak. */
function parseRow(
  connector: Connector,
  row: Row,
): { parsed: z.ZodSafeParseResult<unknown>; surprises: readonly string[] } {
  const data = rowReader(connector.row)(row)
  if (data !== undefined) return { parsed: { success: true, data }, surprises: [] }
  const parsed = connector.row.safeParse(row)
  if (parsed.success) return { parsed, surprises: [] }
  const unknown = unrecognized(parsed.error)
  if (unknown.length === 0) return { parsed, surprises: [] }
  return {
    parsed: connector.row.safeParse(without(row, new Set(unknown))),
    surprises: surprising(connector, row, unknown),
  }
}

/** What a contract says of undeclared columns: signals where it evolves, else issues that keep the row out. */
function drifted(connector: Connector, surprises: readonly string[]): { signals: Signal[]; issues: Issue[] } {
  if (connector.drift === undefined || connector.drift === 'evolve')
    return { signals: surprises.map((field) => ({ code: 'column_unknown', field, value: '' })), issues: [] }
  const message = `${ISSUE_CODES.column_unknown} (drift: ${connector.drift})`
  return { signals: [], issues: surprises.map((field) => ({ field, code: 'column_unknown', message, value: null })) }
}

/** The check and the order of fields of each kind. */
const SHAPES = new Map<Kind, { readonly check: Check; readonly fields: readonly string[] }>(
  KIND_NAMES.map((kind) => [kind, { check: compileCheck(KINDS[kind]), fields: Object.keys(KINDS[kind].shape) }]),
)

/** Puts the connector in, the fields into the order of their schema, and takes citizen numbers out; then checks it. */
function finish(
  id: string,
  draft: RecordDraft,
  context: NormalizeContext,
): { record: LedgerRecord } | { issues: Issue[] } {
  const shape = SHAPES.get(draft.kind)
  const given: Readonly<Record<string, unknown>> = draft
  const ordered: Record<string, unknown> = {}
  for (const field of shape?.fields ?? []) ordered[field] = field === 'connector' ? id : given[field]
  const clean = withoutNumbers(ordered, context)
  if (shape?.check(clean) === true) return { record: clean as LedgerRecord }
  const parsed = KINDS[draft.kind].safeParse(clean)
  if (parsed.success) return { record: parsed.data }
  return {
    issues: parsed.error.issues.map((issue) => ({
      field: issue.path.join('.') || null,
      code: 'value_invalid',
      message: `the record made from the row is not valid: ${issue.message}`,
      value: null,
    })),
  }
}

function isBlank(row: Row): boolean {
  for (const column in row) if (row[column] !== '') return false
  return true
}

/** The outcome of one source row. What it says of faults can be shown and stored, whatever stood in the row. */
export function outcomeOf(id: string, connector: Connector, found: SourceRow, context: NormalizeContext): Outcome {
  const outcome = fateOf(id, connector, found, context)
  if (outcome.fate === 'rejected')
    return {
      ...outcome,
      issues: outcome.issues.map((issue) => ({
        ...issue,
        field: shown(issue.field),
        message: shown(issue.message) ?? '',
        value: shown(issue.value),
      })),
    }
  if (outcome.fate === 'ignored') return { ...outcome, reason: masked(outcome.reason) }
  if (outcome.signals.length === 0) return outcome
  const signals = outcome.signals.map(({ code, field, value }) => ({
    code,
    field: shown(field) ?? '',
    value: connector.personal.includes(field) && value !== '' ? '[masked]' : (shown(value) ?? ''),
  }))
  return { ...outcome, signals }
}

function fateOf(id: string, connector: Connector, found: SourceRow, context: NormalizeContext): Outcome {
  if ('fault' in found) {
    const value = maskedFault(connector, found.text).slice(0, 100)
    return { fate: 'rejected', issues: [{ field: null, code: found.fault, message: found.message, value }] }
  }
  if (found.repeats === 'header') return { fate: 'ignored', reason: 'it is the header again' }
  // Spreadsheets end in rows of nothing but delimiters.
  if (isBlank(found.row)) return { fate: 'ignored', reason: 'every cell is empty' }
  const { parsed, surprises } = parseRow(connector, found.row)
  const { signals, issues } = drifted(connector, surprises)
  if (!parsed.success)
    return {
      fate: 'rejected',
      issues: [...issues, ...parsed.error.issues.map((issue) => issueOf(connector, issue, found.row))],
    }
  if (issues.length > 0) return { fate: 'rejected', issues }
  const normalized = connector.normalize(parsed.data, context)
  if ('ignored' in normalized) return { fate: 'ignored', reason: normalized.ignored }
  if ('issues' in normalized)
    return { fate: 'rejected', issues: normalized.issues.map((issue) => declaredIssue(connector, issue)) }
  const records: LedgerRecord[] = []
  for (const draft of normalized.records) {
    const finished = finish(id, draft, context)
    if ('issues' in finished) return { fate: 'rejected', issues: finished.issues }
    records.push(finished.record)
  }
  return {
    fate: 'accepted',
    records,
    versionAt: normalized.version_at,
    signals: [...signals, ...(normalized.signals ?? [])],
  }
}
