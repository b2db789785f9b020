/** Which pair of sources two mentions are from: each slips and leaves out in ways of its own. */

/** Of more sources the rarest are taken as one. */
const MOST_SOURCES = 32

export class SourcePairs {
  /** How many pairs of sources there are; 1: nothing tells them apart. */
  readonly count: number
  readonly #of: Uint8Array

  constructor(sources: readonly string[]) {
    const times = new Map<string, number>()
    for (const source of sources) times.set(source, (times.get(source) ?? 0) + 1)
    const ranked = [...times].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    const number = new Map(ranked.map(([source], rank) => [source, Math.min(rank, MOST_SOURCES - 1)]))
    this.#of = Uint8Array.from(sources, (source) => number.get(source) ?? 0)
    const known = Math.min(MOST_SOURCES, times.size)
    this.count = Math.max(1, (known * (known + 1)) / 2)
  }

  /** The number of the pair of sources of two mentions, whichever comes first. */
  pairOf(a: number, b: number): number {
    const [x, y] = [this.#of[a] ?? 0, this.#of[b] ?? 0]
    return x > y ? (x * (x + 1)) / 2 + y : (y * (y + 1)) / 2 + x
  }
}
