/**
 * Reading speed beside a well-known reader of the same format, in turns in one run: CSV against the bare stream of csv-parse, JSON lines against readline
 * with JSON.parse. Ours decodes, finds broken rows, keeps text and lines, and parses every cell with the connector's schema; theirs gives strings.
 * Usage: npm run bench:reading -- [--rows 300000] [--rounds 3]
 */
import { once } from 'node:events'
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { loadConnector } from '../pipelines/registry.js'
import { rowReader } from '../schemas/row.js'
import { readFile } from '../sources/files.js'
import { DEFAULT_LIMITS } from '../sources/source.js'
import { numberAfter } from './options.js'
import { writePenalties } from './penalties.js'

const MB = 1e6

interface Contest {
  readonly format: string
  readonly file: string
  readonly ours: () => Promise<number>
  readonly theirs: () => Promise<number>
}

/** Reads a file as a connector does and parses its rows; returns how many there were. */
async function readAs(id: string, file: string): Promise<number> {
  const { connector } = await loadConnector(id)
  const read = rowReader(connector.row)
  const { size } = statSync(file)
  let rows = 0
  for await (const event of readFile({ name: 'f', path: file, bytes: size }, connector.source.format, DEFAULT_LIMITS)) {
    if (event.type !== 'batch') continue
    for (const found of event.batch.rows) if ('row' in found) read(found.row)
    rows += event.batch.rows.length
  }
  return rows
}

async function readBare(file: string): Promise<number> {
  let rows = 0
  const parser = createReadStream(file, { highWaterMark: 1 << 20 }).pipe(parse({ bom: true }))
  parser.on('data', () => {
    rows++
  })
  await finished(parser)
  // Its first record is the header.
  return rows - 1
}

async function readLines(file: string): Promise<number> {
  let rows = 0
  for await (const line of createInterface({ input: createReadStream(file, { highWaterMark: 1 << 20 }) })) {
    JSON.parse(line)
    rows++
  }
  return rows
}

/** The same row of the register again and again, each with a number of its own. */
async function writeFacilities(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file)
  const { directory } = await loadConnector('tw_moenv_prtr_facilities')
  const sample = createInterface({ input: createReadStream(join(directory, 'sample.ndjson')) })
  const [line = '{}'] = await sample[Symbol.asyncIterator]()
    .next()
    .then(({ value }) => [String(value)])
  const row: unknown = JSON.parse(line)
  for (let number = 0; number < rows; number++) {
    const text = JSON.stringify({ ...Object(row), 管制編號: `A${String(number).padStart(7, '0')}` })
    if (!out.write(`${text}\n`)) await once(out, 'drain')
  }
  out.end()
  await finished(out)
}

async function timed(work: () => Promise<number>, rows: number): Promise<number> {
  const begin = performance.now()
  const read = await work()
  if (read !== rows) throw new Error(`${read} rows were read, and ${rows} were written`)
  return (performance.now() - begin) / 1000
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

const rows = numberAfter('--rows', 300_000)
const rounds = numberAfter('--rounds', 3)
const work = mkdtempSync(join(tmpdir(), 'riskledger-reading-'))
try {
  const [csvFile, linesFile] = [join(work, 'penalties.csv'), join(work, 'facilities.ndjson')]
  await writePenalties(csvFile, rows)
  await writeFacilities(linesFile, rows)
  const contests: readonly Contest[] = [
    { format: 'csv', file: csvFile, ours: () => readAs('cn_credit_penalty', csvFile), theirs: () => readBare(csvFile) },
    {
      format: 'ndjson',
      file: linesFile,
      ours: () => readAs('tw_moenv_prtr_facilities', linesFile),
      theirs: () => readLines(linesFile),
    },
  ]
  for (const { format, file, ours, theirs } of contests) {
    const seconds = { ours: [] as number[], theirs: [] as number[] }
    const count = await theirs()
    for (let round = 0; round < rounds; round++) {
      seconds.ours.push(await timed(ours, count))
      seconds.theirs.push(await timed(theirs, count))
    }
    const megabytes = statSync(file).size / MB
    const speed = (of: readonly number[]) => `${(megabytes / mean(of)).toFixed(0)} MB/s`
    process.stdout.write(
      `${format}: ${count} rows, ${megabytes.toFixed(0)} MB: riskledger ${speed(seconds.ours)}, the other ${speed(seconds.theirs)}, ` +
        `ratio ${(mean(seconds.theirs) / mean(seconds.ours)).toFixed(2)}\n`,
    )
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
