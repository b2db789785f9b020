/** Whether a connector does what its folder says: its sample gives the expected outcomes, and its declaration holds. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Connector, FILL_IN } from '../connectors/define.js'
import { faultOfCron } from '../core/cron.js'
import { LedgerError, messageOf } from '../core/errors.js'
import type { Outcome } from '../schemas/outcome.js'
import { checkPlace } from '../sources/places/registry.js'
import { checkBranches } from './check_branches.js'
import { type Acceptance, checkExpected, compare } from './check_expected.js'
import { type CheckFinding, type FolderText, placeInCode } from './check_finding.js'
import { checkColumns, checkMutants, checkPersonal, checkRecords, checkRepeatable, checkVolume } from './check_rows.js'
import type { LoadedConnector } from './registry.js'
import {
  EXPECTED,
  type Expectation,
  expectationsOf,
  readExpectations,
  readSample,
  type Sample,
  type SampleRow,
  type Tried,
  tryRows,
} from './sample.js'
import { unfilledIn } from './unfilled.js'

export interface CheckReport {
  readonly ok: boolean
  /** How many rows the sample has. */
  readonly rows: number
  readonly findings: readonly CheckFinding[]
}

/** Checks one connector against its sample, its expected outcomes and mutants of its rows. Never throws for what it finds. */
export async function checkConnector(loaded: LoadedConnector): Promise<CheckReport> {
  const { id, connector, directory } = loaded
  const texts = folderTexts(directory)
  const sample = await readSample(loaded)
  const { rows } = sample
  const read = new Set<string>()
  const tried = tryRows(id, watched(connector, read), rows)
  const outcomes = tried.map((one) => ('outcome' in one ? one.outcome : undefined))
  const open = checkOpen(connector, texts)
  const said = [...open, ...checkSample(id, sample), ...checkThrown(rows, tried, texts, open)]
  // What depends on outcomes says nothing of use while there are none.
  const judged = tried.every((one) => 'outcome' in one) && rows.length > 0
  const findings = [
    ...said,
    ...(judged || existsSync(join(directory, EXPECTED)) === false
      ? checkExpected(id, directory, expectationsOf(rows, outcomes))
      : []),
    ...checkColumns(connector, texts, rows, judged ? read : null),
    ...(judged ? checkJudged(loaded, texts, rows, outcomes) : []),
    ...(await checkVolume(loaded, texts)),
    ...checkCadence(connector, texts),
    ...checkDeclaredPlace(id, connector, texts),
  ]
  return { ok: findings.length === 0, rows: rows.length, findings }
}

function checkJudged(
  { id, connector }: LoadedConnector,
  texts: readonly FolderText[],
  rows: readonly SampleRow[],
  outcomes: readonly (Outcome | undefined)[],
): CheckFinding[] {
  return [
    ...checkRepeatable(id, connector, rows, outcomes),
    ...checkRecords(connector, texts, rows, outcomes),
    ...checkBranches(connector, texts, rows, outcomes),
    ...checkPersonal(connector, rows, outcomes),
    ...checkMutants(id, connector, rows, outcomes),
  ]
}

/** The code of the folder, connector.ts first. */
function folderTexts(directory: string): FolderText[] {
  if (!existsSync(directory)) return []
  const names = readdirSync(directory).filter((name) => name.endsWith('.ts'))
  return names
    .sort((a, b) => Number(b === 'connector.ts') - Number(a === 'connector.ts') || (a < b ? -1 : 1))
    .map((file) => ({ file, text: readFileSync(join(directory, file), 'utf8') }))
}

/** The connector, with rows that cannot be changed, noting in `read` every column that normalize looks at. */
function watched(connector: Connector, read: Set<string>): Connector {
  const watch = (row: unknown): unknown => {
    if (typeof row !== 'object' || row === null) return row
    return new Proxy(Object.freeze(row), {
      get(target, column) {
        if (typeof column === 'string') read.add(column)
        return Reflect.get(target, column)
      },
    })
  }
  return { ...connector, normalize: (row, context) => connector.normalize(watch(row), context) }
}

/** Whether the cadence says when; that the zone is one is asked of what a declaration leaves open. */
function checkCadence({ cadence: { cron } }: Connector, texts: readonly FolderText[]): CheckFinding[] {
  const fault = faultOfCron(cron)
  if (fault === null) return []
  const next = 'write five fields: minute, hour, day of month, month, day of week'
  return [{ ...placeInCode(texts, 'cron:'), field: 'cadence.cron', problem: `'${cron}' is none: ${fault}`, next }]
}

/** Whether the place can be opened as it is declared; it is not asked. */
function checkDeclaredPlace(id: string, { source }: Connector, texts: readonly FolderText[]): CheckFinding[] {
  try {
    checkPlace(id, source.place, undefined)
    return []
  } catch (error) {
    const next = 'docs/exchange.md and docs/network_places.md list every key'
    return [{ ...placeInCode(texts, 'place:'), field: 'source.place', problem: messageOf(error), next }]
  }
}

// The first argument says what belongs there.
const OPEN_PLACE = /\bfillIn\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`([^`]*)`)?/g

/** What the declaration leaves open, and every place that is marked as to be filled in. */
function checkOpen(connector: Connector, texts: readonly FolderText[]): CheckFinding[] {
  const declared = unfilledIn(connector).map(({ field, problem, next }) => {
    const last = field.split('.').at(-1) ?? field
    return { ...placeOfField(texts, last, problem), field, problem, next }
  })
  const places = texts.flatMap(({ file, text }) =>
    [...text.matchAll(OPEN_PLACE)].flatMap((match): CheckFinding[] => {
      const before = text.slice(0, match.index).split('\n')
      const begun = before.at(-1) ?? ''
      if (/^\s*(import|\/\/|\/?\*)/.test(begun)) return []
      const said = (match[1] ?? match[2] ?? match[3] ?? 'what belongs there').replace(/\\(['"])/g, '$1')
      const field = /^\s*'?([^\s':]+)'?:/.exec(begun)?.[1] ?? null
      const next = `put it in place of fillIn(…): ${said}`
      return [{ file, line: before.length, field, problem: 'is still to be filled in', next }]
    }),
  )
  const remarks = texts.flatMap(({ file, text }) =>
    text.split('\n').flatMap((line, index): CheckFinding[] => {
      if (!line.includes(FILL_IN) || !/^\s*(\/\/|\/?\*)/.test(line)) return []
      const next = 'write what the data set is, in one line'
      return [{ file, line: index + 1, field: null, problem: 'the comment is still to be filled in', next }]
    }),
  )
  return [...remarks, ...declared, ...places]
}

/** The line that says a field of the declaration: of those that still have to be filled in, where that is the problem. */
function placeOfField(texts: readonly FolderText[], field: string, problem: string) {
  for (const { file, text } of texts) {
    const wanted = (line: string) =>
      line.includes(`${field}:`) || line.includes(`'${field}':`) || line.includes(`${field.replace(/'/g, "\\'")}':`)
    const lines = text.split('\n')
    const marked = lines.findIndex((line) => wanted(line) && line.includes(FILL_IN))
    const at = marked >= 0 && problem.includes('filled in') ? marked : lines.findIndex(wanted)
    if (at >= 0) return { file, line: at + 1 }
  }
  return placeInCode(texts, field)
}

function checkSample(id: string, { rows, faults, differing, notes }: Sample): CheckFinding[] {
  const at = (file: string, line: number | null, problem: string, next: string): CheckFinding => ({
    file,
    line,
    field: null,
    problem,
    next,
  })
  return [
    ...faults.map(({ file, message }) =>
      at(file, null, `it cannot be read: ${message}`, 'mend the sample, or the format in the declaration'),
    ),
    ...(rows.length === 0
      ? [at('sample', null, 'there is no sample, or it has no rows', 'put rows of the publisher into sample.<ext>')]
      : []),
    ...differing.map(({ file, line }) =>
      at(
        file,
        line,
        'it is another row when the text that the ledger keeps of it is read again',
        `mend \`reread\` of the format: quarantined rows of ${id} could not be replayed`,
      ),
    ),
    ...(notes === null || notes.includes(FILL_IN)
      ? [
          at(
            'sample.md',
            notes === null ? null : notes.split('\n').findIndex((line) => line.includes(FILL_IN)) + 1,
            notes === null ? 'it is not there' : 'is still to be filled in',
            "write which rows of the sample are the publisher's and which are made up",
          ),
        ]
      : []),
  ]
}

/** A finding for each row that has no outcome; none where places to fill in explain it, which are findings themselves. */
function checkThrown(
  rows: readonly SampleRow[],
  tried: readonly Tried[],
  texts: readonly FolderText[],
  open: readonly CheckFinding[],
): CheckFinding[] {
  const thrown = rows.flatMap(({ file, found }, index) => {
    const one = tried[index]
    return one !== undefined && 'thrown' in one ? [{ file, line: found.line, problem: one.thrown }] : []
  })
  const marked = open.some(({ next }) => next.includes('fillIn('))
  const [first] = thrown
  if (first === undefined) return []
  if (marked) {
    const problem = `${thrown.length} of ${rows.length} rows have no outcome yet`
    return [{ ...placeInCode(texts, 'normalize('), field: null, problem, next: 'fill in the places above' }]
  }
  return thrown.map(({ file, line, problem }) => ({
    file,
    line,
    field: null,
    problem: `normalize throws: ${problem}`,
    next: 'give the row an outcome: records, issues, or a reason to ignore it',
  }))
}

/** What a person has to look at before the outcomes of the sample are expected. */
export async function previewAcceptance(
  loaded: LoadedConnector,
): Promise<{ acceptance: Acceptance; expectations: readonly Expectation[] }> {
  const { rows } = await readSample(loaded)
  const tried = tryRows(loaded.id, loaded.connector, rows)
  const without = rows.flatMap(({ file, found }, index) => {
    const one = tried[index]
    return one !== undefined && 'thrown' in one ? [`${file}:${found.line} (${one.thrown})`] : []
  })
  const [first] = without
  if (first !== undefined || rows.length === 0)
    throw new LedgerError(
      'connector_invalid',
      first === undefined
        ? `Connector '${loaded.id}' has no sample rows to accept outcomes of`
        : `${without.length} of ${rows.length} sample rows of '${loaded.id}' have no outcome, the first at ${first}`,
      `\`riskledger connectors check ${loaded.id}\` names every place to mend.`,
    )
  const outcomes = tried.map((one) => ('outcome' in one ? one.outcome : undefined))
  const expectations = expectationsOf(rows, outcomes)
  return { acceptance: compare(knownExpectations(loaded.directory), expectations), expectations }
}

function knownExpectations(directory: string): readonly Expectation[] {
  try {
    return readExpectations(directory) ?? []
  } catch {
    // What is no JSON expects nothing; accepting writes it anew.
    return []
  }
}

/**
 * Writes expected.json from what the sample gives now, for a person to read through; says what it changes. Throws LedgerError connector_invalid
 * when a row has no outcome.
 */
export async function acceptConnector(loaded: LoadedConnector): Promise<{ path: string; acceptance: Acceptance }> {
  const { acceptance, expectations } = await previewAcceptance(loaded)
  const path = join(loaded.directory, EXPECTED)
  await writeFile(path, `${JSON.stringify(expectations, null, 1)}\n`)
  return { path, acceptance }
}
