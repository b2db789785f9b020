/** A thread that makes hostile inputs and judges them. The number of the one at hand stands in shared memory, so that a hang can be told. */
import { parentPort, workerData } from 'node:worker_threads'
import { grounds } from './inputs.js'
import { mutated, mutatedRow } from './mutate.js'
import { judgeBytes, judgeRow, noFates } from './oracle.js'
import { Random } from './random.js'

export interface FuzzSetup {
  readonly seed: number
  /** Numbers of inputs: from, and how many, in steps of `threads`. */
  readonly from: number
  readonly inputs: number
  readonly threads: number
  /** One 64-bit cell: the input at hand. */
  readonly at: SharedArrayBuffer
}

export type FuzzReport =
  | {
      readonly type: 'found'
      readonly input: number
      readonly connector: string
      readonly why: string
      readonly bytes: string
    }
  | { readonly type: 'done'; readonly fates: ReturnType<typeof noFates>; readonly judged: number }

// What costs as much again is done for one input in so many.
const DEEP_EACH = 8
const PROGRESS_EACH = 1024

const setup: FuzzSetup = workerData
const cell = new BigInt64Array(setup.at)
const all = await grounds()
const fates = noFates()
let judged = 0

for (let input = setup.from; input < setup.inputs; input += setup.threads) {
  Atomics.store(cell, 0, BigInt(input))
  const random = new Random((setup.seed * 1_000_003) ^ (input * 2_654_435_761))
  const { loaded, files, rows } = random.pick(all)
  const deep = input % DEEP_EACH === 0
  // Rows are cheap, files are where readers break: half and half.
  const asRow = rows.length > 0 && random.below(2) === 0
  const bytes = asRow ? undefined : mutated(random.pick(files), random, random.pick(random.pick(all).files))
  const row = asRow ? mutatedRow(random.pick(rows), random, random.pick(rows)) : undefined
  try {
    if (bytes !== undefined) {
      const found = await judgeBytes(loaded, bytes, 1 + random.below(5000), deep)
      for (const fate of ['accepted', 'rejected', 'ignored', 'faults'] as const) fates[fate] += found[fate]
    } else judgeRow(loaded, { line: 1, row: row ?? {} }, fates, deep)
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const kept = bytes?.toString('base64') ?? JSON.stringify(row)
    parentPort?.postMessage({ type: 'found', input, connector: loaded.id, why, bytes: kept } satisfies FuzzReport)
  }
  judged++
  if (judged % PROGRESS_EACH === 0) await new Promise((resolve) => setImmediate(resolve))
}
parentPort?.postMessage({ type: 'done', fates, judged } satisfies FuzzReport)
