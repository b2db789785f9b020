/**
 * A sheet of a workbook as delimited text, so that what is known of such text holds for sheets too: `,` between cells, `"` around
 * those that need it, a line for each row. Empty cells at the end of a row are left out, and rows without cells are empty lines.
 */
import { UNCOMPUTED } from './marks.js'
import type { MergedCells } from './merged_cells.js'
import type { SharedStrings } from './shared_strings.js'
import { columnOf, isoText, MAX_COLUMN, numberText, type Shows, unescaped } from './sheet_cells.js'
import type { Broken, ByteChunk, FileFault, TextChunk } from './source.js'
import { type XmlHandler, XmlReader } from './xml_reader.js'

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly strings: Pick<SharedStrings, 'count' | 'get'>
  readonly shows: readonly Shows[]
  readonly date1904: boolean
  /** Where the value of merged cells is to stand in each of them. */
  readonly merged: MergedCells | undefined
  /** Told at the end how many cells are formulas. */
  counted?(formulas: number): void
}

/** Characters that are handed on at once. */
const CHUNK_CHARS = 1 << 18
/** Rows of a sheet in every program. */
const MAX_ROW = 1_048_576
/** Few cells can stand for much text: far to the right, or merged. Text is a small part of the XML in any real sheet. */
const RATIO_FROM_CHARS = 16 * 2 ** 20
const MAX_RATIO = 20
/** Characters of a cell, of a row, and of the rows that one piece of XML makes: a few bytes can ask for a long shared string. */
const MAX_CELL_CHARS = 2 ** 23
const MAX_ROW_CHARS = 2 ** 24
const MAX_MADE_CHARS = 2 ** 25

/**
 * Turns the XML of a sheet into text. Values are as workbooks mean them (sheet_cells.ts); booleans are TRUE and FALSE, errors
 * stand as they are shown (#N/A). A formula is the value that the workbook holds for it; without one its row is broken.
 * Ends with Broken: file_workbook, file_bomb.
 */
export async function* sheetText(
  chunks: AsyncIterable<ByteChunk | Broken>,
  context: SheetContext,
): AsyncGenerator<TextChunk | Broken> {
  const rows = new SheetRows(context)
  const [xml, texts] = [new XmlReader(rows), new Texts(rows)]
  rows.refuse = (reason) => xml.refuse(reason)
  for await (const chunk of chunks) {
    if ('fault' in chunk) {
      yield* texts.rest()
      return yield chunk
    }
    xml.feed(chunk.bytes)
    yield* texts.take(chunk)
    if (texts.broken) return
    if (xml.fault !== undefined) break
  }
  xml.end()
  context.counted?.(rows.formulas)
  yield* texts.rest()
  if (xml.fault !== undefined) yield broken('file_workbook', `the sheet cannot be read: ${xml.fault}`)
}

/** Whether a sheet holds any cell with a value; one that cannot be read counts as such, for its reader to tell. */
export async function hasCells(chunks: AsyncIterable<ByteChunk | Broken>): Promise<boolean> {
  let found = false
  const none = () => {}
  const open = (name: string) => {
    if (name === 'v' || name === 'is' || name === 'f') found = true
  }
  const xml = new XmlReader({ open, close: none, text: none })
  for await (const chunk of chunks) {
    if ('fault' in chunk) return true
    xml.feed(chunk.bytes)
    if (found || xml.fault !== undefined) return true
  }
  xml.end()
  return xml.fault !== undefined
}

/** Hands on the text that has come, in pieces of a size, and stops where it grows without measure. */
class Texts {
  broken = false
  readonly #rows: SheetRows
  #bytesRead = 0
  #chars = 0

  constructor(rows: SheetRows) {
    this.#rows = rows
  }

  *take({ bytesRead }: ByteChunk): Generator<TextChunk | Broken> {
    this.#bytesRead = bytesRead
    if (this.#rows.made.length >= CHUNK_CHARS) yield* this.rest()
    if (this.#chars <= RATIO_FROM_CHARS || this.#chars <= MAX_RATIO * bytesRead) return
    this.broken = true
    yield broken('file_bomb', `the sheet makes more than ${MAX_RATIO} times as much text as it has bytes`)
  }

  *rest(): Generator<TextChunk> {
    const text = this.#rows.made
    if (text === '') return
    this.#rows.made = ''
    this.#chars += text.length
    yield { text, bytesRead: this.#bytesRead, holdsNul: text.includes('\u0000') }
  }
}

class SheetRows implements XmlHandler {
  /** What the rows have made so far and nobody has taken yet. */
  made = ''
  /** Cells so far that are formulas. */
  formulas = 0
  refuse: (reason: string) => void = () => {}
  readonly #context: SheetContext
  #inData = false
  #row = 0
  #cells: string[] = []
  #type = ''
  #style = 0
  #value = ''
  #column = 0
  #hasValue = false
  #formula = false
  #rowChars = 0
  #inValue = false
  #phonetic = false

  constructor(context: SheetContext) {
    this.#context = context
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (!this.#inData) {
      this.#inData = name === 'sheetData'
      return
    }
    if (name === 'c') this.#openCell(attributes)
    else if (name === 'row') this.#openRow(attributes['r'])
    else if (name === 'v') this.#hasValue = this.#inValue = true
    else if (name === 'is') this.#hasValue = true
    else if (name === 't') this.#inValue = !this.#phonetic
    else if (name === 'rPh') this.#phonetic = true
    else if (name === 'f') this.#formula = true
  }

  close(name: string): void {
    if (!this.#inData) return
    if (name === 'c') this.#closeCell()
    else if (name === 'row') this.#closeRow()
    else if (name === 'v' || name === 't') this.#inValue = false
    else if (name === 'rPh') this.#phonetic = false
    else if (name === 'sheetData') this.#inData = false
  }

  text(found: string): void {
    if (!this.#inValue) return
    this.#value += found
    if (this.#value.length > MAX_CELL_CHARS) this.refuse(`a cell holds more than ${MAX_CELL_CHARS} characters`)
  }

  #openRow(given: string | undefined): void {
    const row = given === undefined ? this.#row + 1 : Number(given)
    if (!Number.isInteger(row) || row <= this.#row || row > MAX_ROW) {
      this.refuse(`a row has the number ${given ?? row} and stands behind row ${this.#row}`)
      return
    }
    this.made += '\n'.repeat(row - this.#row - 1)
    this.#row = row
    this.#rowChars = 0
    this.#cells = []
  }

  #openCell(attributes: Readonly<Record<string, string>>): void {
    const { r: place, t: type = 'n', s: style } = attributes
    const column = place === undefined ? this.#cells.length : columnOf(place)
    if (column < this.#cells.length || column >= MAX_COLUMN) {
      this.refuse(`a cell of row ${this.#row} stands at ${place ?? column}, out of its order`)
      return
    }
    this.#column = column
    this.#type = type
    this.#style = style === undefined ? 0 : Number(style)
    this.#value = ''
    this.#hasValue = this.#formula = false
  }

  #closeCell(): void {
    const text = this.#cellText()
    if (this.#formula) this.formulas++
    this.#rowChars += text.length
    if (this.#rowChars > MAX_ROW_CHARS) {
      this.refuse(`row ${this.#row} holds more than ${MAX_ROW_CHARS} characters`)
      return
    }
    while (this.#cells.length < this.#column) this.#cells.push('')
    this.#cells.push(text)
  }

  #cellText(): string {
    const value = this.#value
    if (!this.#hasValue) return this.#formula ? UNCOMPUTED : ''
    switch (this.#type) {
      case 's': {
        const { strings } = this.#context
        const string = strings.get(Number(value))
        if (string === undefined) this.refuse(`a cell asks for string ${value.slice(0, 20)} of ${strings.count}`)
        return string ?? ''
      }
      case 'n':
        return numberText(value, this.#context.shows[this.#style] ?? 'number', this.#context.date1904)
      case 'b':
        return value === '1' ? 'TRUE' : value === '0' ? 'FALSE' : value
      case 'd':
        return isoText(value)
      default: // str, inlineStr, e
        return unescaped(value)
    }
  }

  #closeRow(): void {
    const cells = this.#cells
    const reason = this.#context.merged?.fill(this.#row, cells)
    if (reason !== undefined) this.refuse(reason)
    let end = cells.length
    while (end > 0 && cells[end - 1] === '') end--
    for (let at = 0; at < end; at++) this.made += (at === 0 ? '' : ',') + quoted(cells[at] ?? '')
    this.made += '\n'
    if (this.made.length > MAX_MADE_CHARS)
      this.refuse(`its rows hold far more text than there is XML, at row ${this.#row}`)
  }
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

function broken(fault: FileFault, message: string): Broken {
  return { fault: { fault, message } }
}
