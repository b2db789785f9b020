/** Workbooks (.xlsx, ECMA-376): which sheets there are, and what their cells need to be understood. */
import { posix } from 'node:path'
import type { SharedStrings } from './shared_strings.js'
import { type Shows, showsOf, unescaped } from './sheet_cells.js'
import type { Broken, ByteChunk } from './source.js'
import { attributeOf, type XmlHandler, XmlReader } from './xml_reader.js'
import type { ZipArchive, ZipEntry } from './zip.js'
import { shownName } from './zip_names.js'

export interface Workbook {
  /** In the order of the workbook, hidden ones among them; those of charts and macros are left out. */
  readonly sheets: readonly { readonly name: string; readonly entry: ZipEntry }[]
  readonly strings: ZipEntry | undefined
  readonly styles: ZipEntry | undefined
  /** Days are counted from 1904 on and not from 1900. */
  readonly date1904: boolean
  /** What each style of a cell shows, by its number. */
  readonly shows: readonly Shows[]
}

/** More of anything than a workbook has: sheets, relationships, formats. */
const MOST = 1 << 17
/** Characters of one shared string; a cell of any program holds 32,767. */
const MAX_STRING_CHARS = 2 ** 23
const CONTENT_TYPES = '[content_types].xml'

/** Whether an archive is an Office document. */
export function isOffice(archive: ZipArchive): boolean {
  return archive.entries.some(({ name }) => name.toLowerCase() === CONTENT_TYPES)
}

/** Reads what a workbook says of itself. Faults: file_workbook; file_binary if it is another kind of document. */
export async function readWorkbook(archive: ZipArchive): Promise<Workbook | Broken> {
  const byName = new Map(archive.entries.map((entry) => [entry.name.toLowerCase(), entry]))
  const root = await relationsOf(archive, byName, '')
  if ('fault' in root) return root
  const main = root.targets.find(({ type }) => type === 'officeDocument')?.target
  const entry = main === undefined ? undefined : byName.get(main.toLowerCase())
  if (main === undefined || entry === undefined) return broken('it names no document')
  if (!/\.xml$/i.test(main)) {
    const message = `the file is an Office document with ${main}; save it as .xlsx, or its sheets as CSV in UTF-8`
    return { fault: { fault: 'file_binary', message } }
  }
  const listed: { name: string; id: string }[] = []
  let date1904 = false
  const fault = await walk(archive, entry, {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = /^(1|true|on)$/.test(attributeOf(attributes, 'date1904') ?? '')
      if (name !== 'sheet' || listed.length >= MOST) return
      listed.push({ name: attributeOf(attributes, 'name') ?? '', id: attributeOf(attributes, 'id') ?? '' })
    },
  })
  if (fault !== undefined) return fault
  if (listed.length === 0) return { fault: { fault: 'file_binary', message: 'the Office document has no sheets' } }
  const relations = await relationsOf(archive, byName, main)
  if ('fault' in relations) return relations
  const ofType = (type: string) => relations.targets.find((relation) => relation.type === type)?.target.toLowerCase()
  const sheets: { name: string; entry: ZipEntry }[] = []
  for (const { name, id } of listed) {
    const relation = relations.targets.find((one) => one.id === id)
    if (relation !== undefined && relation.type !== 'worksheet') continue
    const found = relation === undefined ? undefined : byName.get(relation.target.toLowerCase())
    if (found === undefined) return broken(`the sheet ${shownName(name)} is missing`)
    sheets.push({ name: shownName(name), entry: found })
  }
  const styles = byName.get(ofType('styles') ?? '')
  const shows = styles === undefined ? [] : await showsIn(archive, styles)
  if ('fault' in shows) return shows
  return { sheets, strings: byName.get(ofType('sharedStrings') ?? ''), styles, date1904, shows }
}

/** Reads an entry of a workbook as XML; gives why it could not be read to its end. */
async function walk(archive: ZipArchive, entry: ZipEntry, handler: Partial<XmlHandler>): Promise<Broken | undefined> {
  if (entry.refused !== undefined) return { fault: entry.refused }
  const none = () => {}
  return walkXml(archive.read(entry), entry.name, { open: none, close: none, text: none, ...handler })
}

async function walkXml(
  chunks: AsyncIterable<ByteChunk | Broken>,
  name: string,
  handler: XmlHandler,
): Promise<Broken | undefined> {
  const xml = new XmlReader(handler)
  for await (const chunk of chunks) {
    if ('fault' in chunk) return chunk
    xml.feed(chunk.bytes)
    if (xml.fault !== undefined) break
  }
  xml.end()
  return xml.fault === undefined ? undefined : broken(`${name} is no XML of a workbook: ${xml.fault}`)
}

interface Relation {
  readonly id: string
  /** The last word of its type: the words before it differ between versions of the standard. */
  readonly type: string
  readonly target: string
}

/** What a part of a document refers to; '' is the document itself. */
async function relationsOf(
  archive: ZipArchive,
  byName: ReadonlyMap<string, ZipEntry>,
  part: string,
): Promise<{ readonly targets: readonly Relation[] } | Broken> {
  const folder = posix.dirname(part)
  const path = posix.join(folder, '_rels', `${posix.basename(part)}.rels`)
  const entry = byName.get(path.toLowerCase())
  if (entry === undefined) return broken(`${path} is missing`)
  const targets: Relation[] = []
  const fault = await walk(archive, entry, {
    open(name, attributes) {
      if (name !== 'Relationship' || targets.length >= MOST) return
      const target = (attributes['Target'] ?? '').replaceAll('\\', '/')
      targets.push({
        id: attributes['Id'] ?? '',
        type: attributes['Type']?.split('/').at(-1) ?? '',
        target: target.startsWith('/') ? target.slice(1) : posix.join(folder, target),
      })
    },
  })
  return fault ?? { targets }
}

/** What each style of a cell shows: the styles name a format by id, and those of the workbook itself have a code. */
async function showsIn(archive: ZipArchive, styles: ZipEntry): Promise<readonly Shows[] | Broken> {
  const codes = new Map<number, string>()
  const formats: number[] = []
  let ofCells = false
  const fault = await walk(archive, styles, {
    open(name, attributes) {
      if (name === 'cellXfs') ofCells = true
      const id = Number(attributes['numFmtId'] ?? 0)
      if (name === 'numFmt' && codes.size < MOST) codes.set(id, attributes['formatCode'] ?? '')
      if (name === 'xf' && ofCells && formats.length < MOST) formats.push(id)
    },
    close(name) {
      if (name === 'cellXfs') ofCells = false
    },
  })
  return fault ?? formats.map((id) => showsOf(id, codes.get(id)))
}

/** Adds the shared strings of a workbook in their order. Runs of a rich text are joined; how it is pronounced is left out. */
export async function addStrings(
  archive: ZipArchive,
  entry: ZipEntry,
  strings: SharedStrings,
): Promise<Broken | undefined> {
  let text = ''
  let inText = false
  let phonetic = false
  let tooLong = false
  const fault = await walk(archive, entry, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') phonetic = true
      else if (name === 't') inText = !phonetic
    },
    text(found) {
      if (!inText || tooLong) return
      text += found
      tooLong = text.length > MAX_STRING_CHARS
    },
    close(name) {
      if (name === 't') inText = false
      else if (name === 'rPh') phonetic = false
      else if (name === 'si') strings.add(unescaped(text))
    },
  })
  if (fault !== undefined || !tooLong) return fault
  return broken(`a shared string has more than ${MAX_STRING_CHARS} characters`)
}

function broken(reason: string): Broken {
  return { fault: { fault: 'file_workbook', message: `the workbook cannot be read: ${reason}` } }
}
