/** Finds likely pairs in a thread of their own, while values are looked at in this one. */
import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { PairInput } from '../resolution/model/block_keys.js'
import type { FindPairs, LikelyPairs } from '../resolution/model/likely_pairs.js'
import type { PairsFound } from './pairs.worker.js'

/** Fewer mentions are done with before a thread has begun; the pairs of more would take much memory, as they are kept. */
const [FEWEST, MOST] = [20_000, 300_000]

/** A thread that finds pairs, and is ended by who started it. */
export interface PairThread {
  readonly findPairs: FindPairs
  end(): Promise<void>
}

/** Starts a thread if there are as many mentions as are worth it. */
export function startPairThread(mentions: number): PairThread | undefined {
  if (mentions < FEWEST || mentions > MOST) return undefined
  const worker = new Worker(new URL('./pairs.worker.js', import.meta.url))
  // Heard by who asks it for pairs; before that it is no uncaught exception.
  worker.on('error', () => undefined)
  return {
    findPairs: (input) => pairsOf(worker, input),
    async end() {
      await worker.terminate()
    },
  }
}

/** Throws what the thread threw. */
async function pairsOf(worker: Worker, input: PairInput): Promise<LikelyPairs> {
  const messages = on(worker, 'message', { close: ['exit'] })
  async function next(): Promise<PairsFound> {
    const { value } = await messages.next()
    if (value === undefined) throw new Error('the thread that finds pairs ended before it had found all')
    return value[0]
  }
  worker.postMessage(input)
  const begun = await next()
  if (begun.type !== 'begun') throw new Error(`the thread that finds pairs began with '${begun.type}'`)
  const kept: Uint32Array[] = []
  let isDone = false
  async function* each() {
    for (let at = 0; at < kept.length || !isDone; ) {
      const some = kept[at]
      if (some !== undefined) {
        at++
        yield some
        continue
      }
      const found = await next()
      if (found.type === 'some') kept.push(found.pairs)
      else isDone = true
    }
  }
  return { places: begun.places, oversize: begun.oversize, each }
}
