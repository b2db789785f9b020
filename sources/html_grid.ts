/** The rows of one table as it is shown: a cell that spans columns or rows stands in each of them. */
import { MAX_COLUMNS } from './csv_header.js'

export interface HtmlCell {
  readonly text: string
  /** Where its links lead, as written. */
  readonly links: readonly string[]
}

/** A cell with the spans that its tag says. */
export interface SpanningCell {
  readonly cell: HtmlCell
  readonly columns: number
  readonly rows: number
}

// The most that HTML lets a cell span.
const MAX_COLUMN_SPAN = 1000
const MAX_ROW_SPAN = 65_534

/** The text of a span attribute as a number: 1 for what is none; 0 rows are all that follow in the section. */
export function spanOf(attribute: string | undefined, direction: 'columns' | 'rows'): number {
  const match = /^\s*(\d{1,9})/.exec(attribute ?? '')
  const span = match === null ? 1 : Number(match[1])
  if (direction === 'columns') return Math.min(Math.max(span, 1), MAX_COLUMN_SPAN)
  return span === 0 ? MAX_ROW_SPAN : Math.min(span, MAX_ROW_SPAN)
}

interface Hanging {
  readonly cell: HtmlCell
  /** For how many rows yet. */
  readonly rows: number
}

export class HtmlGrid {
  /** The cell that comes down from above, by column. */
  #hanging: (Hanging | undefined)[] = []

  /** The whole row that these cells of it make; at most one more than the most columns. */
  row(own: readonly SpanningCell[]): HtmlCell[] {
    const cells: HtmlCell[] = []
    const below: (Hanging | undefined)[] = []
    const put = (cell: HtmlCell, rows: number) => {
      if (cells.length > MAX_COLUMNS) return
      if (rows > 0) below[cells.length] = { cell, rows }
      cells.push(cell)
    }
    const takeHanging = () => {
      for (let above = this.#hanging[cells.length]; above !== undefined; above = this.#hanging[cells.length]) {
        if (cells.length > MAX_COLUMNS) return
        put(above.cell, above.rows - 1)
      }
    }
    for (const { cell, columns, rows } of own) {
      takeHanging()
      if (cells.length > MAX_COLUMNS) break
      for (let column = 0; column < columns; column++) put(cell, rows - 1)
    }
    takeHanging()
    this.#hanging = below
    return cells
  }

  /** A section of the table is over, and with it all spans. */
  endSection(): void {
    this.#hanging = []
  }
}
