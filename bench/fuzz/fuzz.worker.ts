/** A thread that makes hostile inputs and judges them. The number of the one at hand stands in shared memory, so that a hang can be told. */
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { Row } from '../../sources/source.js'
import { hostileWorkbook } from './hostile_workbook.js'
import { hostileZip } from './hostile_zip.js'
import { type Ground, grounds } from './inputs.js'
import { mutated, mutatedRow } from './mutate.js'
import { addFates, judgeBytes, judgeFile, judgeRow, noFates } from './oracle.js'
import { Random } from './random.js'

export interface FuzzSetup {
  readonly seed: number
  /** Numbers of inputs: from, and how many, in steps of `threads`. */
  readonly from: number
  readonly inputs: number
  readonly threads: number
  /** A directory for the file at hand. */
  readonly directory: string
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

type Hostile = { readonly row: Row } | { readonly bytes: Buffer } | { readonly file: Buffer }

// What costs as much again is done for one input in so many.
const DEEP_EACH = 8
const PROGRESS_EACH = 1024
/** Files that are taken apart: one input in so many. Half of them are workbooks. */
const FILE_EACH = 16

const setup: FuzzSetup = workerData
const cell = new BigInt64Array(setup.at)
const all = await grounds()
const fates = noFates()
let judged = 0

/** Rows are cheap, files are where readers break: half and half. */
function made({ files, rows, takesSheets }: Ground, random: Random): Hostile {
  if (random.below(FILE_EACH) === 0) {
    if (takesSheets && random.below(2) === 0) return { file: hostileWorkbook(rows, random) }
    return { file: hostileZip([...files, ...random.pick(all).files], random) }
  }
  if (rows.length > 0 && random.below(2) === 0) return { row: mutatedRow(random.pick(rows), random, random.pick(rows)) }
  return { bytes: mutated(random.pick(files), random, random.pick(random.pick(all).files)) }
}

for (let input = setup.from; input < setup.inputs; input += setup.threads) {
  Atomics.store(cell, 0, BigInt(input))
  const random = new Random((setup.seed * 1_000_003) ^ (input * 2_654_435_761))
  const ground = random.pick(all)
  const { loaded } = ground
  const deep = input % DEEP_EACH === 0
  const hostile = made(ground, random)
  try {
    if ('bytes' in hostile) addFates(fates, await judgeBytes(loaded, hostile.bytes, 1 + random.below(5000), deep))
    else if ('file' in hostile) addFates(fates, await judgeFile(loaded, hostile.file, join(setup.directory, 'f'), deep))
    else judgeRow(loaded, { line: 1, row: hostile.row }, fates, deep)
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const bytes = 'bytes' in hostile ? hostile.bytes : 'file' in hostile ? hostile.file : undefined
    const kept = bytes?.toString('base64') ?? JSON.stringify(hostile)
    parentPort?.postMessage({ type: 'found', input, connector: loaded.id, why, bytes: kept } satisfies FuzzReport)
  }
  judged++
  if (judged % PROGRESS_EACH === 0) await new Promise((resolve) => setImmediate(resolve))
}
parentPort?.postMessage({ type: 'done', fates, judged } satisfies FuzzReport)
