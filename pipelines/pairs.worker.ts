/** A thread that finds likely pairs: it is sent what they are found by, and sends what it finds. */
import { parentPort } from 'node:worker_threads'
import type { PairInput } from '../resolution/model/block_keys.js'
import { findPairs, type LikelyPairs } from '../resolution/model/likely_pairs.js'

/** What it sends: first about how many there will be, then the pairs, and at last that these were all. */
export type PairsFound =
  | ({ readonly type: 'begun' } & Pick<LikelyPairs, 'places' | 'oversize'>)
  | { readonly type: 'some'; readonly pairs: Uint32Array }
  | { readonly type: 'all' }

const send = (found: PairsFound, handed: ArrayBuffer[] = []) => parentPort?.postMessage(found, handed)

parentPort?.once('message', async (input: PairInput) => {
  const { places, oversize, each } = await findPairs(input)
  send({ type: 'begun', places, oversize })
  for await (const some of each()) {
    // A copy, as they lie in memory that has room for more.
    const pairs = new Uint32Array(some)
    send({ type: 'some', pairs }, [pairs.buffer])
  }
  send({ type: 'all' })
})
