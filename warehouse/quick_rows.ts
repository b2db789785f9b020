/**
 * Rows straight from the JSON of records: their bytes are scanned and copied, and no values are made. It takes what this ledger itself writes, and gives
 * byte for byte the row that parsing and `writeRow` would give; whatever else comes is left to them.
 */
import { isUtf8 } from 'node:buffer'
import type { Utf8Writer } from '../core/utf8.js'
import { KIND_NAMES, type Kind, RECORD_MESSAGES, type RecordMessage } from '../schemas/record.js'
import { isDay, MOST_DIGITS, scalarsOf } from '../schemas/storable.js'
import type { ColumnType } from './copy.js'
import { compileScanner, type Places, type Scanner } from './json_scan.js'
import { finishRow, type RowPlace, rowHead, typedFields } from './record_rows.js'

const [TAB, QUOTE, BACKSLASH] = [0x09, 0x22, 0x5c]
const [NULL, OPENING] = [0x6e, 0x5b]
// Shorter than that, a loop is faster than a call.
const LONG = 40

/** What a record says of itself. */
export type Scanned = Pick<
  RecordMessage,
  'connector' | 'source_key' | 'record_id' | 'version_at' | 'version_seq' | 'locator'
>

interface Cell {
  readonly index: number
  readonly type: ColumnType
}

/** A kind's fields by their number in its messages. */
interface Layout {
  readonly scan: Scanner
  readonly fields: number
  readonly cells: readonly Cell[]
  readonly lists: readonly number[]
  readonly days: readonly number[]
  readonly decimals: readonly number[]
  readonly at: Readonly<Record<keyof Scanned, number>>
}

function layoutOf(kind: Kind): Layout {
  const { shape } = RECORD_MESSAGES[kind]
  const names = Object.keys(shape)
  const at = (name: string) => names.indexOf(name)
  const cells = typedFields(kind).map(({ name, type }) => ({ index: at(name), type }))
  const { days, decimals } = scalarsOf(kind)
  return {
    scan: compileScanner(shape),
    fields: names.length,
    cells,
    lists: cells.filter(({ type }) => type === 'text[]').map(({ index }) => index),
    days: days.map(at),
    decimals: decimals.map(at),
    at: {
      connector: at('connector'),
      source_key: at('source_key'),
      record_id: at('record_id'),
      version_at: at('version_at'),
      version_seq: at('version_seq'),
      locator: at('locator'),
    },
  }
}

const LAYOUTS = Object.fromEntries(KIND_NAMES.map((kind) => [kind, layoutOf(kind)])) as Record<Kind, Layout>

/** Reads one record at a time, and writes the row of the one that it read last. */
export class QuickRows {
  readonly #layout: Layout
  readonly #places: Places
  #bytes: Buffer = Buffer.alloc(0)
  #escapes = false

  constructor(kind: Kind) {
    this.#layout = LAYOUTS[kind]
    const { fields } = this.#layout
    this.#places = { begins: new Int32Array(fields), ends: new Int32Array(fields) }
  }

  /** What a record says of itself; undefined for what has to be parsed, be it that Postgres would refuse one of its fields. */
  read(bytes: Buffer): Scanned | undefined {
    const { scan, lists, days, decimals, at } = this.#layout
    if (!isUtf8(bytes) || !scan(bytes, this.#places)) return undefined
    this.#bytes = bytes
    this.#escapes = bytes.includes(BACKSLASH)
    // Lists of text have escapes of their own in Postgres.
    if (this.#escapes && lists.some((index) => this.#escaped(index))) return undefined
    if (days.some((index) => this.#has(index) && !isDay(this.#ascii(index)))) return undefined
    if (decimals.some((index) => this.#length(index) > MOST_DIGITS)) return undefined
    return {
      connector: this.#text(at.connector),
      source_key: this.#text(at.source_key),
      record_id: this.#ascii(at.record_id),
      version_at: this.#ascii(at.version_at),
      version_seq: Number(
        bytes.toString('latin1', this.#places.begins[at.version_seq], this.#places.ends[at.version_seq]),
      ),
      locator: this.#text(at.locator),
    }
  }

  /** The row of what was read last, and its hash; as `writeRow`. */
  write(place: RowPlace, space: Utf8Writer): { row: Buffer; hash: string } {
    const begin = space.end
    const head = rowHead(place)
    space.write(head)
    // At most every byte gets a backslash, and every field a tab.
    space.fill(2 * this.#bytes.length + this.#layout.cells.length, (out, at) => this.#copy(out, at))
    return finishRow(space.slice(begin), head, place)
  }

  #has(index: number): boolean {
    return this.#bytes[this.#places.begins[index] ?? 0] !== NULL
  }

  #length(index: number): number {
    const { begins, ends } = this.#places
    return (ends[index] ?? 0) - (begins[index] ?? 0) - 2
  }

  /** Text that its schema keeps to ASCII. */
  #ascii(index: number): string {
    const { begins, ends } = this.#places
    return this.#bytes.toString('latin1', (begins[index] ?? 0) + 1, (ends[index] ?? 0) - 1)
  }

  #text(index: number): string {
    const { begins, ends } = this.#places
    const [begin = 0, end = 0] = [begins[index], ends[index]]
    if (this.#escapes && this.#escaped(index)) return JSON.parse(this.#bytes.toString('utf8', begin, end))
    return this.#bytes.toString('utf8', begin + 1, end - 1)
  }

  #escaped(index: number): boolean {
    const at = this.#bytes.indexOf(BACKSLASH, this.#places.begins[index])
    return at >= 0 && at < (this.#places.ends[index] ?? 0)
  }

  #copy(out: Buffer, from: number): number {
    const { begins, ends } = this.#places
    let at = from
    for (const { index, type } of this.#layout.cells) {
      const [begin = 0, end = 0] = [begins[index], ends[index]]
      out[at++] = TAB
      const first = this.#bytes[begin]
      if (first === NULL) {
        out[at++] = BACKSLASH
        out[at++] = 0x4e
      } else if (type === 'json') at = this.#copyJson(out, at, begin, end)
      else if (first === QUOTE) at = this.#copyText(out, at, begin + 1, end - 1)
      else {
        const start = at
        at = this.#copyPlain(out, at, begin, end)
        if (first === OPENING) {
          out[start] = 0x7b
          out[at - 1] = 0x7d
        }
      }
    }
    return at
  }

  /** What JSON and COPY escape alike stays; a quote needs no backslash. */
  #copyText(out: Buffer, from: number, begin: number, end: number): number {
    if (!this.#escapes) return this.#copyPlain(out, from, begin, end)
    const bytes = this.#bytes
    let at = from
    for (let i = begin; i < end; i++) {
      const byte = bytes[i] ?? 0
      if (byte === BACKSLASH) {
        const next = bytes[++i] ?? 0
        if (next !== QUOTE) out[at++] = BACKSLASH
        out[at++] = next
      } else out[at++] = byte
    }
    return at
  }

  #copyJson(out: Buffer, from: number, begin: number, end: number): number {
    if (!this.#escapes) return this.#copyPlain(out, from, begin, end)
    const bytes = this.#bytes
    let at = from
    for (let i = begin; i < end; i++) {
      const byte = bytes[i] ?? 0
      if (byte === BACKSLASH) out[at++] = BACKSLASH
      out[at++] = byte
    }
    return at
  }

  #copyPlain(out: Buffer, from: number, begin: number, end: number): number {
    const bytes = this.#bytes
    if (end - begin > LONG) return from + bytes.copy(out, from, begin, end)
    let at = from
    for (let i = begin; i < end; i++) out[at++] = bytes[i] ?? 0
    return at
  }
}
