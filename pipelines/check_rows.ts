/** What the rows of a sample must hold to: columns, kinds, repeatable outcomes, personal values, mutants, volume. */
import { existsSync } from 'node:fs'
import type { Connector } from '../connectors/define.js'
import { bareCode, citizenShape } from '../schemas/citizen_numbers.js'
import type { Outcome } from '../schemas/outcome.js'
import { KINDS, type LedgerRecord } from '../schemas/record.js'
import { listFiles } from '../sources/files.js'
import { openParts } from '../sources/parts.js'
import { DEFAULT_LIMITS, type Row, type SourceRow } from '../sources/source.js'
import { type CheckFinding, type FolderText, placeInCode, placeOfColumn } from './check_finding.js'
import { fieldsOfRow, tryMutants } from './mutants.js'
import { maskedRow } from './personal.js'
import { bundledPath, type LoadedConnector } from './registry.js'
import { type SampleRow, tryRows } from './sample.js'

type Outcomes = readonly (Outcome | undefined)[]

const rowOf = (found: SourceRow): Row => ('row' in found ? found.row : {})
const isEmpty = (value: unknown) => value === undefined || value === null || value === ''

function at({ file, found }: SampleRow, field: string | null, problem: string, next: string): CheckFinding {
  return { file, line: found.line, field, problem, next }
}

const nameOf = ({ file, found }: SampleRow) => `${file}:${found.line}`

/** Columns of the sample and of the declaration, both ways. `read`: those that normalize looked at; null when it could not run. */
export function checkColumns(
  connector: Connector,
  texts: readonly FolderText[],
  rows: readonly SampleRow[],
  read: ReadonlySet<string> | null,
): CheckFinding[] {
  const declared = fieldsOfRow(connector)
  const row = placeInCode(texts, 'row')
  if (declared === undefined)
    return [{ ...row, field: 'row', problem: 'is no object schema', next: 'declare it with z.strictObject' }]
  const about = (column: string, problem: string, next: string): CheckFinding => ({
    ...placeOfColumn(texts, column),
    field: column,
    problem,
    next,
  })
  const columns = Object.keys(declared)
  const used = columns.filter((column) => !Object.hasOwn(connector.ignored, column))
  const filled = new Set(
    rows.flatMap(({ found }) =>
      Object.entries(rowOf(found)).flatMap(([column, value]) => (isEmpty(value) ? [] : [column])),
    ),
  )
  return [
    ...unknownInSample(connector, declared, rows),
    ...columns
      .filter((column) => rows.length > 0 && !filled.has(column))
      .map((column) => about(column, 'no row of the sample has a value in this column', 'add a row that has one')),
    ...used
      .filter((column) => read?.has(column) === false)
      .map((column) =>
        about(column, 'it is declared as used, and normalize never reads it', 'read it, or ignore it by name'),
      ),
    ...columns
      .filter((column) => read?.has(column) === true && !used.includes(column))
      .map((column) => about(column, 'it is ignored by name, and normalize reads it', 'take it out of `ignored`')),
    ...Object.entries(connector.ignored)
      .filter(([, reason]) => reason.trim() === '')
      .map(([column]) => about(column, 'it is ignored without a reason', 'write why it is not used')),
    ...connector.personal
      .filter((column) => !columns.includes(column))
      .map((column) => about(column, 'it is personal and not declared', 'declare it in `row`, or ignore it by name')),
  ]
}

/** One finding a column that the sample has and no declaration names: every row of a file would say the same. */
function unknownInSample(
  connector: Connector,
  declared: Readonly<Record<string, unknown>>,
  rows: readonly SampleRow[],
): CheckFinding[] {
  const seen = new Set<string>()
  return rows.flatMap((entry) => {
    const row = rowOf(entry.found)
    const unknown = Object.keys(row).filter(
      (column) =>
        !Object.hasOwn(declared, column) &&
        connector.stray?.(row, column) !== true &&
        !seen.has(`${entry.file}\0${column}`),
    )
    return unknown.map((column) => {
      seen.add(`${entry.file}\0${column}`)
      return at(
        entry,
        column,
        'the column is neither used nor ignored by name',
        'add it to `row`, or to `ignored` with the reason',
      )
    })
  })
}

/** Normalising is pure: again, and from the last row to the first, each row gives the same. */
export function checkRepeatable(
  id: string,
  connector: Connector,
  rows: readonly SampleRow[],
  first: Outcomes,
): CheckFinding[] {
  const text = (one: unknown) => JSON.stringify(one)
  const again = tryRows(id, connector, rows)
  const backwards = tryRows(id, connector, [...rows].reverse()).reverse()
  return rows.flatMap((row, index) => {
    const before = text({ outcome: first[index] })
    const next = 'let normalize depend on its row alone: no counter, no clock, no list that grows'
    if (text(again[index]) !== before)
      return [at(row, null, 'it gives another outcome when it is normalised again', next)]
    if (text(backwards[index]) !== before)
      return [at(row, null, 'it gives another outcome when the rows come in another order', next)]
    return []
  })
}

/** Every row one outcome, every record as its kind says, every declared kind and no other. */
export function checkRecords(
  connector: Connector,
  texts: readonly FolderText[],
  rows: readonly SampleRow[],
  outcomes: Outcomes,
): CheckFinding[] {
  const findings: CheckFinding[] = []
  const places = new Set<string>()
  const kinds = new Set<string>()
  for (const [index, row] of rows.entries()) {
    const outcome = outcomes[index]
    if (places.has(nameOf(row)))
      findings.push(at(row, null, 'the line holds two rows', 'put each row on a line of its own'))
    places.add(nameOf(row))
    if (outcome === undefined) findings.push(at(row, null, 'it has no outcome', 'give it one in normalize'))
    if (outcome?.fate !== 'accepted') continue
    if (outcome.records.length === 0)
      findings.push(at(row, null, 'it is accepted without a record', 'ignore the row with a reason, or make a record'))
    for (const record of outcome.records) {
      kinds.add(record.kind)
      if (!isItself(record))
        findings.push(
          at(row, record.kind, 'the record does not parse with the schema of its kind', 'compare it with docs/schemas'),
        )
    }
  }
  const declared: readonly string[] = connector.kinds
  const place = placeInCode(texts, 'kinds:')
  return [
    ...findings,
    ...declared
      .filter((kind) => !kinds.has(kind))
      .map((kind) => ({
        ...place,
        field: 'kinds',
        problem: `no row of the sample gives a ${kind}, which the connector declares`,
        next: 'add a row that gives one, or take the kind out',
      })),
    ...[...kinds]
      .filter((kind) => !declared.includes(kind))
      .map((kind) => ({
        ...place,
        field: 'kinds',
        problem: `the sample gives a ${kind}, which the connector does not declare`,
        next: `add '${kind}' to kinds`,
      })),
  ]
}

/** True when the record parses with the schema of its kind and comes out byte for byte as it was. */
function isItself(record: LedgerRecord): boolean {
  const parsed = KINDS[record.kind].safeParse(record)
  return parsed.success && JSON.stringify(parsed.data) === JSON.stringify(record)
}

/** So short a value stands by chance in anything, or for nothing (`-0-`). */
const LEAST_TELLING = 4

/**
 * What a personal column holds must not be found again in an outcome, nor in the row as it is shown; nor what looks like a citizen's number in any
 * other column: those of companies' codes hold both.
 */
export function checkPersonal(connector: Connector, rows: readonly SampleRow[], outcomes: Outcomes): CheckFinding[] {
  return rows.flatMap((entry, index) => {
    const shown = { outcome: JSON.stringify(outcomes[index]), 'row as it is shown': maskedRow(connector, entry.found) }
    return Object.entries(rowOf(entry.found)).flatMap(([column, value]) => {
      const text = typeof value === 'string' ? value.trim() : ''
      const isSecret = connector.personal.includes(column) || citizenShape(bareCode(text)) !== undefined
      if (text.length < LEAST_TELLING || !isSecret) return []
      const leaks = Object.entries(shown).filter(([, where]) => where.includes(text))
      return leaks.map(([where]) =>
        at(
          entry,
          column,
          `the personal value is found again in the ${where}`,
          'make a token of it with `context.token`, or leave it out',
        ),
      )
    })
  })
}

/** Mutants of the fullest good row, and its repetition. */
export function checkMutants(
  id: string,
  connector: Connector,
  rows: readonly SampleRow[],
  outcomes: Outcomes,
): CheckFinding[] {
  const good = rows.flatMap((entry, index) =>
    outcomes[index]?.fate === 'accepted' && 'row' in entry.found ? [{ entry, row: entry.found.row }] : [],
  )
  // The row with most cells filled: what is mutated is then what counts.
  const count = (row: Row) => Object.values(row).filter((value) => !isEmpty(value)).length
  const [fullest] = [...good].sort((a, b) => count(b.row) - count(a.row))
  if (fullest !== undefined)
    return tryMutants(id, connector, fullest.row).map((problem) =>
      at(fullest.entry, null, problem, 'let the declared type refuse it, or normalize give it an outcome'),
    )
  const [first] = rows
  return first === undefined ? [] : [at(first, null, 'no row of the sample is accepted', 'add good rows to the sample')]
}

async function rowsIn(path: string, { source }: Connector): Promise<number> {
  const opened = await openParts(await listFiles(path), source.format, DEFAULT_LIMITS)
  let rows = 0
  try {
    for (const part of opened.parts)
      if (!('fault' in part))
        for await (const event of part.read(DEFAULT_LIMITS)) if (event.type === 'batch') rows += event.batch.rows.length
  } finally {
    await opened.close()
  }
  return rows
}

/** The bundled files hold as many rows as the declaration expects of a full file. */
export async function checkVolume(loaded: LoadedConnector, texts: readonly FolderText[]): Promise<CheckFinding[]> {
  const { connector } = loaded
  if (connector.source.files === '') return []
  const place = { ...placeInCode(texts, 'volume:'), field: 'volume' }
  const path = bundledPath(loaded)
  if (!existsSync(path))
    return [
      {
        ...placeInCode(texts, 'files:'),
        field: 'source.files',
        problem: `there is no ${connector.source.files} in the folder`,
        next: "bundle the files, or write files: '' for a connector without any",
      },
    ]
  const rows = await rowsIn(path, connector)
  const { min, max } = connector.volume
  if (rows >= min && rows <= max) return []
  const next = 'look whether the bundled files are whole, or correct the figures'
  return [{ ...place, problem: `the bundled files hold ${rows} rows, and ${min} to ${max} are expected`, next }]
}
