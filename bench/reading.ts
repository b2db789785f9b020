/**
 * Reading speed beside a well-known reader of the same format, in turns in one run. Ours decodes, finds broken rows, keeps the exact text and the line of each
 * row, and parses every cell with a connector's schema; theirs does what is said in the table, and checks nothing. Both have to find the same number of rows.
 * Speeds are for seconds of CPU time, so that whoever else works on the machine does not blur them; the report holds the best rounds by the clock too.
 *
 *     npm run bench:reading -- [--rows 300000] [--rounds 3] [--formats csv,ndjson,…]
 *
 * XLSX is compared with exceljs where that is installed: `npm install --no-save exceljs@4.4.0`. All formats together write bench/results/reading.json.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../core/paths.js'
import { loadConnector } from '../pipelines/registry.js'
import { rowReader } from '../schemas/row.js'
import { listFiles } from '../sources/files.js'
import { fixedWidth } from '../sources/fixed_width.js'
import { html } from '../sources/html.js'
import { jsonRecords } from '../sources/json.js'
import { openParts } from '../sources/parts.js'
import { DEFAULT_LIMITS, type Format } from '../sources/source.js'
import { xml } from '../sources/xml.js'
import { machineNow } from './machine.js'
import { numberAfter, someAfter } from './options.js'
import { PENALTY_COLUMNS, penaltyRows, writePenalties } from './penalties.js'
import { CODES, WIDTHS, writeDocument, writeFacilities, writeFixed, writeHtml, writeXml } from './reading_files.js'
import * as peers from './reading_peers.js'
import { writeWorkbook } from './workbook_file.js'

const MB = 1e6
/** Rows that the schema takes at least: the benchmark's data hold few broken ones, and else it would measure refusals. */
const LEAST_PARSED = 0.98
const FORMATS = ['csv', 'ndjson', 'xml', 'xlsx', 'html', 'fixed_width', 'json_document'] as const
const PENALTIES = 'cn_credit_penalty'

interface Contest {
  /** How many of the rows, 1 / share: a document is held in memory, and no page has a million rows. */
  readonly share: number
  readonly write: (file: string, rows: number) => Promise<void>
  readonly connector: string
  /** Where it is not the connector's own. */
  readonly format?: Format
  readonly other: string
  readonly theirs: ((file: string) => Promise<number>) | undefined
}

const columns = Object.fromEntries(CODES.map((code, at) => [code, [PENALTY_COLUMNS[at] ?? code]]))
const places = CODES.map((code, at) => {
  const begin = WIDTHS.slice(0, at).reduce((sum, width) => sum + width, 0)
  return [code, { begin, length: WIDTHS[at] ?? 0 }] as const
})
const CONTESTS: Readonly<Record<(typeof FORMATS)[number], Contest>> = {
  csv: {
    share: 1,
    write: writePenalties,
    connector: PENALTIES,
    other: 'csv-parse, bare stream: arrays of strings',
    theirs: peers.csvParse,
  },
  ndjson: {
    share: 1,
    write: writeFacilities,
    connector: 'tw_moenv_prtr_facilities',
    other: 'readline and JSON.parse: objects',
    theirs: peers.readlineJson,
  },
  xml: {
    share: 3,
    write: writeXml,
    connector: PENALTIES,
    format: xml({ row: 'RESULTS/PENALTY', columns: Object.fromEntries(CODES.map((code) => [code, [code]])) }),
    other: 'saxes, bare, the parser that ours is made of: objects of strings',
    theirs: (file) => peers.saxes(file, 'PENALTY'),
  },
  xlsx: {
    share: 3,
    write: (file, rows) => writeWorkbook(file, PENALTY_COLUMNS, () => penaltyRows(rows)),
    connector: PENALTIES,
    other: 'exceljs, stream reader: arrays of values',
    theirs: await peers.excelJs(),
  },
  html: {
    share: 10,
    write: writeHtml,
    connector: PENALTIES,
    format: html({ table: { id: 'penalties' }, columns, required: ['CF_XDR_MC'] }),
    other: 'parse5, a tree of the page: arrays of strings',
    theirs: peers.parse5,
  },
  fixed_width: {
    share: 1,
    write: writeFixed,
    connector: PENALTIES,
    format: fixedWidth({ columns: Object.fromEntries(places), measure: 'characters' }),
    other: 'readline and slices: arrays of strings',
    theirs: (file) => peers.readlineSlices(file, WIDTHS),
  },
  json_document: {
    share: 3,
    write: writeDocument,
    connector: PENALTIES,
    format: jsonRecords({ path: ['data', 'penalties'] }),
    other: 'stream-json, pick and streamArray: objects',
    theirs: peers.streamJson,
  },
}

/** Reads a file as a connector does and parses its rows; returns how many there were. */
async function readAs(file: string, contest: Contest): Promise<number> {
  const { connector } = await loadConnector(contest.connector)
  const read = rowReader(connector.row)
  const opened = await openParts(await listFiles(file), contest.format ?? connector.source.format, DEFAULT_LIMITS)
  let [rows, parsed] = [0, 0]
  for (const part of opened.parts) {
    if ('fault' in part) throw new Error(part.fault.message)
    for await (const event of part.read(DEFAULT_LIMITS)) {
      if (event.type === 'fault') throw new Error(event.fault.message)
      if (event.type !== 'batch') continue
      for (const found of event.batch.rows) if ('row' in found && read(found.row) !== undefined) parsed++
      rows += event.batch.rows.length
    }
  }
  await opened.close()
  if (parsed < LEAST_PARSED * rows) throw new Error(`of ${rows} rows the schema took ${parsed}`)
  return rows
}

/** Seconds of CPU time, of all threads, and by the clock. */
interface Seconds {
  readonly cpu: number
  readonly clock: number
}

async function timed(work: () => Promise<number>, rows: number): Promise<Seconds> {
  const begin = performance.now()
  const used = process.cpuUsage()
  const read = await work()
  if (read !== rows) throw new Error(`${read} rows were read, and ${rows} were written`)
  const { user, system } = process.cpuUsage(used)
  return { cpu: (user + system) / 1e6, clock: (performance.now() - begin) / 1000 }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Both in turns, after a first go of each that does not count. */
async function compared(format: string, contest: Contest, file: string, rows: number, rounds: number) {
  const { other, theirs } = contest
  if (theirs === undefined) return undefined
  const ours = () => readAs(file, contest)
  await contest.write(file, rows)
  const [ourSeconds, theirSeconds]: [Seconds[], Seconds[]] = [[], []]
  await timed(() => theirs(file), rows)
  await timed(ours, rows)
  for (let round = 0; round < rounds; round++) {
    ourSeconds.push(await timed(ours, rows))
    theirSeconds.push(await timed(() => theirs(file), rows))
  }
  const megabytes = statSync(file).size / MB
  const cpu = (of: readonly Seconds[]) => mean(of.map((seconds) => seconds.cpu))
  const tenths = (value: number) => Math.round(10 * value) / 10
  const best = (of: readonly Seconds[]) => tenths(megabytes / Math.min(...of.map(({ clock }) => clock)))
  return {
    format,
    rows,
    megabytes: Math.round(megabytes),
    ours_mb_per_cpu_second: tenths(megabytes / cpu(ourSeconds)),
    theirs_mb_per_cpu_second: tenths(megabytes / cpu(theirSeconds)),
    ratio: Math.round((100 * cpu(theirSeconds)) / cpu(ourSeconds)) / 100,
    ours_best_mb_per_second: best(ourSeconds),
    theirs_best_mb_per_second: best(theirSeconds),
    theirs: other,
  }
}

const rows = numberAfter('--rows', 300_000)
const rounds = numberAfter('--rounds', 3)
const formats = someAfter('--formats', FORMATS)
const work = mkdtempSync(join(tmpdir(), 'riskledger-reading-'))
const say = (text: string) => void process.stdout.write(`${text}\n`)
try {
  const machine = machineNow()
  const lines: NonNullable<Awaited<ReturnType<typeof compared>>>[] = []
  say('riskledger: rows with exact text and line, every cell parsed with the schema of a connector')
  for (const format of formats) {
    const contest = CONTESTS[format]
    const file = join(work, `rows.${format}`)
    const line = await compared(format, contest, file, Math.ceil(rows / contest.share), rounds)
    rmSync(file, { force: true })
    if (line === undefined) {
      say(`${format}: left out, because the other is not installed: ${contest.other}`)
      continue
    }
    lines.push(line)
    say(
      `${format}: ${line.rows} rows, ${line.megabytes} MB: riskledger ${line.ours_mb_per_cpu_second} MB/s, the other ${line.theirs_mb_per_cpu_second} MB/s, ratio ${line.ratio} (${line.theirs})`,
    )
  }
  if (lines.length === FORMATS.length) {
    const report = { ...machine, rounds, ours: 'rows with exact text and line, parsed with a schema', lines }
    writeFileSync(join(ROOT, 'bench/results/reading.json'), `${JSON.stringify(report, null, 2)}\n`)
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
