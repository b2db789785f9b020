/** Whether a connector does what its folder says: its sample gives the expected outcomes, and its declaration holds. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Connector } from '../connectors/define.js'
import { faultOfCron, isTimeZone } from '../core/cron.js'
import type { Outcome } from '../schemas/outcome.js'
import { KINDS, type LedgerRecord } from '../schemas/record.js'
import type { Row, SourceRow } from '../sources/source.js'
import { fieldsOfRow, tryMutants } from './mutants.js'
import { maskedRow } from './normalize.js'
import type { LoadedConnector } from './registry.js'
import {
  EXPECTED,
  type Expectation,
  expectationsOf,
  outcomesOf,
  readExpectations,
  readSample,
  type SampleRow,
} from './sample.js'

export interface CheckReport {
  readonly ok: boolean
  readonly rows: number
  /** What is wrong, a sentence each; empty when all is well. */
  readonly findings: string[]
}

/** Checks one connector against its sample, its expected outcomes and mutants of its rows. Never throws for what it finds. */
export async function checkConnector(loaded: LoadedConnector): Promise<CheckReport> {
  const { id, connector } = loaded
  const { rows, faults } = await readSample(loaded)
  const again = await readSample(loaded)
  const read = new Set<string>()
  const outcomes = outcomesOf(id, watched(connector, read), rows)
  const findings = [
    ...faults,
    ...(rows.length === 0
      ? ['there is no sample, or it has no rows: put rows of the publisher into sample.<ext>']
      : []),
    ...checkExpected(loaded, expectationsOf(rows, outcomes)),
    ...checkColumns(connector, rows, read),
    ...checkRepeatable(rows, outcomes, outcomesOf(id, connector, again.rows)),
    ...checkRecords(connector, rows, outcomes),
    ...checkPersonal(connector, rows, outcomes),
    ...checkMutants(id, connector, rows, outcomes),
    ...checkCadence(connector),
  ]
  return { ok: findings.length === 0, rows: rows.length, findings }
}

/** Writes expected.json from what the sample gives now, for a person to read through. Returns its path. */
export async function acceptConnector(loaded: LoadedConnector): Promise<string> {
  const { rows } = await readSample(loaded)
  const path = join(loaded.directory, EXPECTED)
  const expectations = expectationsOf(rows, outcomesOf(loaded.id, loaded.connector, rows))
  await writeFile(path, `${JSON.stringify(expectations, null, 1)}\n`)
  return path
}

/** The connector, noting in `read` every column that normalize looks at. */
function watched(connector: Connector, read: Set<string>): Connector {
  const watch = (row: unknown): unknown => {
    if (typeof row !== 'object' || row === null) return row
    return new Proxy(row, {
      get(target, column) {
        if (typeof column === 'string') read.add(column)
        return Reflect.get(target, column)
      },
    })
  }
  return { ...connector, normalize: (row, context) => connector.normalize(watch(row), context) }
}

function checkCadence({ cadence: { cron, time_zone } }: Connector): string[] {
  const fault = faultOfCron(cron)
  return [
    ...(fault === null ? [] : [`cadence.cron '${cron}' is none: ${fault}`]),
    ...(isTimeZone(time_zone) ? [] : [`cadence.time_zone: there is no time zone '${time_zone}'`]),
  ]
}

const placeOf = ({ file, found }: SampleRow) => `${file}:${found.line}`

function checkExpected({ id, directory }: LoadedConnector, found: readonly Expectation[]): string[] {
  const accept = `look at them, then \`riskledger connectors accept ${id}\``
  let expected: readonly Expectation[] | undefined
  try {
    expected = readExpectations(directory)
  } catch (error) {
    return [`${EXPECTED} is not JSON (${String(error)}): ${accept}`]
  }
  if (expected === undefined) return [`there is no ${EXPECTED} with the outcomes of the sample: ${accept}`]
  const name = ({ file, line }: Expectation) => `${file}:${line}`
  const before = new Map(expected.map((entry) => [name(entry), entry]))
  const now = new Map(found.map((entry) => [name(entry), entry]))
  const gone = [...before.keys()].filter((place) => !now.has(place))
  return [
    ...(before.size < expected.length ? [`${EXPECTED} names a line twice`] : []),
    ...gone.map((place) => `${place} is expected and not in the sample`),
    // Through JSON, so that only what the file can say is compared.
    ...[...now].flatMap(([place, entry]) => differences(before.get(place), JSON.parse(JSON.stringify(entry)), place)),
  ]
}

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null

/** Each leaf in which two values differ, as `place field: expected x, found y`. */
function differences(expected: unknown, found: unknown, place: string, path = ''): string[] {
  if (isObject(expected) && isObject(found) && Array.isArray(expected) === Array.isArray(found)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(found)])
    return [...keys].flatMap((key) =>
      differences(expected[key], found[key], place, path === '' ? key : `${path}.${key}`),
    )
  }
  if (Object.is(expected, found)) return []
  const show = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 300))
  return [`${place} ${path === '' ? 'the row' : path}: expected ${show(expected)}, found ${show(found)}`]
}

const rowOf = (found: SourceRow): Row => ('row' in found ? found.row : {})
const isEmpty = (value: unknown) => value === undefined || value === null || value === ''

function checkColumns(connector: Connector, rows: readonly SampleRow[], read: ReadonlySet<string>): string[] {
  const declared = fieldsOfRow(connector)
  if (declared === undefined) return ['the row schema is no object schema: declare it with z.strictObject']
  const known = (row: Row, column: string) => Object.hasOwn(declared, column) || connector.stray?.(row, column) === true
  const unknown = rows.flatMap((entry) => {
    const row = rowOf(entry.found)
    return Object.keys(row)
      .filter((column) => !known(row, column))
      .map((column) => `${placeOf(entry)} ${column}: the column is neither used nor ignored by name`)
  })
  const filled = new Set(
    rows.flatMap(({ found }) =>
      Object.entries(rowOf(found)).flatMap(([column, value]) => (isEmpty(value) ? [] : [column])),
    ),
  )
  const columns = Object.keys(declared)
  const used = columns.filter((column) => !Object.hasOwn(connector.ignored, column))
  return [
    ...unknown,
    ...columns
      .filter((column) => !filled.has(column))
      .map((column) => `no row of the sample has a value in the column ${column}`),
    ...used
      .filter((column) => !read.has(column))
      .map((column) => `the column ${column} is declared as used, and normalize never reads it`),
    ...columns
      .filter((column) => read.has(column) && !used.includes(column))
      .map((column) => `the column ${column} is ignored by name, and normalize reads it`),
    ...Object.entries(connector.ignored)
      .filter(([, reason]) => reason.trim() === '')
      .map(([column]) => `the column ${column} is ignored without a reason`),
    ...connector.personal
      .filter((column) => !columns.includes(column))
      .map((column) => `the personal column ${column} is not declared`),
  ]
}

function checkRepeatable(rows: readonly SampleRow[], first: readonly Outcome[], second: readonly Outcome[]): string[] {
  const differing = rows.filter((_, index) => JSON.stringify(first[index]) !== JSON.stringify(second[index]))
  return differing.map((row) => `${placeOf(row)} gives another outcome when it is normalised again`)
}

function checkRecords(connector: Connector, rows: readonly SampleRow[], outcomes: readonly Outcome[]): string[] {
  const findings: string[] = []
  const places = new Set<string>()
  const kinds = new Set<string>()
  for (const [index, row] of rows.entries()) {
    const outcome = outcomes[index]
    if (places.has(placeOf(row))) findings.push(`${placeOf(row)} holds two rows`)
    places.add(placeOf(row))
    if (outcome === undefined) findings.push(`${placeOf(row)} has no outcome`)
    if (outcome?.fate !== 'accepted') continue
    if (outcome.records.length === 0) findings.push(`${placeOf(row)} is accepted without a record`)
    for (const record of outcome.records) kinds.add(record.kind)
    findings.push(
      ...outcome.records
        .filter((record) => !isItself(record))
        .map((record) => `${placeOf(row)} makes a ${record.kind} that does not parse with its schema`),
    )
  }
  const declared: readonly string[] = connector.kinds
  return [
    ...findings,
    ...declared
      .filter((kind) => !kinds.has(kind))
      .map((kind) => `no row of the sample gives a ${kind}, which the connector declares`),
    ...[...kinds]
      .filter((kind) => !declared.includes(kind))
      .map((kind) => `the sample gives a ${kind}, which the connector does not declare`),
  ]
}

/** True when the record parses with the schema of its kind and comes out byte for byte as it was. */
function isItself(record: LedgerRecord): boolean {
  const parsed = KINDS[record.kind].safeParse(record)
  return parsed.success && JSON.stringify(parsed.data) === JSON.stringify(record)
}

/** What a personal column holds must not be found again in an outcome, nor in the row as it is shown. */
function checkPersonal(connector: Connector, rows: readonly SampleRow[], outcomes: readonly Outcome[]): string[] {
  return rows.flatMap((entry, index) => {
    const row = rowOf(entry.found)
    const shown = { outcome: JSON.stringify(outcomes[index]), 'row as it is shown': maskedRow(connector, entry.found) }
    return connector.personal.flatMap((column) => {
      const value = row[column]
      if (typeof value !== 'string' || value.trim() === '') return []
      const leaks = Object.entries(shown).filter(([, text]) => text.includes(value.trim()))
      return leaks.map(([where]) => `${placeOf(entry)} ${column}: the personal value is found again in the ${where}`)
    })
  })
}

function checkMutants(
  id: string,
  connector: Connector,
  rows: readonly SampleRow[],
  outcomes: readonly Outcome[],
): string[] {
  const good = rows.flatMap(({ found }, index) =>
    outcomes[index]?.fate === 'accepted' && 'row' in found ? [found.row] : [],
  )
  // The row with most cells filled: what is mutated is then what counts.
  const count = (row: Row) => Object.values(row).filter((value) => !isEmpty(value)).length
  const [fullest] = [...good].sort((a, b) => count(b) - count(a))
  return fullest === undefined ? ['no row of the sample is accepted'] : tryMutants(id, connector, fullest)
}
