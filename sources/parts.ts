/**
 * What is in files: archives are taken apart into their entries and workbooks into their sheets, each a source of its own with a
 * name such as `z.zip/一月.csv` or `p500.xlsx/Sheet1`, and known by its own content. What cannot be taken apart, or is refused,
 * is told beside the good parts. Gzip is no container: a compressed file is one file.
 */
import { createHash, type Hash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { decode } from './decode.js'
import { fingerprint, readFile, type SourceFile } from './files.js'
import { gunzip } from './gzip.js'
import { mergedCellsOf } from './merged_cells.js'
import { hasCells, sheetText } from './sheet_text.js'
import {
  type Broken,
  type ByteChunk,
  DEFAULT_LIMITS,
  type FileFaultReport,
  type Format,
  type ReadLimits,
  type SourceEvent,
} from './source.js'
import { Spool } from './spool.js'
import { isOffice, readWorkbook, type Workbook } from './workbook.js'
import { type Expansion, isZip, ZipArchive, type ZipEntry } from './zip.js'

/** Something that is read as one file: a plain file, an entry of an archive, or a sheet of a workbook. */
export interface SourcePart extends SourceFile {
  /**
   * The SHA-256 of its content, in hex: an entry is the same source as a plain file of the same bytes. Of a sheet, of all in the
   * workbook that its rows come from. A part that is damaged is known by its file and name.
   * Throws LedgerError source_unreadable when the file itself cannot be read.
   */
  fingerprint(): Promise<string>
  /** As `readFile`. */
  read(limits: ReadLimits): AsyncGenerator<SourceEvent>
  /** Of a sheet that was read: how many of its cells are formulas, whose values may be older than what they are made of. */
  formulas?(): number
}

/** Something in a file that is not read, and why. */
export interface RefusedPart {
  /** The file on disk that holds it. */
  readonly file: SourceFile
  /** As a part would be named. */
  readonly name: string
  readonly fault: FileFaultReport
}

export interface Parts {
  /** In the order of the files, and of what is in them. */
  readonly parts: readonly (SourcePart | RefusedPart)[]
  /** Removes what had to be unpacked to be read; parts can be read until then. */
  close(): Promise<void>
}

/** A container: where its bytes are, how it is named, and the file on disk that it is or lies in. */
interface Container {
  readonly path: string
  readonly bytes: number
  readonly shown: SourceFile
  readonly file: SourceFile
  readonly depth: number
}

/** An archive may lie in another, and a workbook in an archive. */
const MAX_DEPTH = 1

/**
 * Takes files apart for a format. A file that cannot be opened is a part all the same: reading it tells why.
 * Throws LedgerError disk_full when an archive within another cannot be unpacked.
 */
export async function openParts(
  files: readonly SourceFile[],
  format: Format,
  limits: Pick<ReadLimits, 'expandedBytes' | 'expansionRatio'>,
): Promise<Parts> {
  const spool = new Spool()
  try {
    const parts: (SourcePart | RefusedPart)[] = []
    for (const file of files) {
      const expansion: Expansion = { leftBytes: limits.expandedBytes, ratio: limits.expansionRatio }
      const container = { path: file.path, bytes: file.bytes, shown: file, file, depth: 0 }
      if (isZip(await headOf(file.path))) parts.push(...(await partsOf(container, format, expansion, spool)))
      else parts.push(plainPart(file, format))
    }
    return { parts, close: () => spool.close() }
  } catch (error) {
    await spool.close()
    throw error
  }
}

async function headOf(path: string): Promise<Uint8Array> {
  try {
    const handle = await open(path)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch {
    return new Uint8Array(0)
  }
}

function plainPart(file: SourceFile, format: Format): SourcePart {
  return { ...file, fingerprint: () => fingerprint(file), read: (limits) => readFile(file, format, limits) }
}

async function partsOf(
  container: Container,
  format: Format,
  expansion: Expansion,
  spool: Spool,
): Promise<(SourcePart | RefusedPart)[]> {
  const { shown, file, depth } = container
  const refuse = (fault: FileFaultReport) => [{ file, name: shown.name, fault }]
  const archive = await ZipArchive.open(container.path, container.bytes, expansion)
  if ('fault' in archive) return refuse(archive.fault)
  if (isOffice(archive)) return sheetsOf(container, archive, format, spool)
  const entries = archive.entries.filter(({ beside }) => !beside)
  if (entries.length === 0) return refuse({ fault: 'file_empty', message: 'the archive holds no file' })
  const parts: (SourcePart | RefusedPart)[] = []
  for (const entry of entries) {
    const place = within(shown, entry.name, entry.bytes)
    if (entry.refused !== undefined) {
      parts.push({ file, name: place.name, fault: entry.refused })
    } else if (!isZip(await archive.head(entry))) {
      parts.push(entryPart(place, file, archive, entry, format))
    } else if (depth >= MAX_DEPTH) {
      const message = 'it is an archive within an archive within an archive'
      parts.push({ file, name: place.name, fault: { fault: 'file_nested', message } })
    } else {
      const path = await spool.unpack(archive.read(entry))
      if (typeof path !== 'string') parts.push({ file, name: place.name, fault: path.fault })
      else
        parts.push(
          ...(await partsOf(
            { ...container, path, bytes: entry.bytes, shown: place, depth: 1 },
            format,
            expansion,
            spool,
          )),
        )
    }
  }
  return parts
}

function within(outer: SourceFile, name: string, bytes: number): SourceFile {
  return { name: `${outer.name}/${name}`, path: `${outer.path}/${name}`, bytes }
}

function entryPart(
  place: SourceFile,
  file: SourceFile,
  archive: ZipArchive,
  entry: ZipEntry,
  format: Format,
): SourcePart {
  return {
    ...place,
    fingerprint: () =>
      hashOf(file, place.name, createHash('sha256'), [() => gunzip(archive.read(entry), DEFAULT_LIMITS)]),
    read: (limits) => format.read(decode(gunzip(archive.read(entry), limits)), limits),
  }
}

/** The hash of contents one after the other; of the file and the part's name where one of them cannot be read to its end. */
async function hashOf(
  file: SourceFile,
  name: string,
  hash: Hash,
  contents: readonly (() => AsyncIterable<ByteChunk | Broken>)[],
): Promise<string> {
  for (const content of contents) {
    for await (const chunk of content()) {
      if ('fault' in chunk) {
        const whole = await fingerprint(file)
        return createHash('sha256').update(`damaged part\n${whole}\n${name}`).digest('hex')
      }
      hash.update(chunk.bytes)
    }
  }
  return hash.digest('hex')
}

async function sheetsOf(
  { shown, file }: Container,
  archive: ZipArchive,
  format: Format,
  spool: Spool,
): Promise<(SourcePart | RefusedPart)[]> {
  const refuse = (fault: FileFaultReport) => [{ file, name: shown.name, fault }]
  if (format.sheets === undefined) {
    const message = 'the file is an Excel workbook, and the connector reads text of another kind'
    return refuse({ fault: 'file_binary', message })
  }
  const book = await readWorkbook(archive)
  if ('fault' in book) return refuse(book.fault)
  const parts: (SourcePart | RefusedPart)[] = []
  for (const { name, entry } of book.sheets) {
    if (format.sheets.ignored.includes(name)) continue
    const place = within(shown, name, entry.bytes)
    if (entry.refused !== undefined) parts.push({ file, name: place.name, fault: entry.refused })
    else if (await hasCells(archive.read(entry)))
      parts.push(sheetPart(place, file, { archive, book, entry, spool }, format))
  }
  if (parts.length === 0) return refuse({ fault: 'file_empty', message: 'every sheet of the workbook is empty' })
  return parts
}

interface Sheet {
  readonly archive: ZipArchive
  readonly book: Workbook
  readonly entry: ZipEntry
  readonly spool: Spool
}

function sheetPart(place: SourceFile, file: SourceFile, sheet: Sheet, format: Format): SourcePart {
  const { archive, book, entry } = sheet
  const read = (one: ZipEntry) => () => archive.read(one)
  const contents = [entry, book.strings, book.styles].flatMap((one) => (one === undefined ? [] : [read(one)]))
  let formulas = 0
  return {
    ...place,
    fingerprint() {
      const hash = createHash('sha256').update(`sheet\n${book.date1904}\n`)
      return hashOf(file, place.name, hash, contents)
    },
    read: (limits) => readSheet(sheet, format, limits, (found) => (formulas = found)),
    formulas: () => formulas,
  }
}

async function* readSheet(
  { archive, book, entry, spool }: Sheet,
  format: Format,
  limits: ReadLimits,
  counted: (formulas: number) => void,
): AsyncGenerator<SourceEvent> {
  const reading = format.sheets
  if (reading === undefined) throw new Error('a sheet became a part for a format that reads none')
  const strings = await spool.stringsOf(archive, book)
  if ('fault' in strings) return yield { type: 'fault', fault: strings.fault }
  const merged = reading.merged === 'fill' ? await mergedCellsOf(archive.read(entry)) : undefined
  const { shows, date1904 } = book
  yield* reading.read(sheetText(archive.read(entry), { strings, shows, date1904, merged, counted }), limits)
}
