/** Zip archives and workbooks for tests and for the fuzzer, written by hand so that they may also be wrong. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface Packed {
  readonly name: string | Buffer
  readonly content: string | Uint8Array
  readonly stored?: boolean
  /** The packed content, where it is not worth packing it each time. */
  readonly deflated?: Buffer
  readonly flags?: number
  readonly mode?: number
  /** What the archive says of the entry instead of the truth. */
  readonly extra?: Buffer
  readonly claims?: { readonly bytes?: number; readonly crc?: number; readonly method?: number }
}

/** A zip archive (APPNOTE.TXT) of entries, in their order. */
export function zip(entries: readonly Packed[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const content = Buffer.from(entry.content)
    const data = entry.deflated ?? (entry.stored === true ? content : deflateRawSync(content))
    const fixed = Buffer.alloc(26)
    fixed.writeUInt16LE(20, 0)
    fixed.writeUInt16LE(entry.flags ?? (typeof entry.name === 'string' ? 0x800 : 0), 2)
    fixed.writeUInt16LE(entry.claims?.method ?? (entry.stored === true ? 0 : 8), 4)
    fixed.writeUInt32LE(entry.claims?.crc ?? crc32(content), 10)
    fixed.writeUInt32LE(data.length, 14)
    fixed.writeUInt32LE(entry.claims?.bytes ?? content.length, 18)
    fixed.writeUInt16LE(name.length, 22)
    const extra = entry.extra ?? Buffer.alloc(0)
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), fixed, name, data])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(((entry.mode ?? 0o100644) * 0x10000) >>> 0, 6)
    rest.writeUInt32LE(at, 10)
    // The extra field stands in the directory alone.
    const listedFixed = Buffer.from(fixed)
    listedFixed.writeUInt16LE(extra.length, 24)
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), listedFixed, rest, name, extra)
    files.push(file)
    at += file.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...files, listed, end])
}

export interface Sheet {
  readonly name: string
  /** The rows as XML, or texts to be shared or written in place. */
  readonly rows: string | readonly (readonly string[])[]
  /** XML behind the rows. */
  readonly behind?: string
  readonly hidden?: boolean
}

export interface Book {
  readonly sheets: readonly Sheet[]
  readonly date1904?: boolean
  /** Shared strings as XML items; texts of rows are added to them where `shared`. */
  readonly strings?: readonly string[]
  readonly shared?: boolean
  /** Codes of the number formats of styles 1, 2, …; a number is a built-in format. */
  readonly formats?: readonly (string | number)[]
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook as spreadsheet programs write it. */
export function xlsx(book: Book): Buffer {
  return zip(xlsxEntries(book))
}

/** The entries of a workbook, to be changed before they are packed. */
export function xlsxEntries(book: Book): Packed[] {
  const strings = [...(book.strings ?? [])]
  const sheets = book.sheets.map((sheet, index) => ({
    name: `xl/worksheets/sheet${index + 1}.xml`,
    content: `${XML}<worksheet><sheetData>${
      typeof sheet.rows === 'string' ? sheet.rows : rowsXml(sheet.rows, book.shared === true ? strings : undefined)
    }</sheetData>${sheet.behind ?? ''}</worksheet>`,
  }))
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATIONSHIPS}/${type}" Target="${target}"/>`
  const relations = book.sheets.map((_, at) => relation(`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`))
  const listed = book.sheets.map(
    ({ name, hidden }, at) =>
      `<sheet name="${escaped(name)}" sheetId="${at + 1}"${hidden === true ? ' state="veryHidden"' : ''} r:id="rId${at + 1}"/>`,
  )
  return [
    { name: '[Content_Types].xml', content: `${XML}<Types/>` },
    {
      name: '_rels/.rels',
      content: `${XML}<Relationships>${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${XML}<workbook><workbookPr${book.date1904 === true ? ' date1904="1"' : ''}/><sheets>${listed.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${XML}<Relationships>${relations.join('')}${relation('rIdA', 'sharedStrings', 'sharedStrings.xml')}${relation('rIdB', 'styles', '/xl/styles.xml')}</Relationships>`,
    },
    { name: 'xl/styles.xml', content: `${XML}${stylesXml(book.formats ?? [])}` },
    ...sheets,
    { name: 'xl/sharedStrings.xml', content: `${XML}<sst>${strings.join('')}</sst>` },
  ]
}

function stylesXml(formats: readonly (string | number)[]): string {
  const own = formats.flatMap((format, at) =>
    typeof format === 'number' ? [] : [`<numFmt numFmtId="${164 + at}" formatCode="${escaped(format)}"/>`],
  )
  const styles = formats.map((format, at) => `<xf numFmtId="${typeof format === 'number' ? format : 164 + at}"/>`)
  return `<styleSheet><numFmts>${own.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs></styleSheet>`
}

/** Rows of texts; an empty text is no cell at all. */
function rowsXml(rows: readonly (readonly string[])[], strings: string[] | undefined): string {
  const cell = (text: string, row: number, column: number) => {
    const place = `${columnName(column)}${row + 1}`
    if (text === '') return ''
    const inline = `<t xml:space="preserve">${escaped(text)}</t>`
    if (strings === undefined) return `<c r="${place}" t="inlineStr"><is>${inline}</is></c>`
    strings.push(`<si>${inline}</si>`)
    return `<c r="${place}" t="s"><v>${strings.length - 1}</v></c>`
  }
  return rows
    .map((cells, row) => `<row r="${row + 1}">${cells.map((text, column) => cell(text, row, column)).join('')}</row>`)
    .join('')
}

export function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last
}

function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '_x000D_')
}
