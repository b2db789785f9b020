/** What an agency hands over itself: read as any file is, and every row's fate goes back to who sent it. */
import { masked } from '../schemas/citizen_numbers.js'
import type { SourceFile } from '../sources/files.js'
import { openParts } from '../sources/parts.js'
import { DEFAULT_LIMITS, type ReadLimits } from '../sources/source.js'
import { type Run, readRuns } from '../warehouse/runs.js'
import { underContract } from './drift.js'
import { ingest } from './ingest.js'
import { type Fate, fatesOf } from './judge.js'
import type { LoadedConnector } from './registry.js'
import type { Stage } from './stage.js'

/** Within what was sent, where that is an archive or a workbook: the entry or the sheet. */
interface Within {
  readonly part?: string
}

/** Why what was sent could not be read, or not to its end. */
export interface TheFault extends Within {
  readonly fault: string
  readonly message: string
  readonly line: number | null
}

export type Told = { readonly rows: readonly (Fate & Within)[] } | { readonly fault: TheFault }

export interface Received {
  readonly run: Run
  /** The fate of every row in their order, batch by batch, and the faults. */
  outcomes(): AsyncGenerator<Told>
}

/**
 * Reads one file into the log and returns when it is durable. The same file again changes nothing and gets the same answer. What it unpacks to beyond
 * `expandedBytes` is not read (file_bomb).
 */
export async function receive(
  stage: Stage,
  loaded: LoadedConnector,
  file: SourceFile,
  expandedBytes: number,
): Promise<Received> {
  const limits = { ...DEFAULT_LIMITS, expandedBytes, batchRows: stage.batchRows }
  const runId = await ingest(stage, loaded, [file], { full: false, limits })
  const [run] = await readRuns(stage.database, [runId])
  if (run === undefined) throw new Error(`run ${runId} is not there`)
  const maxValueBytes = await stage.topics.maxValueBytes()
  return { run, outcomes: () => outcomes(stage, loaded, file, limits, maxValueBytes) }
}

/** Judged once more and not kept on the way: judging is pure, and neither ingest nor the answer holds more than a batch. */
async function* outcomes(
  stage: Stage,
  loaded: LoadedConnector,
  file: SourceFile,
  limits: ReadLimits,
  maxValueBytes: number,
): AsyncGenerator<Told> {
  const { connector } = loaded
  const opened = await openParts([file], connector.source.format, limits)
  try {
    for (const part of opened.parts) {
      const within: Within = part.name === file.name ? {} : { part: part.name.slice(file.name.length + 1) }
      const tell = ({ fault, message, line }: { fault: string; message: string; line?: number }) => ({
        fault: { ...within, fault, message: masked(message), line: line ?? null },
      })
      if ('fault' in part) {
        yield tell(part.fault)
        continue
      }
      // As ingest reads it: what the contract refuses there was not accepted.
      for await (const event of underContract(connector, part.read(limits))) {
        if (event.type === 'fault') yield tell(event.fault)
        if (event.type !== 'batch') continue
        const fates = fatesOf(stage, loaded, part, event.batch.rows, maxValueBytes)
        yield { rows: fates.map((fate) => ({ ...within, ...fate })) }
      }
    }
  } finally {
    await opened.close()
  }
}
