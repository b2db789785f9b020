/** Topic to tables: reads record batches from their positions and merges them, one transaction a batch. */

import { sha256 } from '../core/ids.js'
import { KIND_NAMES, type Kind, RECORD_MESSAGES, type RecordMessage } from '../schemas/record.js'
import { recordTopic } from '../schemas/topics.js'
import type { BatchHeaders, ReadBatch, ReadMessage } from '../topics/log.js'
import { inTransaction, type Session } from '../warehouse/database.js'
import { exclusively, fence, moveTo, type Ownership, positionOf, takeOwnership } from '../warehouse/positions.js'
import { type QuarantineEntry, quarantine } from '../warehouse/quarantine.js'
import {
  beginLoad,
  dropLoad,
  type EncodedRecord,
  type EncodedRecords,
  encodeRecord,
  groupRecords,
  mergeRecords,
  prepareStaging,
} from '../warehouse/records.js'
import { addMerged, closeRun, passedRuns, runOfBatch } from '../warehouse/runs.js'
import { withdrawAbsent } from '../warehouse/snapshots.js'
import { shown } from './normalize.js'
import type { Stage } from './stage.js'

const CONSUMER = 'load'

// Batches are small for the sake of memory; a transaction takes several, so that its round trips are shared.
const ROWS_AT_ONCE = 1000

/** Batches read ahead: decoded, checked and encoded for COPY while those before them are merged. */
interface Prepared {
  readonly topic: string
  readonly partition: number
  readonly kind: Kind
  readonly runId: number
  readonly connector: string
  readonly messages: number
  readonly nextOffset: number
  readonly encoded: EncodedRecords
  readonly foreign: readonly QuarantineEntry[]
}

/** True when loading should go on waiting for more: the ingester beside it is still at work. */
export type MoreComing = () => boolean

/**
 * Loads until caught up, and as long as `more` says that more is coming. Returns how many messages were loaded.
 * Throws LedgerError run_fenced when another process took over, database_lost and the like when Postgres goes away.
 */
export async function load(stage: Stage, more: MoreComing = () => false): Promise<number> {
  const waiting = () => stage.log.warn('another process loads: waiting for it')
  return exclusively(stage.database, CONSUMER, waiting, async () => {
    const owner = await takeOwnership(stage.database, CONSUMER)
    let loaded = 0
    await stage.database.session(async (session) => {
      await prepareStaging(session, KIND_NAMES)
      for (;;) {
        // Asked before reading: what was appended until then is read in this round.
        const again = more()
        let round = 0
        for (const kind of KIND_NAMES) round += await loadTopic(stage, session, owner, kind)
        loaded += round
        if (round === 0 && !again) break
        if (round === 0) await new Promise((resolve) => setTimeout(resolve, 20))
      }
      await closeRuns(stage, session, owner)
    })
    return loaded
  })
}

/** Loads one kind's topic to its end, reading one batch ahead of the merge. */
async function loadTopic(stage: Stage, session: Session, owner: Ownership, kind: Kind): Promise<number> {
  let loaded = 0
  for (const { partition, nextOffset: end } of await stage.topics.bounds(recordTopic(kind))) {
    const from = await positionOf(stage.database, CONSUMER, recordTopic(kind), partition)
    if (from >= end) continue
    let next = prepareNext(stage, kind, partition, from)
    for (;;) {
      const prepared = await next
      if (prepared === null) break
      next = prepareNext(stage, kind, partition, prepared.nextOffset)
      next.catch(() => undefined)
      await apply(session, owner, prepared)
      loaded += prepared.messages
      stage.progress({ stage: 'load', what: kind, done: prepared.nextOffset, total: null })
    }
  }
  return loaded
}

/**
 * The next batches of one run, together enough rows to be worth a transaction; null at the end of the topic. What they were read from is let
 * go of at once: only what will be written waits.
 */
async function prepareNext(stage: Stage, kind: Kind, partition: number, offset: number): Promise<Prepared | null> {
  const topic = recordTopic(kind)
  const records: EncodedRecord[] = []
  const foreign: QuarantineEntry[] = []
  let [messages, nextOffset] = [0, offset]
  let headers: BatchHeaders | undefined
  while (messages < ROWS_AT_ONCE) {
    const batch = await stage.topics.read(topic, partition, nextOffset)
    if (batch === null || (headers !== undefined && headers.run_id !== batch.headers.run_id)) break
    headers = batch.headers
    sort(stage, kind, batch, records, foreign)
    messages += batch.messages.length
    nextOffset = batch.nextOffset
  }
  if (headers === undefined) return null
  const { run_id: runId = 0, connector = 'unknown' } = headers
  const encoded = groupRecords(kind, records)
  return { topic, partition, kind, runId, connector, messages, nextOffset, encoded, foreign }
}

/** Puts each message of a batch where it belongs: with the records, or with what is none. */
function sort(stage: Stage, kind: Kind, batch: ReadBatch, records: EncodedRecord[], foreign: QuarantineEntry[]): void {
  const { source_id: sourceId, run_id: runId = 0 } = batch.headers
  for (const message of batch.messages) {
    const record = parse(stage, kind, message)
    if (typeof record === 'string') foreign.push(foreignEntry(batch, message, record))
    else if (sourceId === undefined) foreign.push(foreignEntry(batch, message, 'the batch names no source'))
    else {
      const line = Number(record.locator.slice(record.locator.lastIndexOf(':') + 1))
      records.push(encodeRecord(kind, runId, { record, sourceId, line }))
    }
  }
}

/** The record of a message, or why it is none. A log that only the pipeline can write to holds what ingest checked. */
function parse(stage: Stage, kind: Kind, message: ReadMessage): RecordMessage | string {
  if (stage.topics.trusted) return message.value as RecordMessage
  const parsed = RECORD_MESSAGES[kind].safeParse(message.value)
  if (parsed.success) return parsed.data
  return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
}

function foreignEntry(batch: ReadBatch, message: ReadMessage, reason: string): QuarantineEntry {
  const locator = `${batch.topic}/${batch.partition}@${message.offset}`
  return {
    scope: 'message',
    line: null,
    locator,
    issues: [{ field: null, code: 'message_invalid', message: reason, value: null }],
    raw: shown(message.value),
    hash: sha256(locator).slice(0, 32),
  }
}

/** One transaction: rows, quarantine, run counts and position, fenced by the owner's epoch. */
async function apply(session: Session, owner: Ownership, prepared: Prepared): Promise<void> {
  const { kind, runId, encoded } = prepared
  await inTransaction(session, async () => {
    await fence(session, owner)
    const run = await runOfBatch(session, runId)
    const loadId = await beginLoad(session, kind, runId, prepared.messages)
    const counts = await mergeRecords(session, encoded, loadId, run?.collects_keys === true ? runId : null)
    if (counts.inserted + counts.updated === 0) await dropLoad(session, loadId)
    await quarantine(session, prepared.connector, null, null, prepared.foreign)
    // A topic that is replayed brings batches of runs that were closed long ago: their figures stand.
    if (run?.closed === false) await addMerged(session, runId, counts)
    await moveTo(session, owner.consumer, prepared.topic, prepared.partition, prepared.nextOffset)
  })
}

/** Closes runs that are loaded to their end; a full snapshot's withdraws what it lacked. */
async function closeRuns(stage: Stage, session: Session, owner: Ownership): Promise<void> {
  await inTransaction(session, async () => {
    await fence(session, owner)
    for (const run of await passedRuns(session, CONSUMER)) {
      const withdrawal = run.full_snapshot ? await withdrawAbsent(session, run) : { withdrawn: 0, refused: null }
      if (withdrawal.refused !== null)
        stage.log.warn({ connector: run.connector, run_id: run.run_id }, withdrawal.refused)
      await closeRun(session, run.run_id, withdrawal.withdrawn, withdrawal.refused)
    }
  })
}
