/** The likely pairs, one mention after the other. */
import { SHARED_PLACES } from '../evidence.js'
import type { Mentions } from '../mention.js'
import { type Blocks, MANY_MENTIONS } from './blocks.js'
import { rowsOf } from './rows.js'

/** That two share one of these is no reason to compare them. */
const PLACES: ReadonlySet<string> = new Set(SHARED_PLACES)

/**
 * Calls with every pair (b < a) that shares a block, once; two rows of a source in which each is another party are no pair. Among many mentions, a single
 * key is often shared by chance: two that share one and no whole value of their own are no pair either.
 */
export function eachPair(
  { from, blockOf, start, members }: Blocks,
  mentions: Mentions,
  unique: ReadonlySet<string>,
  call: (a: number, b: number) => void,
  only?: (a: number) => boolean,
): void {
  const { sources, columns } = mentions
  const count = mentions.ids.length
  const own = columns.filter(({ field }) => !PLACES.has(field.name))
  const rows = count > MANY_MENTIONS ? rowsOf(own, count) : new Int32Array(0)
  const width = own.length
  const shareValue = (a: number, b: number) => {
    for (let column = 0; column < width; column++) {
      const x = rows[a * width + column] ?? -1
      if (x >= 0 && x === rows[b * width + column]) return true
    }
    return false
  }
  const times = new Uint8Array(count)
  const met: number[] = []
  for (let a = 0; a < count; a++) {
    if (only !== undefined && !only(a)) continue
    const apart = unique.has(sources[a] ?? '') ? sources[a] : undefined
    for (let entry = from[a] ?? 0; entry < (from[a + 1] ?? 0); entry++) {
      const block = blockOf[entry] ?? 0
      for (let place = start[block] ?? 0; place < (start[block + 1] ?? 0); place++) {
        const b = members[place] ?? 0
        if (b >= a) break
        const before = times[b] ?? 0
        if (before === 0) met.push(b)
        if (before < 2) times[b] = before + 1
      }
    }
    for (const b of met) {
      const once = times[b] === 1
      times[b] = 0
      if (apart !== undefined && sources[b] === apart) continue
      if (once && count > MANY_MENTIONS && !shareValue(a, b)) continue
      call(a, b)
    }
    met.length = 0
  }
}
