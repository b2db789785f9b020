/**
 * Memory and time of reading large files, from the file to rows and no further: 1 GB of CSV and of JSON lines, 300 MB of XML, and of workbooks whose texts
 * stand in the cells or are shared strings, all different. What is written does not compress well, so that a workbook is no easier than a real one.
 *
 *     npm run bench:large                                                                   all, into bench/results/large-files.json
 *     node dist/bench/large_files.js --make xlsx --megabytes 300 --file /tmp/large.xlsx     one file
 *     node dist/bench/large_files.js --read /tmp/large.xlsx --as xlsx                       one line of JSON
 */
import { execFileSync } from 'node:child_process'
import { createWriteStream, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ROOT } from '../core/paths.js'
import { csv } from '../sources/csv.js'
import { listFiles } from '../sources/files.js'
import { jsonRecords } from '../sources/json.js'
import { openParts } from '../sources/parts.js'
import { DEFAULT_LIMITS, type Format } from '../sources/source.js'
import { xml } from '../sources/xml.js'
import { machineNow } from './machine.js'
import { numberAfter, textAfter } from './options.js'
import { writeWorkbook } from './workbook_file.js'

const COLUMNS = ['number', 'name', 'document', 'facts', 'basis', 'fine', 'date', 'authority']
const delimited = csv({
  delimiter: ',',
  quote: '"',
  columns: Object.fromEntries(COLUMNS.map((name) => [name, []])),
  required: COLUMNS,
})

/** Rows of text with little repetition, the same for the same number. */
function rowOf(number: number): string[] {
  let state = (number * 2_654_435_761) >>> 0
  const hanzi = (count: number) =>
    Array.from({ length: count }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return String.fromCharCode(0x4e00 + ((state >>> 16) % 3000))
    }).join('')
  return [
    String(number),
    hanzi(12),
    `〔2024〕${number}号`,
    hanzi(120),
    hanzi(30),
    `${(state % 10_000) / 100}`,
    '2024-01-31',
    hanzi(10),
  ]
}

async function makeText(path: string, bytes: number, head: string, line: (cells: string[]) => string, end = '') {
  const out = createWriteStream(path)
  async function* text() {
    yield head
    for (let number = 1; out.bytesWritten < bytes; number++) yield line(rowOf(number))
    yield end
  }
  await pipeline(Readable.from(text()), out)
}

/** A sheet holds at most a million rows, which some 900 MB are. */
async function makeXlsx(path: string, bytes: number, shared: boolean): Promise<void> {
  const rows = Math.min(1_000_000, Math.ceil(bytes / 400))
  function* all() {
    for (let number = 1; number <= rows; number++) yield rowOf(number)
  }
  await writeWorkbook(path, COLUMNS, all, shared)
}

const named = (cells: readonly string[]) => Object.fromEntries(cells.map((cell, at) => [COLUMNS[at], cell]))
const elements = (cells: readonly string[]) => cells.map((cell, at) => `<${COLUMNS[at]}>${cell}</${COLUMNS[at]}>`)

/** What is made, with the format by which it is read. */
const LARGE: Readonly<Record<string, { make(path: string, bytes: number): Promise<void>; readonly format: Format }>> = {
  csv: {
    make: (path, bytes) => makeText(path, bytes, `${COLUMNS.join(',')}\n`, (cells) => `${cells.join(',')}\n`),
    format: delimited,
  },
  ndjson: {
    make: (path, bytes) => makeText(path, bytes, '', (cells) => `${JSON.stringify(named(cells))}\n`),
    format: jsonRecords(),
  },
  xml: {
    make: (path, bytes) =>
      makeText(path, bytes, '<rows>\n', (cells) => `<row>${elements(cells).join('')}</row>\n`, '</rows>\n'),
    format: xml({ row: 'rows/row', columns: Object.fromEntries(COLUMNS.map((name) => [name, [name]])) }),
  },
  xlsx: { make: (path, bytes) => makeXlsx(path, bytes, false), format: delimited },
  shared: { make: (path, bytes) => makeXlsx(path, bytes, true), format: delimited },
}

async function measure(path: string, format: Format) {
  const begun = performance.now()
  const files = await listFiles(path)
  const opened = await openParts(files, format, DEFAULT_LIMITS)
  let rows = 0
  const faults: string[] = []
  for (const part of opened.parts) {
    if ('fault' in part) {
      faults.push(`${part.name}: ${part.fault.message}`)
      continue
    }
    await part.fingerprint()
    for await (const event of part.read(DEFAULT_LIMITS)) {
      if (event.type === 'batch') rows += event.batch.rows.filter((row) => 'row' in row).length
      if (event.type === 'fault') faults.push(`${part.name}: ${event.fault.message}`)
    }
  }
  await opened.close()
  const seconds = Math.round((performance.now() - begun) / 100) / 10
  const megabytes = Math.round((files[0]?.bytes ?? 0) / 1e6)
  const peak = Math.round(process.resourceUsage().maxRSS / 1024)
  return { megabytes, rows, seconds, peak_resident_mb: peak, faults }
}

const SUITE = [
  ['csv', 1000],
  ['ndjson', 1000],
  ['xml', 300],
  ['xlsx', 300],
  ['shared', 300],
] as const

/** All of them, each made and read by a process of its own. */
function runSuite(file: string): void {
  const child = (...args: string[]) =>
    execFileSync(process.execPath, [import.meta.filename, ...args], { encoding: 'utf8' })
  const lines: object[] = []
  try {
    for (const [what, megabytes] of SUITE) {
      child('--make', what, '--megabytes', String(megabytes), '--file', file)
      const measured: object = JSON.parse(child('--read', file, '--as', what))
      console.log(JSON.stringify({ what, ...measured }))
      lines.push({ what, ...measured })
    }
  } finally {
    rmSync(file, { force: true })
  }
  const report = { ...machineNow(), lines }
  writeFileSync(join(ROOT, 'bench/results/large-files.json'), `${JSON.stringify(report, null, 2)}\n`)
}

const made = textAfter('--make')
const read = textAfter('--read')
const file = textAfter('--file') ?? join(tmpdir(), `riskledger-large-${process.pid}`)
const large = LARGE[made ?? textAfter('--as') ?? 'csv']
if (large === undefined) throw new Error(`--make and --as take one of ${Object.keys(LARGE).join(', ')}`)
if (made !== undefined) await large.make(file, numberAfter('--megabytes', 300) * 1e6)
else if (read !== undefined) console.log(JSON.stringify(await measure(read, large.format)))
else runSuite(file)
