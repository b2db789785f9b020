/** The likely pairs, one mention after the other. */
import type { Mentions } from '../mention.js'
import type { Blocks } from './blocks.js'

/** Calls with every pair (b < a) that shares a block, once; two rows of a source in which each is another party are no pair. */
export function eachPair(
  { from, blockOf, start, members }: Blocks,
  mentions: Mentions,
  unique: ReadonlySet<string>,
  call: (a: number, b: number) => void,
  only?: (a: number) => boolean,
): void {
  const { sources } = mentions
  const seen = new Int32Array(mentions.ids.length).fill(-1)
  for (let a = 0; a < mentions.ids.length; a++) {
    if (only !== undefined && !only(a)) continue
    const apart = unique.has(sources[a] ?? '') ? sources[a] : undefined
    for (let entry = from[a] ?? 0; entry < (from[a + 1] ?? 0); entry++) {
      const block = blockOf[entry] ?? 0
      for (let place = start[block] ?? 0; place < (start[block + 1] ?? 0); place++) {
        const b = members[place] ?? 0
        if (b >= a) break
        if (seen[b] === a) continue
        seen[b] = a
        if (apart !== undefined && sources[b] === apart) continue
        call(a, b)
      }
    }
  }
}
