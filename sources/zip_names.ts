/** The names of a zip archive's entries: in which encoding they are, and which of them are refused. */
import { crc32 } from 'node:zlib'
import type { Entry } from 'yauzl'
import type { FileFaultReport } from './source.js'

export interface EntryName {
  /** For people and for the ledger: without control characters, and never longer than a name may be. */
  readonly shown: string
  readonly directory: boolean
  /** It is hidden, or what macOS adds: it stands beside the data, as such files do in a directory. */
  readonly beside: boolean
  readonly refused?: FileFaultReport
}

const MAX_NAME_CHARS = 1000
const UTF8_FLAG = 0x800
/** The Info-ZIP Unicode Path extra field (APPNOTE.TXT, 4.6.9). */
const UNICODE_PATH = 0x7075

/**
 * The name of an entry, with `/` between folders. A name that is absolute, leads upwards, or holds control characters is refused,
 * as is one too long.
 */
export function entryName(entry: Entry): EntryName {
  const found = decodeName(entry)
  const name = found.replaceAll('\\', '/').replace(/(^|\/)(\.\/)+/g, '$1') // some tools write ./name
  const shown = shownName(name)
  const parts = name.split('/')
  const refuse = (message: string): EntryName => ({
    shown,
    directory: false,
    beside: false,
    refused: { fault: 'file_entry', message },
  })
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return refuse('the entry has an absolute name')
  if (parts.includes('..')) return refuse('the name of the entry leads out of the archive')
  if (name === '' || name.length > MAX_NAME_CHARS) return refuse(`the entry has a name of ${name.length} characters`)
  if (shown !== name) return refuse('the name of the entry holds control characters')
  const beside = parts.some((part) => part.startsWith('.') || part === '__MACOSX')
  return { shown, directory: name.endsWith('/'), beside }
}

/** A name as it may be shown and kept, whatever stands in it. */
export function shownName(name: string): string {
  return (
    name
      .slice(0, MAX_NAME_CHARS)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0000-\u001f\u007f-\u009f]/g, '\uFFFD')
      .toWellFormed()
  )
}

/**
 * Names are UTF-8 where the archive says so, and often where it does not; Chinese systems write them in GB18030. What is
 * neither is read as code page 437 by the standard, of which only ASCII is common: other bytes show as U+FFFD.
 */
function decodeName(entry: Entry): string {
  const raw = entry.fileNameRaw
  const unicode = entry.extraFields.find(({ id }) => id === UNICODE_PATH)?.data
  if (unicode !== undefined && unicode.length > 5 && unicode[0] === 1 && unicode.readUInt32LE(1) === crc32(raw)) {
    return strictly(unicode.subarray(5), 'utf-8') ?? lossy(unicode.subarray(5))
  }
  if ((entry.generalPurposeBitFlag & UTF8_FLAG) !== 0) return lossy(raw)
  return strictly(raw, 'utf-8') ?? strictly(raw, 'gb18030') ?? lossy(raw)
}

function strictly(bytes: Buffer, encoding: 'utf-8' | 'gb18030'): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function lossy(bytes: Buffer): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
