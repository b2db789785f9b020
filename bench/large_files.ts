/**
 * Memory and time of reading large files, from the file to rows and no further.
 *
 *     node bin/build.js
 *     node dist/bench/large_files.js --make xlsx --megabytes 300 --file /tmp/large.xlsx
 *     node dist/bench/large_files.js --read /tmp/large.xlsx
 *
 * `--make csv` writes delimited text, `--make shared` a workbook whose texts are all shared strings, and all different. What is
 * written does not compress well, so that the workbook is no easier than a real one. The reader prints one line of JSON.
 */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'
import { csv } from '../sources/csv.js'
import { listFiles } from '../sources/files.js'
import { openParts } from '../sources/parts.js'
import { DEFAULT_LIMITS } from '../sources/source.js'
import { numberAfter, textAfter } from './options.js'

const COLUMNS = ['number', 'name', 'document', 'facts', 'basis', 'fine', 'date', 'authority']
const format = csv({
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

async function makeCsv(path: string, bytes: number): Promise<void> {
  const out = createWriteStream(path)
  async function* text() {
    yield `${COLUMNS.join(',')}\n`
    for (let number = 1; out.bytesWritten < bytes; number++) yield `${rowOf(number).join(',')}\n`
  }
  await pipeline(Readable.from(text()), out)
}

const cellOf = (text: string) =>
  /^[\d.]+$/.test(text) ? `<c><v>${text}</v></c>` : `<c t="inlineStr"><is><t>${text}</t></is></c>`

function* sheetXml(rows: number, shared: boolean): Generator<string> {
  yield '<worksheet><sheetData>'
  yield `<row>${COLUMNS.map(cellOf).join('')}</row>`
  let next = 0
  for (let number = 1; number <= rows; number++) {
    const cells = rowOf(number)
    yield `<row>${cells.map((text) => (shared && !/^[\d.]+$/.test(text) ? `<c t="s"><v>${next++}</v></c>` : cellOf(text))).join('')}</row>`
  }
  yield '</sheetData></worksheet>'
}

function* stringsXml(rows: number): Generator<string> {
  yield '<sst>'
  for (let number = 1; number <= rows; number++) {
    for (const text of rowOf(number)) if (!/^[\d.]+$/.test(text)) yield `<si><t>${text}</t></si>`
  }
  yield '</sst>'
}

/** Writes a workbook entry by entry, as a stream; a sheet holds at most a million rows, which some 900 MB are. */
async function makeXlsx(path: string, bytes: number, shared: boolean): Promise<void> {
  const rows = Math.min(1_000_000, Math.ceil(bytes / 440))
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const relation = (name: string, target: string) =>
    `<Relationship Id="${name}" Type="${type}/${name}" Target="${target}"/>`
  const sheets = '<workbook><sheets><sheet name="Sheet1" sheetId="1" r:id="worksheet"/></sheets></workbook>'
  const entries: [string, Iterable<string>][] = [
    ['[Content_Types].xml', ['<Types/>']],
    ['_rels/.rels', [`<Relationships>${relation('officeDocument', 'xl/workbook.xml')}</Relationships>`]],
    ['xl/workbook.xml', [sheets]],
    [
      'xl/_rels/workbook.xml.rels',
      [
        `<Relationships>${relation('worksheet', 'sheet1.xml')}${relation('sharedStrings', 'strings.xml')}</Relationships>`,
      ],
    ],
    ['xl/sheet1.xml', sheetXml(rows, shared)],
    ['xl/strings.xml', shared ? stringsXml(rows) : ['<sst/>']],
  ]
  const out = createWriteStream(path)
  const listed: Buffer[] = []
  let at = 0
  const write = (chunk: Buffer) => {
    at += chunk.length
    return out.write(chunk) ? undefined : new Promise<void>((resolve) => out.once('drain', resolve))
  }
  for (const [name, content] of entries) {
    const begin = at
    const fixed = Buffer.alloc(26)
    fixed.writeUInt16LE(20, 0)
    fixed.writeUInt16LE(8, 2) // sizes stand behind the data and in the directory
    fixed.writeUInt16LE(8, 4)
    fixed.writeUInt16LE(name.length, 22)
    await write(Buffer.concat([Buffer.from('PK\x03\x04'), fixed, Buffer.from(name)]))
    const dataBegin = at
    let [sum, size] = [0, 0]
    async function* measured() {
      let waiting = ''
      for (const text of content) {
        waiting += text
        if (waiting.length < 1 << 16) continue
        yield measure(waiting)
        waiting = ''
      }
      yield measure(waiting)
    }
    const measure = (text: string) => {
      const chunk = Buffer.from(text)
      sum = crc32(chunk, sum)
      size += chunk.length
      return chunk
    }
    for await (const chunk of Readable.from(measured()).pipe(createDeflateRaw({ level: 1 }))) await write(chunk)
    fixed.writeUInt32LE(sum, 10)
    fixed.writeUInt32LE(at - dataBegin, 14)
    fixed.writeUInt32LE(size, 18)
    await write(Buffer.concat([Buffer.from('PK\x07\x08'), fixed.subarray(10, 22)]))
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(begin, 10)
    listed.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), fixed, rest, Buffer.from(name)]))
  }
  const directory = Buffer.concat(listed)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(listed.length, 8)
  end.writeUInt16LE(listed.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  out.end(Buffer.concat([directory, end]))
  await finished(out)
}

async function measure(path: string): Promise<void> {
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
  console.log(JSON.stringify({ path, megabytes, rows, seconds, peak_resident_mb: peak, faults }))
}

const made = textAfter('--make')
const file = textAfter('--file') ?? '/tmp/riskledger-large'
const bytes = numberAfter('--megabytes', 300) * 1e6
if (made === 'csv') await makeCsv(file, bytes)
else if (made !== undefined) await makeXlsx(file, bytes, made === 'shared')
const read = textAfter('--read')
if (read !== undefined) await measure(read)
