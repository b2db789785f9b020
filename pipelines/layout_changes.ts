/** How the columns of some files differ from those that a connector declares: more, fewer, and which were perhaps renamed. */
import type { Connector } from '../connectors/define.js'
import { masked } from '../schemas/citizen_numbers.js'
import type { SourceEvent } from '../sources/source.js'
import { fieldsOfRow } from './mutants.js'

export interface LayoutChanges {
  /** Columns that no declaration names. */
  readonly more: readonly string[]
  /** Declared columns that no row has. */
  readonly less: readonly string[]
  /** Pairs of both that are probably one column under another name. */
  readonly renamed: readonly { readonly from: string; readonly to: string }[]
}

// A table has no more columns than this; keys of JSON objects that are data themselves would else fill the memory.
const MOST_COLUMNS = 4096

/** Sees the events of files, one after the other, and says at the end how their columns differ. */
export class LayoutWatch {
  readonly #connector: Connector
  readonly #seen = new Set<string>()
  readonly #missing = new Set<string>()
  #rows = 0

  constructor(connector: Connector) {
    this.#connector = connector
  }

  /** Takes note of an event. */
  see(event: SourceEvent): void {
    if (event.type === 'header') for (const column of event.header.unknown) this.#note(column.trim())
    if (event.type === 'fault') {
      for (const column of event.fault.columns?.unknown ?? []) this.#note(column.trim())
      for (const column of event.fault.columns?.missing ?? []) this.#missing.add(column)
    }
    if (event.type !== 'batch') return
    for (const found of event.batch.rows) {
      if (!('row' in found)) continue
      this.#rows++
      for (const column in found.row) {
        if (!this.#seen.has(column) && this.#connector.stray?.(found.row, column) !== true) this.#note(column)
      }
    }
  }

  #note(column: string): void {
    if (this.#seen.size < MOST_COLUMNS) this.#seen.add(column)
  }

  /** What differs. Without a row only a header can have said what is missing. */
  changes(): LayoutChanges {
    const declared = Object.keys(fieldsOfRow(this.#connector) ?? {})
    const more = [...this.#seen].filter((column) => !declared.includes(column))
    const less = declared.filter((column) => this.#missing.has(column) || (this.#rows > 0 && !this.#seen.has(column)))
    // Of a file without its header the first row stands where the columns are named.
    const shown = more.map(masked)
    return { more: shown, less, renamed: pairs(less, shown) }
  }
}

/** Each column that is gone with the likeliest of the new ones, the likeliest pairs first, each once. */
function pairs(less: readonly string[], more: readonly string[]): { from: string; to: string }[] {
  const ranked = less
    .flatMap((from) => more.map((to) => ({ from, to, like: likeness(from, to) })))
    .filter(({ like }) => like >= 0.4)
    .sort((a, b) => b.like - a.like)
  const [from, to] = [new Set<string>(), new Set<string>()]
  return ranked.flatMap((pair) => {
    if (from.has(pair.from) || to.has(pair.to)) return []
    from.add(pair.from)
    to.add(pair.to)
    return [{ from: pair.from, to: pair.to }]
  })
}

/** How much two names share, 0 to 1: pairs of neighbouring characters that both have. */
function likeness(a: string, b: string): number {
  const parts = (text: string) => {
    const plain = text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s_\-./()[\]]+/g, '')
    return plain.length < 2 ? [plain] : Array.from({ length: plain.length - 1 }, (_, at) => plain.slice(at, at + 2))
  }
  const [one, other] = [parts(a), parts(b)]
  const left = [...other]
  const shared = one.filter((part) => {
    const at = left.indexOf(part)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
  return (2 * shared.length) / (one.length + other.length)
}
