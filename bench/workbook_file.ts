/** Writes workbooks of any size, entry by entry, as a stream. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const NAMESPACES = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${RELATIONSHIPS}"`
/** Characters that are packed at once. */
const CHUNK_CHARS = 1 << 16

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const isNumber = (text: string) => /^(0|[1-9]\d{0,14})(\.\d{1,6})?$/.test(text)

/**
 * Writes a workbook with one sheet: a header, and rows of texts, of which those that are numbers are written as such. `shared`: texts stand in the list of
 * shared strings, each for itself; `rows` is then called twice, and has to give the same.
 */
export async function writeWorkbook(
  path: string,
  header: readonly string[],
  rows: () => Iterable<readonly string[]>,
  shared = false,
): Promise<void> {
  const relation = (name: string, target: string) =>
    `<Relationship Id="${name}" Type="${RELATIONSHIPS}/${name}" Target="${target}"/>`
  const relations = (text: string) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${text}</Relationships>`
  const part = (name: string, kind: string) =>
    `<Override PartName="/xl/${name}.xml" ContentType="${CONTENT}.${kind}+xml"/>`
  const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('workbook', 'sheet.main')}${part('worksheets/sheet1', 'worksheet')}${part('sharedStrings', 'sharedStrings')}${part('styles', 'styles')}</Types>`
  const inside = relation('worksheet', 'worksheets/sheet1.xml') + relation('sharedStrings', 'sharedStrings.xml')
  await writeZip(path, [
    ['[Content_Types].xml', [types]],
    ['_rels/.rels', [relations(relation('officeDocument', 'xl/workbook.xml'))]],
    [
      'xl/workbook.xml',
      [`<workbook ${NAMESPACES}><sheets><sheet name="Sheet1" sheetId="1" r:id="worksheet"/></sheets></workbook>`],
    ],
    ['xl/_rels/workbook.xml.rels', [relations(inside + relation('styles', 'styles.xml'))]],
    ['xl/styles.xml', [`<styleSheet ${NAMESPACES}><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>`]],
    ['xl/sharedStrings.xml', shared ? stringsXml(header, rows()) : [`<sst ${NAMESPACES}/>`]],
    ['xl/worksheets/sheet1.xml', sheetXml(header, rows(), shared)],
  ])
}

function* sheetXml(header: readonly string[], rows: Iterable<readonly string[]>, shared: boolean): Generator<string> {
  yield `<worksheet ${NAMESPACES}><sheetData>`
  let strings = 0
  const rowXml = (cells: readonly string[], number: number) => {
    const xml = cells.map((text, column) => {
      const place = `r="${columnName(column)}${number}"`
      if (text === '') return ''
      if (isNumber(text)) return `<c ${place}><v>${text}</v></c>`
      if (shared) return `<c ${place} t="s"><v>${strings++}</v></c>`
      return `<c ${place} t="inlineStr"><is><t>${escaped(text)}</t></is></c>`
    })
    return `<row r="${number}">${xml.join('')}</row>`
  }
  let number = 1
  yield rowXml(header, number++)
  for (const cells of rows) yield rowXml(cells, number++)
  yield '</sheetData></worksheet>'
}

function* stringsXml(header: readonly string[], rows: Iterable<readonly string[]>): Generator<string> {
  yield `<sst ${NAMESPACES}>`
  const items = (cells: readonly string[]) =>
    cells.map((text) => (text === '' || isNumber(text) ? '' : `<si><t>${escaped(text)}</t></si>`)).join('')
  yield items(header)
  for (const cells of rows) yield items(cells)
  yield '</sst>'
}

/** At most 26 columns. */
function columnName(column: number): string {
  if (column > 25) throw new Error('more columns than letters')
  return String.fromCharCode(65 + column)
}

/** Packs entries into an archive (APPNOTE.TXT) without ever holding one of them. */
async function writeZip(path: string, entries: readonly (readonly [string, Iterable<string>])[]): Promise<void> {
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
    const measured = (text: string) => {
      const chunk = Buffer.from(text)
      sum = crc32(chunk, sum)
      size += chunk.length
      return chunk
    }
    async function* chunks() {
      let waiting = ''
      for (const text of content) {
        waiting += text
        if (waiting.length < CHUNK_CHARS) continue
        yield measured(waiting)
        waiting = ''
      }
      yield measured(waiting)
    }
    for await (const chunk of Readable.from(chunks()).pipe(createDeflateRaw({ level: 1 }))) await write(chunk)
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
