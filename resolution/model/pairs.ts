/** The pairs that share a block, one mention after the other. */
import { Growing } from './arrays.js'
import type { PairRows } from './block_keys.js'
import { type Blocks, MANY_MENTIONS } from './blocks.js'

/** The pairs of so many mentions come together. */
const STEP = 4096

/**
 * Every pair (b < a) that shares a block, once, as two numbers; two rows of a source in which each is another party are no pair. Among many mentions, a single
 * key is often shared by chance: two that share one and no whole value of their own are no pair either. `only`: a is one of these.
 */
export function* pairsOf(blocks: Blocks, input: PairRows, only?: (a: number) => boolean): Generator<Uint32Array> {
  const find = finder(blocks, input)
  for (let from = 0; from < input.mentions; from += STEP) {
    const found = new Growing()
    for (let a = from; a < Math.min(input.mentions, from + STEP); a++) if (only === undefined || only(a)) find(a, found)
    if (found.length > 0) yield found.done()
  }
}

/** Finds the pairs of a mention with earlier ones. */
function finder({ from, blockOf, start, members }: Blocks, { mentions, rows, own, registers }: PairRows) {
  const width = own.length
  const isMany = mentions > MANY_MENTIONS
  const shareValue = (a: number, b: number) => {
    for (let column = 0; column < width; column++) {
      const x = rows[a * width + column] ?? -1
      if (x >= 0 && x === rows[b * width + column] && own[column] === true) return true
    }
    return false
  }
  const times = new Uint8Array(mentions)
  const met: number[] = []
  return (a: number, found: Growing) => {
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
    const register = registers[a] ?? -1
    for (const b of met) {
      const once = times[b] === 1
      times[b] = 0
      if (register >= 0 && registers[b] === register) continue
      if (once && isMany && !shareValue(a, b)) continue
      found.push(a)
      found.push(b)
    }
    met.length = 0
  }
}
