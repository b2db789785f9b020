/** What was noticed in the rows of a file: rows that are left out, and texts that are not used. Each with its line. */

/** So many of each kind are shown; all are counted. */
const SHOWN = 20

export interface RowNote {
  readonly line: number
  readonly reason: string
}

export interface NotesShown {
  readonly count: number
  readonly examples: readonly RowNote[]
}

/** What was noticed, as one thread tells another. */
export type Noticed = Pick<RowNotes, 'left' | 'unused'>

export class RowNotes {
  readonly #left: RowNote[] = []
  readonly #unused: RowNote[] = []
  #leftCount = 0
  #unusedCount = 0

  /** A row that is no mention. */
  leftOut(line: number, reason: string): void {
    if (this.#leftCount++ < SHOWN) this.#left.push({ line, reason })
  }

  /** A text of a row that says nothing to go by. */
  notUsed(line: number, reason: string): void {
    if (this.#unusedCount++ < SHOWN) this.#unused.push({ line, reason })
  }

  /** Takes over what another thread noticed. */
  add({ left, unused }: Noticed): void {
    this.#left.push(...left.examples)
    this.#unused.push(...unused.examples)
    this.#leftCount += left.count
    this.#unusedCount += unused.count
  }

  get left(): NotesShown {
    return { count: this.#leftCount, examples: inOrder(this.#left) }
  }

  get unused(): NotesShown {
    return { count: this.#unusedCount, examples: inOrder(this.#unused) }
  }
}

const inOrder = (notes: readonly RowNote[]) => [...notes].sort((a, b) => a.line - b.line)
