/**
 * How bytes become rows. A source knows form and never meaning: it drops nothing, and what it cannot read
 * it hands on as a broken row with the place, so that the pipeline can give it a fate.
 */

/** Why a row could not be read from its file. The code is one of ROW_FAULTS. */
export const ROW_FAULTS = {
  row_fields: 'The row has fewer or more fields than the header.',
  row_quote: 'A quoted field is never closed, or text follows a closing quote.',
  row_too_large: 'The row is longer than a row may be.',
  row_nul: 'The row contains a NUL byte.',
  row_encoding: 'The row contains bytes that are not text in the encoding of the file.',
  row_json: 'The line is not one JSON object.',
  row_formula: 'A cell of the row is a formula without a value.',
  row_rounded: 'A cell of the row is a number of more digits than spreadsheet programs keep.',
  row_length: 'The line is not as long as its columns are declared.',
  row_xml: 'The element of the row holds what XML does not allow, or more than a row may.',
} as const
export type RowFault = keyof typeof ROW_FAULTS

/** Why a file (or the rest of it) could not be read. */
export const FILE_FAULTS = {
  file_empty: 'The file holds no bytes, or nothing but blank lines.',
  file_header: 'The header lacks required columns, repeats a column, or cannot be read.',
  file_encoding: 'The file is neither UTF-8 nor GB18030 text.',
  file_binary: 'The file is not text.',
  file_gzip: 'The gzip data end early or are damaged.',
  file_bomb: 'The compressed file expands beyond what is allowed.',
  file_json: 'The file is not a JSON document of the declared shape.',
  file_xml: 'The file is not an XML document of the declared shape.',
  file_html: 'The file is not an HTML page with the declared table.',
  file_drift: 'The file has a column that the connector does not know, and its contract is frozen.',
  file_read: 'The file could not be read to its end.',
  file_zip: 'The zip archive, or an entry of it, is damaged or packed in a way that is not read.',
  file_entry: 'An entry of an archive leads out of it, or is no regular file.',
  file_encrypted: 'An entry of an archive is encrypted.',
  file_nested: 'An archive lies deeper within archives than is read.',
  file_entries: 'The archive holds more entries than are read.',
  file_workbook: 'The workbook is damaged, or is not what the standard says a workbook is.',
} as const
export type FileFault = keyof typeof FILE_FAULTS

/** A cell as found: text for delimited files; for JSON whatever the publisher wrote. */
export type Row = Record<string, unknown>

/**
 * One row of a batch, in source order: a row as found, or a fault with the text it was found in, for people to read (at most
 * 65,536 characters; NUL is shown as ␀). `line` is 1-based. A row that `repeats` the header of its file is no record.
 */
export type SourceRow =
  | { readonly line: number; readonly row: Row; readonly repeats?: 'header' }
  | { readonly line: number; readonly fault: RowFault; readonly message: string; readonly text: string }

/**
 * A batch of consecutive rows. `text` is the decoded source text that the rows were read from, exactly, so that
 * it can be kept and read again by `reread`; `line` (1-based) is the line of the file on which it begins.
 * Where rows are broken it may hold NUL (see marks.ts): keep it as bytes, never in a Postgres text column.
 */
export interface SourceBatch {
  readonly line: number
  readonly rows: readonly SourceRow[]
  readonly text: string
}

/** The end of a file: `fault` says why it ended before its last byte, or that it could not be read at all. */
export interface FileFaultReport {
  readonly fault: FileFault
  readonly message: string
  readonly line?: number
  readonly value?: string
  /** Where a header lacks required columns: which, and the columns of it that nobody declared. */
  readonly columns?: { readonly missing: readonly string[]; readonly unknown: readonly string[] }
}

/**
 * What stands before the first row, reported once a file: the columns as the file spells them, those of them that the
 * connector does not know, and the text that `reread` needs. Formats without a header report none; their text is ''.
 */
export interface SourceHeader {
  readonly columns: readonly string[]
  readonly unknown: readonly string[]
  readonly text: string
}

export type SourceEvent =
  | { readonly type: 'header'; readonly header: SourceHeader }
  | { readonly type: 'batch'; readonly batch: SourceBatch; readonly bytesRead: number }
  | { readonly type: 'fault'; readonly fault: FileFaultReport }

export interface ReadLimits {
  /** Rows in a batch. */
  readonly batchRows: number
  /** Characters in one row; a longer one becomes a `row_too_large` fault. */
  readonly rowChars: number
  /** Bytes that a compressed file may expand to, and how many times its own size. */
  readonly expandedBytes: number
  readonly expansionRatio: number
}

export const DEFAULT_LIMITS: ReadLimits = {
  batchRows: 1000,
  rowChars: 1 << 22,
  expandedBytes: 64 * 2 ** 30,
  expansionRatio: 200,
}

/**
 * One file format. `read` takes the decoded text of a file in chunks and yields events in source order: at most one
 * header, batches, and at most one fault, which is then the last event. The batches of a file do not depend on how its
 * text was cut into chunks. `reread` turns a kept `SourceBatch.text` back into the same rows under the same limits
 * (used to normalise again without the agency); `header` is the `text` of the header event, '' if there was none.
 */
export interface Format {
  read(chunks: AsyncIterable<TextChunk | Broken>, limits: ReadLimits): AsyncGenerator<SourceEvent>
  reread(header: string, text: string, line: number, limits: ReadLimits): SourceRow[]
  /** How a sheet of a workbook is read; a format without it does not take workbooks. */
  readonly sheets?: SheetReading
}

/** How the sheets of a workbook are read, each as a file of its own. */
export interface SheetReading {
  /** Where cells are merged: the value stands in the first alone, or in each of them. */
  readonly merged: 'first' | 'fill'
  /** Names of sheets that are known to hold no rows, such as notes on how to fill in the others. */
  readonly ignored: readonly string[]
  /** As `Format.read`, of the text that a sheet is turned into. */
  read(chunks: AsyncIterable<TextChunk | Broken>, limits: ReadLimits): AsyncGenerator<SourceEvent>
}

/** Bytes, and how many bytes of the file (compressed, if it is) have been read so far. */
export interface ByteChunk {
  readonly bytes: Uint8Array
  readonly bytesRead: number
}

/**
 * Decoded text, and how many bytes of the file have been read so far. `holdsNul`: it holds NUL, which stands in the
 * file or marks U+FFFD that was put for bytes that are not text (marks.ts); only then need a format look for either.
 */
export interface TextChunk {
  readonly text: string
  readonly bytesRead: number
  readonly holdsNul: boolean
}

/** The last thing a stage hands on when the file cannot be read further; what came before it stands. */
export interface Broken {
  readonly fault: FileFaultReport
}
