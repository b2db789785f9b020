/** Records that are appended bit by bit, as ingest would: made by the connector and the pipeline before the clock starts. */

import { encodeMessages } from '../pipelines/ingest.js'
import { judge, type Reading } from '../pipelines/judge.js'
import { loadConnector } from '../pipelines/registry.js'
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
  const runId = await beginRun(stage.database, CONNECTOR, null)
  const maxValueBytes = await stage.topics.maxValueBytes()
  const reading: Reading = { loaded, file, sha256: hash, source, runId, kept: null, maxValueBytes }
  const batches: LiveBatch[] = []
  for await (const event of readFile(file, loaded.connector.source.format, { ...DEFAULT_LIMITS, batchRows }))
    if (event.type === 'batch') batches.push({ reading, messages: judge(stage, reading, event.batch).messages })
  return batches
}

/** Appends a batch through the log port; it is durable afterwards. */
export async function appendLive(stage: Stage, { reading, messages }: LiveBatch): Promise<void> {
  const encoded = await encodeMessages(stage, reading, messages)
  await stage.topics.appendAhead(encoded)
  await stage.database.atOnce((session) => encoded.map((batch) => stage.topics.appendWithin(batch, session)))
}
