/** Topic to tables: reads record batches from their positions and merges them, one transaction a batch. */

import { setTimeout as sleep } from 'node:timers/promises'
import { LedgerError, messageOf } from '../core/errors.js'
import { sha256 } from '../core/ids.js'
import { Utf8Writer } from '../core/utf8.js'
import { KIND_NAMES, type Kind, RECORD_MESSAGES, type RecordMessage } from '../schemas/record.js'
import { kindOf, recordTopic } from '../schemas/topics.js'
import type { ReadBatch, ReadMessage } from '../topics/log.js'
import { inTransaction, type Session } from '../warehouse/database.js'
import { exclusively, fence, moveTo, type Ownership, positionOf, takeOwnership } from '../warehouse/positions.js'
import { type QuarantineEntry, quarantine } from '../warehouse/quarantine.js'
import { columnsOf, identityOf, writeRow } from '../warehouse/record_rows.js'
import {
  beginLoad,
  dropLoad,
  type GroupedRows,
  groupRows,
  type IdentifiedRow,
  mergeRecords,
  prepareStaging,
} from '../warehouse/records.js'
import { addMerged, closeRun, passedRuns, runOfBatch } from '../warehouse/runs.js'
import { withdrawAbsent } from '../warehouse/snapshots.js'
import { shown } from './normalize.js'
import type { Stage } from './stage.js'

const CONSUMER = 'load'

// Batches are small for the sake of memory; a transaction takes several, so that its round trips are shared.
const ROWS_AT_ONCE = 2000
// How often a loader that has caught up looks for more.
const POLL_MS = 50

/** Batches read ahead: decoded and told apart while those before them are merged. */
interface Prepared {
  readonly topic: string
  readonly partition: number
  readonly kind: Kind
  readonly runId: number
  readonly connector: string
  readonly messages: number
  readonly nextOffset: number
  readonly grouped: GroupedRows
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
      // Where each partition ended when it was loaded last: most have nothing new most of the time.
      const ends = new Map<string, number>()
      for (;;) {
        // Asked before reading: what was appended until then is read in this round.
        const again = more()
        const round = await loadOnce(stage, session, owner, ends)
        loaded += round
        if (round === 0 && !again) break
        if (round === 0) await sleep(POLL_MS)
      }
      await closeRuns(stage, session, owner)
    })
    return loaded
  })
}

/** Loads every record topic to where it ends now. */
async function loadOnce(stage: Stage, session: Session, owner: Ownership, ends: Map<string, number>): Promise<number> {
  let loaded = 0
  for (const { topic, partition, nextOffset: end } of await stage.topics.bounds()) {
    const kind = kindOf(topic)
    if (kind === undefined || ends.get(`${topic}/${partition}`) === end) continue
    const done = await loadPartition(stage, session, owner, kind, partition, end)
    loaded += done.loaded
    ends.set(`${topic}/${partition}`, done.position)
  }
  return loaded
}

/** Loads a partition up to `end`, reading ahead of the merge; returns how many messages, and where it stands now. */
async function loadPartition(
  stage: Stage,
  session: Session,
  owner: Ownership,
  kind: Kind,
  partition: number,
  end: number,
): Promise<{ loaded: number; position: number }> {
  let [loaded, position] = [0, await positionOf(stage.database, CONSUMER, recordTopic(kind), partition)]
  let next = prepareNext(stage, kind, partition, position, end)
  for (;;) {
    const prepared = await next
    if (prepared === null) return { loaded, position }
    next = prepareNext(stage, kind, partition, prepared.nextOffset, end)
    next.catch(() => undefined)
    await apply(session, owner, prepared)
    loaded += prepared.messages
    position = prepared.nextOffset
    stage.progress({ stage: 'load', what: kind, done: prepared.nextOffset, total: null })
  }
}

/** The next batches of one run, together enough rows to be worth a transaction; null at the end. */
async function prepareNext(
  stage: Stage,
  kind: Kind,
  partition: number,
  offset: number,
  end: number,
): Promise<Prepared | null> {
  const topic = recordTopic(kind)
  const rows: IdentifiedRow[] = []
  const foreign: QuarantineEntry[] = []
  let [messages, nextOffset] = [0, offset]
  let first: ReadBatch | undefined
  while (messages < ROWS_AT_ONCE && nextOffset < end) {
    const batch = await stage.topics.read(topic, partition, nextOffset)
    if (batch === null || (first !== undefined && !together(first, batch))) break
    first ??= batch
    if (stage.topics.records === 'rows')
      for (const { value } of batch.messages) rows.push({ ...identityOf(value), row: value })
    else readRecords(kind, batch, rows, foreign)
    messages += batch.messages.length
    nextOffset = batch.nextOffset
  }
  if (first === undefined) return null
  const { run_id: runId = 0, connector = 'unknown' } = first.headers
  const grouped = groupRows(kind, knownColumns(kind, first), rows)
  return { topic, partition, kind, runId, connector, messages, nextOffset, grouped, foreign }
}

/** True when two batches can be merged in one transaction. */
function together(a: ReadBatch, b: ReadBatch): boolean {
  return a.headers.run_id === b.headers.run_id && String(a.headers.columns) === String(b.headers.columns)
}

/** The columns of a batch's rows: those that it names, else today's. */
function knownColumns(kind: Kind, { topic, headers }: ReadBatch): readonly string[] {
  const today = columnsOf(kind)
  const named = headers.columns ?? today
  const unknown = named.find((column) => !today.includes(column))
  if (unknown === undefined) return named
  throw new LedgerError(
    'not_supported',
    `${topic} holds rows with the column '${unknown}', which this version does not know`,
    'Load them with the version that wrote them, or ingest their source again.',
  )
}

/** Takes records out of a log that others can write to: what is none is an entry for quarantine. */
function readRecords(kind: Kind, batch: ReadBatch, rows: IdentifiedRow[], foreign: QuarantineEntry[]): void {
  const { source_id: sourceId, run_id: runId = 0 } = batch.headers
  const space = new Utf8Writer(batch.messages.reduce((sum, { value }) => sum + value.length, 0))
  for (const message of batch.messages) {
    const found = sourceId === undefined ? 'the batch names no source' : parse(kind, message)
    if (typeof found === 'string' || sourceId === undefined) {
      foreign.push(foreignEntry(batch, message, String(found)))
      continue
    }
    const {
      record_id: recordId,
      content_hash: _,
      version_at: versionAt,
      version_seq: versionSeq,
      locator,
      ...record
    } = found
    const line = Number(locator.slice(locator.lastIndexOf(':') + 1))
    const { row } = writeRow(
      record,
      { recordId: recordId.toLowerCase(), versionAt, versionSeq, sourceId, line, runId },
      space,
    )
    rows.push({ ...identityOf(row), row })
  }
}

/** The record of a message, or why it is none. */
function parse(kind: Kind, message: ReadMessage): RecordMessage | string {
  let value: unknown
  try {
    value = JSON.parse(message.value.toString())
  } catch (error) {
    return `it is not JSON: ${messageOf(error)}`
  }
  const parsed = RECORD_MESSAGES[kind].safeParse(value)
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
    raw: shown(message.value.toString()),
    hash: sha256(locator).slice(0, 32),
  }
}

/** One transaction: rows, quarantine, run counts and position, fenced by the owner's epoch. */
async function apply(session: Session, owner: Ownership, prepared: Prepared): Promise<void> {
  const { kind, runId, grouped } = prepared
  await inTransaction(session, async () => {
    await fence(session, owner)
    const run = await runOfBatch(session, runId)
    const loadId = await beginLoad(session, kind, runId, prepared.messages)
    const counts = await mergeRecords(session, grouped, run?.collects_keys === true ? runId : null)
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
