/** Records that are appended bit by bit, as ingest would: made by the connector and the pipeline before the clock starts. */

import { Commits } from '../pipelines/commits.js'
import { encodeMessages } from '../pipelines/ingest_part.js'
import { judge, type Reading } from '../pipelines/judge.js'
import { declarationOf, loadConnector } from '../pipelines/registry.js'
import type { Stage } from '../pipelines/stage.js'
import type { Kind } from '../schemas/record.js'
import { fingerprint, listFiles, readFile } from '../sources/files.js'
import { DEFAULT_LIMITS } from '../sources/source.js'
import type { Message } from '../topics/log.js'
import { beginRun } from '../warehouse/runs.js'
import { enterSource } from '../warehouse/sources.js'

const CONNECTOR = 'cn_credit_penalty'

/** A batch that waits to be appended. */
export interface LiveBatch {
  readonly reading: Reading
  readonly messages: ReadonlyMap<Kind, Message[]>
}

/** The batches of a file of penalties, of `batchRows` rows each, as a run of the ledger. */
export async function liveBatches(stage: Stage, path: string, batchRows: number): Promise<LiveBatch[]> {
  const loaded = await loadConnector(CONNECTOR)
  const [file] = await listFiles(path)
  if (file === undefined) throw new Error(`no file ${path}`)
  const hash = await fingerprint(file)
  const source = await enterSource(stage.database, CONNECTOR, { ...file, sha256: hash })
  const runId = await beginRun(stage.database, declarationOf(loaded), null)
  const maxValueBytes = await stage.topics.maxValueBytes()
  const reading: Reading = { loaded, file, sha256: hash, source, runId, kept: null, maxValueBytes }
  const batches: LiveBatch[] = []
  for await (const event of readFile(file, loaded.connector.source.format, { ...DEFAULT_LIMITS, batchRows }))
    if (event.type === 'batch') batches.push({ reading, messages: judge(stage, reading, event.batch).messages })
  return batches
}

/** Appends batches through the log port in their order, as ingest does: a few under way, each durable when it is done. */
export class LiveAppender {
  readonly #stage: Stage
  readonly #commits = new Commits()

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** Returns as soon as few enough are under way. */
  append({ reading, messages }: LiveBatch): Promise<void> {
    return this.#commits.add(encodeMessages(this.#stage, reading, messages), async (encoded) => {
      const { topics, database } = this.#stage
      await topics.appendAhead(encoded)
      await database.atOnce((session) => encoded.map((batch) => topics.appendWithin(batch, session)))
    })
  }

  settle(): Promise<void> {
    return this.#commits.settle()
  }
}
