/** A thread that reads the mentions of a table ahead of the one that reads their names. */
import { on } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { type ErrorReport, reportOf } from '../core/errors.js'
import type { Mapping } from '../resolution/mapping.js'
import { BatchReader, type MentionBatch } from '../resolution/mention_batches.js'
import { type Noticed, RowNotes } from './row_notes.js'
import { addRows, openTable } from './table_mentions.js'

export interface MentionsWanted {
  readonly records: string
  /** Where the mapping stands. */
  readonly path: string
  readonly mapping: Mapping
}

/** What it sends: batches, and at last that these were all, or what ended it. Every batch is answered when it is taken up. */
export type MentionsRead =
  | { readonly type: 'some'; readonly batch: MentionBatch; readonly share: number }
  | { readonly type: 'all'; readonly nameless: number; readonly notes: Noticed }
  | ({ readonly type: 'failed' } & ErrorReport)

/** So many batches may wait to be taken up: memory stays the same however large the file. */
const MOST_WAITING = 4

const send = (message: MentionsRead) => parentPort?.postMessage(message)

async function read({ records, path, mapping }: MentionsWanted, answers: AsyncIterator<unknown>): Promise<void> {
  const notes = new RowNotes()
  const reader = new BatchReader(mapping)
  let waiting = 0
  const file = await openTable(records, path, mapping)
  for await (const share of addRows(file, mapping, notes, reader)) {
    if (waiting === MOST_WAITING) await answers.next()
    else waiting++
    send({ type: 'some', batch: reader.take(), share })
  }
  send({ type: 'all', nameless: reader.nameless, notes: { left: notes.left, unused: notes.unused } })
}

if (parentPort !== null)
  try {
    await read(workerData, on(parentPort, 'message'))
  } catch (error) {
    send({ type: 'failed', ...reportOf(error) })
  }
