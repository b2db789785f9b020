/** Merged cells of a sheet, for publishers who write a value once for all the rows or columns that it holds for. */
import { columnOf } from './sheet_cells.js'
import type { Broken, ByteChunk } from './source.js'
import { XmlReader } from './xml_reader.js'

interface Merge {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
  value: string
}

/** Characters that filling may add to a sheet. */
const MAX_FILLED_CHARS = 2 ** 28
const MAX_MERGES = 1 << 20

/** Fills merged cells row by row, from the first row of a sheet on. */
export class MergedCells {
  readonly #coming: Merge[]
  #active: Merge[] = []
  #filled = 0

  constructor(merges: Merge[]) {
    this.#coming = merges.sort((a, b) => b.top - a.top)
  }

  /** Puts values into the cells of a row that are merged and empty; gives the reason where that goes beyond measure. */
  fill(row: number, cells: string[]): string | undefined {
    this.#active = this.#active.filter(({ bottom }) => bottom >= row)
    for (let next = this.#coming.at(-1); next !== undefined && next.top <= row; next = this.#coming.at(-1)) {
      this.#coming.pop()
      if (next.top === row) next.value = cells[next.left] ?? ''
      if (next.bottom >= row) this.#active.push(next)
    }
    for (const { left, right, value } of this.#active) {
      this.#filled += 1 + (right - left + 1) * value.length
      if (this.#filled > MAX_FILLED_CHARS) return `its merged cells repeat more than ${MAX_FILLED_CHARS} characters`
      if (value === '') continue
      while (cells.length <= right) cells.push('')
      for (let column = left; column <= right; column++) if (cells[column] === '') cells[column] = value
    }
    return undefined
  }
}

/** Finds the merged cells of a sheet, which its XML names behind the rows; what is damaged its rows will tell. */
export async function mergedCellsOf(chunks: AsyncIterable<ByteChunk | Broken>): Promise<MergedCells> {
  const merges: Merge[] = []
  const none = () => {}
  const open = (name: string, attributes: Readonly<Record<string, string>>) => {
    const match = name === 'mergeCell' ? /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(attributes['ref'] ?? '') : null
    if (match === null || merges.length >= MAX_MERGES) return
    const [, left = '', top, right = '', bottom] = match
    merges.push({ top: Number(top), bottom: Number(bottom), left: columnOf(left), right: columnOf(right), value: '' })
  }
  const xml = new XmlReader({ open, close: none, text: none })
  for await (const chunk of chunks) {
    if ('fault' in chunk) break
    xml.feed(chunk.bytes)
  }
  return new MergedCells(merges)
}
