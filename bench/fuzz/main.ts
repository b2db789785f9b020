/**
 * Hostile inputs by the million, over every format, archives, workbooks and every normalizer: nothing may crash, hang, go without an outcome or take much memory. Inputs follow from
 * the seed and their number; what is found is told with both, so that `--seed S --only N` makes it again.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { Command } from 'commander'
import type { FuzzReport, FuzzSetup } from './fuzz.worker.js'
import { addFates, type Fates, noFates } from './oracle.js'

const LOOK_MS = 500
const MB = 1 << 20
const SHOWN = 10
/**
 * What a thread may take: several times what an input needs. Without it V8 lets garbage lie until the sum of the threads says nothing of the readers;
 * an input that needs more ends its thread, and is told.
 */
const HEAP = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 }

const say = (text: string) => void process.stdout.write(`${text}\n`)

interface Totals {
  readonly fates: Fates
  judged: number
  found: number
  hung: number
  starved: number
  peakBytes: number
}

export async function main(args: readonly string[]): Promise<number> {
  const options = new Command('fuzz')
    .description('Judges hostile inputs over all formats and connectors.')
    .option('--inputs <n>', 'how many', '1000000')
    .option('--seed <n>', 'which ones', '1')
    .option('--only <n>', 'this one alone')
    .option('--hang-seconds <n>', 'an input that takes longer hangs', '10')
    .option('--memory-mb <n>', 'more than that is too much', '500')
    .parse([...args], { from: 'user' })
    .opts<Readonly<Record<'inputs' | 'seed' | 'hangSeconds' | 'memoryMb', string>> & { readonly only?: string }>()
  const only = options.only === undefined ? undefined : Number(options.only)
  const threads = only === undefined ? availableParallelism() : 1
  const inputs = only === undefined ? Number(options.inputs) : only + 1
  const totals: Totals = { fates: noFates(), judged: 0, found: 0, hung: 0, starved: 0, peakBytes: 0 }
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: threads }, (_, index) =>
      runThread(
        { seed: Number(options.seed), from: only ?? index, inputs, threads, at: new SharedArrayBuffer(8) },
        Number(options.hangSeconds) * 1000,
        totals,
      ),
    ),
  )
  const { fates, judged, found, hung, starved, peakBytes } = totals
  const tooMuch = peakBytes > Number(options.memoryMb) * MB
  say(
    `${judged.toLocaleString('en-US')} inputs, seed ${options.seed}, ${((performance.now() - begun) / 1000).toFixed(0)} s: ` +
      `rows accepted ${fates.accepted}, rejected ${fates.rejected}, ignored ${fates.ignored}, file faults ${fates.faults}; ` +
      `crashed or unexplained ${found}, hung ${hung}, starved ${starved}, peak memory ${Math.round(peakBytes / MB)} MB`,
  )
  return found > 0 || hung > 0 || starved > 0 || tooMuch || judged === 0 ? 1 : 0
}

/** One thread to its end; one that hangs is ended, told, and goes on behind the input at which it hung. */
async function runThread(given: Omit<FuzzSetup, 'directory'>, hangMs: number, totals: Totals): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'riskledger-fuzz-'))
  try {
    await runInputs({ ...given, directory }, hangMs, totals)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function runInputs(setup: FuzzSetup, hangMs: number, totals: Totals): Promise<void> {
  const cell = new BigInt64Array(setup.at)
  for (let from = setup.from; from < setup.inputs; ) {
    Atomics.store(cell, 0, -1n)
    const worker = new Worker(new URL('./fuzz.worker.js', import.meta.url), {
      workerData: { ...setup, from },
      resourceLimits: HEAP,
    })
    const stopped = await watch(worker, cell, hangMs, totals)
    if (stopped === undefined) return
    totals[stopped.why]++
    say(`${stopped.why} at input ${stopped.at} (--seed ${setup.seed} --only ${stopped.at})`)
    from = stopped.at + setup.threads
  }
}

interface Stopped {
  readonly why: 'hung' | 'starved'
  readonly at: number
}

/** Undefined when it ended by itself, else the input at which it hung or wanted more memory than there is for it. */
function watch(worker: Worker, cell: BigInt64Array, hangMs: number, totals: Totals): Promise<Stopped | undefined> {
  return new Promise((resolve, reject) => {
    let [last, since] = [-1n, performance.now()]
    const looking = setInterval(() => {
      totals.peakBytes = Math.max(totals.peakBytes, process.memoryUsage.rss())
      const at = Atomics.load(cell, 0)
      if (at !== last) [last, since] = [at, performance.now()]
      else if (at >= 0n && performance.now() - since > hangMs) {
        clearInterval(looking)
        worker.terminate().then(() => resolve({ why: 'hung', at: Number(at) }), reject)
      }
    }, LOOK_MS)
    worker.on('message', (report: FuzzReport) => {
      if (report.type === 'found') tell(report, totals)
      else {
        totals.judged += report.judged
        addFates(totals.fates, report.fates)
      }
    })
    worker.on('error', (error) => {
      clearInterval(looking)
      const at = Number(Atomics.load(cell, 0))
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' && at >= 0) resolve({ why: 'starved', at })
      else reject(error)
    })
    worker.on('exit', () => {
      clearInterval(looking)
      resolve(undefined)
    })
  })
}

function tell({ input, connector, why, bytes }: Extract<FuzzReport, { readonly type: 'found' }>, totals: Totals): void {
  totals.found++
  if (totals.found <= SHOWN) say(`input ${input}, ${connector}: ${why}\n  ${bytes.slice(0, 2000)}`)
}
