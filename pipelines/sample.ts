/** The sample of a connector and what is expected of it: the rows as live data would be read, and the outcome of each. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Connector, NormalizeContext } from '../connectors/define.js'
import { messageOf } from '../core/errors.js'
import { tokenMaker } from '../core/ids.js'
import type { Outcome } from '../schemas/outcome.js'
import { openParts } from '../sources/parts.js'
import { DEFAULT_LIMITS, type SourceBatch, type SourceRow } from '../sources/source.js'
import { outcomeOf } from './normalize.js'
import type { LoadedConnector } from './registry.js'

export const EXPECTED = 'expected.json'

/** Tokens of samples are made with this key, so that they are the same on every machine. It protects nothing. */
const SAMPLE_KEY = Buffer.from('riskledger sample key, no secret')
export const SAMPLE_CONTEXT: NormalizeContext = { token: tokenMaker(SAMPLE_KEY) }

/** A row of the sample, with the file and the line on which it stands. */
export interface SampleRow {
  readonly file: string
  readonly found: SourceRow
}

export interface Sample {
  readonly rows: readonly SampleRow[]
  /** What kept a sample file from being read to its end. */
  readonly faults: readonly { readonly file: string; readonly message: string }[]
  /** Lines that are another row, or none, when the text that the ledger keeps of them is read again. */
  readonly differing: readonly { readonly file: string; readonly line: number }[]
  /** sample.md, which says which rows are made up; null when it is not there. */
  readonly notes: string | null
}

/** What expected.json says of one row. `repeats` is the earlier row whose record has the same key, where that is meant. */
export interface Expectation {
  readonly file: string
  readonly line: number
  readonly outcome: unknown
  readonly repeats?: string
}

/** sample.md says which rows are made up; every other file whose name begins with `sample` is data. */
export function sampleFiles(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.startsWith('sample') && !name.endsWith('.md'))
    .sort()
}

/** Reads every sample file through the connector's own format, as live data is read. */
export async function readSample({ directory, connector }: LoadedConnector): Promise<Sample> {
  const rows: SampleRow[] = []
  const faults: { file: string; message: string }[] = []
  const differing: { file: string; line: number }[] = []
  const files = sampleFiles(directory).map((name) => {
    const path = join(directory, name)
    return { name, path, bytes: statSync(path).size }
  })
  const opened = await openParts(files, connector.source.format, DEFAULT_LIMITS)
  try {
    for (const part of opened.parts) {
      if ('fault' in part) {
        faults.push({ file: part.name, message: part.fault.message })
        continue
      }
      let header = ''
      for await (const event of part.read(DEFAULT_LIMITS)) {
        if (event.type === 'header') header = event.header.text
        if (event.type === 'batch') {
          rows.push(...event.batch.rows.map((found) => ({ file: part.name, found })))
          differing.push(...differingLines(connector, header, event.batch).map((line) => ({ file: part.name, line })))
        }
        if (event.type === 'fault') faults.push({ file: part.name, message: event.fault.message })
      }
    }
  } finally {
    await opened.close()
  }
  const description = join(directory, 'sample.md')
  const notes = existsSync(description) ? readFileSync(description, 'utf8') : null
  return { rows, faults, differing, notes }
}

/** The lines of a batch that come out otherwise when its kept text is read again. */
function differingLines({ source }: Connector, header: string, { text, line, rows }: SourceBatch): number[] {
  const show = (row: SourceRow | undefined) => JSON.stringify(row)
  try {
    const again = source.format.reread(header, text, line, DEFAULT_LIMITS)
    const changed = rows.filter((row, index) => show(row) !== show(again[index])).map((row) => row.line)
    return changed.length === 0 && again.length !== rows.length ? [line] : changed
  } catch {
    return [line]
  }
}

/** The outcomes of the rows, in their order. */
export function outcomesOf(id: string, connector: Connector, rows: readonly SampleRow[]): Outcome[] {
  return rows.map(({ found }) => outcomeOf(id, connector, found, SAMPLE_CONTEXT))
}

/** What a row gives, or the sentence of what normalize threw at it. */
export type Tried = { readonly outcome: Outcome } | { readonly thrown: string }

/** What each row gives, in the order of the rows. Never throws: a sample is read to see what a connector does. */
export function tryRows(id: string, connector: Connector, rows: readonly SampleRow[]): Tried[] {
  return rows.map(({ found }) => {
    try {
      return { outcome: outcomeOf(id, connector, found, SAMPLE_CONTEXT) }
    } catch (error) {
      return { thrown: messageOf(error) }
    }
  })
}

/** What the rows give now, in the form of expected.json. */
export function expectationsOf(rows: readonly SampleRow[], outcomes: readonly (Outcome | undefined)[]): Expectation[] {
  const places = new Map<string, string>()
  return rows.flatMap(({ file, found }, index) => {
    const outcome = outcomes[index]
    if (outcome === undefined) return []
    const repeats = repeatOf(outcome, `${file}:${found.line}`, places)
    return [{ file, line: found.line, ...(repeats === undefined ? {} : { repeats }), outcome }]
  })
}

/** The place of the earlier row that made a record with the same key as this outcome; remembers this one. */
function repeatOf(outcome: Outcome, place: string, places: Map<string, string>): string | undefined {
  if (outcome.fate !== 'accepted') return undefined
  const keys = outcome.records.map((record) => JSON.stringify([record.kind, record.source_key]))
  const [earlier] = keys.flatMap((key) => places.get(key) ?? [])
  for (const key of keys) if (!places.has(key)) places.set(key, place)
  return earlier
}

/** What expected.json holds; undefined when there is none. Throws SyntaxError when it is not JSON. */
export function readExpectations(directory: string): Expectation[] | undefined {
  const path = join(directory, EXPECTED)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Expectation[]) : undefined
}
