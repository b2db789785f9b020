/** The likely pairs out of numbers alone, so that any thread can find them while values are looked at elsewhere. */
import type { PairInput } from './block_keys.js'
import { type Blocks, blocksOf } from './blocks.js'
import { pairsOf } from './pairs.js'

/** Pairs that share a block, each once, the later mention first. */
export interface LikelyPairs {
  /** How many places all mentions have in blocks: about how many pairs there will be. */
  readonly places: number
  readonly oversize: Blocks['oversize']
  /** Two numbers for each pair, some pairs at a time; those of which the later mention is among `only`, or more. They come in the same order each time. */
  each(only?: (later: number) => boolean): Iterable<Uint32Array> | AsyncIterable<Uint32Array>
}

export type FindPairs = (input: PairInput) => Promise<LikelyPairs>

/** Finds them in this thread. Blocks are made at once; the pairs are found anew each time that they are asked for, and never kept. */
export async function findPairs(input: PairInput): Promise<LikelyPairs> {
  const blocks = blocksOf(input)
  // The keys, of which there are many, have done.
  const { columns: _, ...rows } = input
  return { places: blocks.members.length, oversize: blocks.oversize, each: (only) => pairsOf(blocks, rows, only) }
}
