/** What an agency hands over itself: read as any file is, and every row's fate goes back to who sent it. */
import { masked } from '../schemas/citizen_numbers.js'
import { readFile, type SourceFile } from '../sources/files.js'
import { DEFAULT_LIMITS } from '../sources/source.js'
import { type Run, readRuns } from '../warehouse/runs.js'
import { ingest } from './ingest.js'
import { type Fate, fatesOf } from './judge.js'
import type { LoadedConnector } from './registry.js'
import type { Stage } from './stage.js'

export interface Received {
  readonly run: Run
  /** In the order of the rows. */
  readonly rows: readonly Fate[]
  /** Why the file could not be read, or not to its end. */
  readonly faults: readonly { readonly fault: string; readonly message: string; readonly line: number | null }[]
}

/** Reads one file into the log and returns when it is durable. The same file again changes nothing and gets the same answer. */
export async function receive(stage: Stage, loaded: LoadedConnector, file: SourceFile): Promise<Received> {
  const runId = await ingest(stage, loaded, [file], { full: false })
  const [run] = await readRuns(stage.database, [runId])
  if (run === undefined) throw new Error(`run ${runId} is not there`)
  const maxValueBytes = await stage.topics.maxValueBytes()
  const rows: Fate[] = []
  const faults: Received['faults'][number][] = []
  // Judged once more and not kept on the way: judging is pure, and ingest holds no more than a batch.
  const limits = { ...DEFAULT_LIMITS, batchRows: stage.batchRows }
  for await (const event of readFile(file, loaded.connector.source.format, limits)) {
    if (event.type === 'batch') rows.push(...fatesOf(stage, loaded, file, event.batch.rows, maxValueBytes))
    if (event.type === 'fault')
      faults.push({ fault: event.fault.fault, message: masked(event.fault.message), line: event.fault.line ?? null })
  }
  return { run, rows, faults }
}
