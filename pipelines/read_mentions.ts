/** The mentions of a table of anyone's own: in this thread, or with one that reads ahead. */
import { on } from 'node:events'
import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { errorOf } from '../core/errors.js'
import type { Mapping } from '../resolution/mapping.js'
import { MentionReader, type Mentions } from '../resolution/mention.js'
import { JoinedMentions } from '../resolution/mention_batches.js'
import type { MentionsRead, MentionsWanted } from './mentions.worker.js'
import type { OwnFile } from './own_file.js'
import type { RowNotes } from './row_notes.js'
import type { Progress } from './stage.js'
import { addRows, openTable } from './table_mentions.js'

/** The bytes of a smaller file are read before a thread has begun. */
const LARGE = 2 << 20

export interface MentionsToRead {
  readonly records: string
  readonly mapping: string
  readonly progress: Progress
  /** Large files may be read, and pairs found, in threads beside this one; for compiled code. */
  readonly threads?: boolean
}

/** Throws LedgerError mapping_invalid, source_missing, source_unreadable. */
export async function readMentions(options: MentionsToRead, mapping: Mapping, notes: RowNotes): Promise<Mentions> {
  const file = await openTable(options.records, options.mapping, mapping)
  const told = (share: number) =>
    options.progress({ stage: 'read', what: options.records, done: Math.round(1000 * share), total: 1000 })
  const isLarge = options.threads === true && (await stat(options.records)).size > LARGE
  return isLarge
    ? readBeside({ records: options.records, path: options.mapping, mapping }, notes, told)
    : readHere(file, mapping, notes, told)
}

type Told = (share: number) => void

async function readHere(file: OwnFile, mapping: Mapping, notes: RowNotes, told: Told): Promise<Mentions> {
  const reader = new MentionReader(mapping)
  for await (const share of addRows(file, mapping, notes, reader)) told(share)
  return reader.mentions
}

/** Reads names, addresses and codes of what another thread has read. */
async function readBeside(wanted: MentionsWanted, notes: RowNotes, told: Told): Promise<Mentions> {
  const worker = new Worker(new URL('./mentions.worker.js', import.meta.url), { workerData: wanted })
  const joined = new JoinedMentions(wanted.mapping)
  try {
    for await (const [message] of on(worker, 'message', { close: ['exit'] })) {
      const read: MentionsRead = message
      if (read.type === 'failed') throw errorOf(read)
      if (read.type === 'all') {
        notes.add(read.notes)
        return joined.done(read.nameless)
      }
      worker.postMessage('taken')
      joined.add(read.batch)
      told(read.share)
    }
    throw new Error('the thread that reads mentions ended before it had read all')
  } finally {
    await worker.terminate()
  }
}
