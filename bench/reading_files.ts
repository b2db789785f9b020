/** The files of the reading benchmark: the same penalties in every format that is no delimited text, and facilities as JSON lines. */
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { COLUMNS } from '../connectors/cn_credit_penalty/layout.js'
import { loadConnector } from '../pipelines/registry.js'
import { PENALTY_COLUMNS, penaltyRows } from './penalties.js'

/** The codes of the columns, in the order of the rows: names that an element of XML can have. */
export const CODES: readonly string[] = PENALTY_COLUMNS.map((name) => {
  const code = Object.keys(COLUMNS).find((one) => COLUMNS[one]?.includes(name))
  if (code === undefined) throw new Error(`no column is called ${name}`)
  return code
})

/** Lengths of the columns in characters where lines are of fixed width; longer text is cut off. */
export const WIDTHS: readonly number[] = [24, 10, 18, 4, 24, 16, 140, 60, 24, 32, 10, 10, 10, 10, 10, 24, 18, 16]

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

async function write(path: string, text: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(text), createWriteStream(path))
}

export async function writeXml(path: string, rows: number): Promise<void> {
  function* text() {
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<RESULTS>\n'
    for (const fields of penaltyRows(rows)) {
      const cells = fields.map((cell, at) => `<${CODES[at]}>${escaped(cell)}</${CODES[at]}>`)
      yield `<PENALTY>${cells.join('')}</PENALTY>\n`
    }
    yield '</RESULTS>\n'
  }
  await write(path, text())
}

export async function writeHtml(path: string, rows: number): Promise<void> {
  const line = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>\n`
  function* text() {
    yield `<!doctype html>\n<html><head><title>行政处罚</title></head><body><table id="penalties">\n${line(PENALTY_COLUMNS, 'th')}`
    for (const fields of penaltyRows(rows)) yield line(fields, 'td')
    yield '</table></body></html>\n'
  }
  await write(path, text())
}

export async function writeFixed(path: string, rows: number): Promise<void> {
  function* text() {
    for (const fields of penaltyRows(rows)) {
      const cells = fields.map((cell, at) => {
        const width = WIDTHS[at] ?? 0
        return cell.replaceAll('\n', ' ').slice(0, width).padEnd(width)
      })
      yield `${cells.join('')}\n`
    }
  }
  await write(path, text())
}

/** One document, with the rows at `data.penalties`. */
export async function writeDocument(path: string, rows: number): Promise<void> {
  function* text() {
    let before = '{"total":0,"data":{"penalties":[\n'
    for (const fields of penaltyRows(rows)) {
      yield before + JSON.stringify(Object.fromEntries(fields.map((cell, at) => [CODES[at], cell])))
      before = ',\n'
    }
    yield '\n]}}\n'
  }
  await write(path, text())
}

/** The same row of the register again and again, each with a number of its own. */
export async function writeFacilities(path: string, rows: number): Promise<void> {
  const { directory } = await loadConnector('tw_moenv_prtr_facilities')
  const sample = createInterface({ input: createReadStream(join(directory, 'sample.ndjson')) })
  const [line = '{}'] = await sample[Symbol.asyncIterator]()
    .next()
    .then(({ value }) => [String(value)])
  const row: unknown = JSON.parse(line)
  function* text() {
    for (let number = 0; number < rows; number++)
      yield `${JSON.stringify({ ...Object(row), 管制編號: `A${String(number).padStart(7, '0')}` })}\n`
  }
  await write(path, text())
}
