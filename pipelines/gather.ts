/** Reads ahead for the loader: what waits on its partitions of one kind, put together to be worth a transaction. */
import type { Kind } from '../schemas/record.js'
import { type ReadBatch, valueBytes } from '../topics/log.js'
import { nameOf, type Ownership } from '../warehouse/members.js'
import type { Standing } from '../warehouse/positions.js'
import type { QuarantineEntry } from '../warehouse/quarantine.js'
import { identityOf } from '../warehouse/record_rows.js'
import { type GroupedRows, groupRows, type IdentifiedRow } from '../warehouse/records.js'
import { knownColumns, namedSource, takeRecords, unloadableEntry } from './records_in.js'
import type { Stage } from './stage.js'

// Batches are small for the sake of memory; a transaction takes several, so that its round trips are shared.
const ROWS_AT_ONCE = 2000
const BYTES_AT_ONCE = 16 << 20

/** A partition that is being read: who owns it, how far it is read ahead, and where it ended when the round began. */
export interface Cursor {
  readonly owned: Ownership
  standing: Standing
  end: number
}

/** The rows of one run, told apart while those before them are merged. */
export interface Gathered {
  /** 0 for a run of another ledger. */
  readonly runId: number
  readonly messages: number
  readonly grouped: GroupedRows
}

/** Messages that are no records, or that Postgres refuses. */
export interface Unloadable {
  readonly connector: string
  /** The run that sent them; 0 when none of this ledger did. */
  readonly runId: number
  readonly entries: readonly QuarantineEntry[]
}

/** A batch, and the right by which it was taken. */
export interface Taken {
  readonly owned: Ownership
  readonly batch: ReadBatch
}

/** What one transaction will write, and how far it moves which positions. */
export interface Prepared {
  readonly kind: Kind
  readonly messages: number
  readonly runs: readonly Gathered[]
  readonly unloadable: readonly Unloadable[]
  readonly owned: readonly Ownership[]
  readonly standing: readonly Standing[]
  /** What it is made of. */
  readonly taken: readonly Taken[]
}

/** Batches of one run that can be merged together, while they are gathered. */
interface Gathering {
  readonly runId: number
  readonly columns: readonly string[]
  readonly rows: IdentifiedRow[]
  messages: number
}

/** The next batches of the cursors, in turns, and the cursors moved behind them; null at their ends. */
export async function gather(stage: Stage, kind: Kind, cursors: readonly Cursor[]): Promise<Prepared | null> {
  const taken: Taken[] = []
  let [messages, bytes] = [0, 0]
  const enough = () => messages >= ROWS_AT_ONCE || bytes >= BYTES_AT_ONCE
  for (let more = true; more && !enough(); ) {
    more = false
    for (const cursor of cursors) {
      if (cursor.standing.nextOffset >= cursor.end || enough()) continue
      const { topic, partition, nextOffset } = cursor.standing
      const batch = await stage.topics.read(topic, partition, nextOffset)
      if (batch === null) continue
      more = true
      messages += batch.messages.length
      bytes += valueBytes(batch.messages)
      taken.push({ owned: cursor.owned, batch })
      cursor.standing = standingBehind(batch)
    }
  }
  return taken.length === 0 ? null : assemble(stage, kind, taken)
}

function standingBehind({ topic, partition, nextOffset, messages }: ReadBatch): Standing {
  return { topic, partition, nextOffset, lastId: messages.at(-1)?.id ?? null }
}

/** Puts batches together for one transaction. */
async function assemble(stage: Stage, kind: Kind, taken: readonly Taken[]): Promise<Prepared> {
  const groups: Gathering[] = []
  const unloadable: Unloadable[] = []
  /** By partition: the group that it added to last, and the last of its batches. */
  const last = new Map<string, { readonly group: number; readonly taken: Taken }>()
  for (const one of taken) {
    const name = nameOf(one.owned)
    const group = await take(stage, kind, one.batch, groups, last.get(name)?.group ?? 0, unloadable)
    last.set(name, { group, taken: one })
  }
  const ends = [...last.values()]
  return {
    kind,
    messages: taken.reduce((sum, { batch }) => sum + batch.messages.length, 0),
    runs: groups.map(({ runId, columns, rows, messages }) => ({
      runId,
      messages,
      grouped: groupRows(kind, columns, rows),
    })),
    unloadable,
    owned: ends.map(({ taken: { owned } }) => owned),
    standing: ends.map(({ taken: { batch } }) => standingBehind(batch)),
    taken,
  }
}

/** The same, a message each. */
export async function* oneByOne(stage: Stage, { kind, taken }: Prepared): AsyncGenerator<Prepared> {
  for (const { owned, batch } of taken)
    for (const [index, message] of batch.messages.entries()) {
      const nextOffset = index === batch.messages.length - 1 ? batch.nextOffset : message.offset + 1
      yield assemble(stage, kind, [{ owned, batch: { ...batch, messages: [message], nextOffset } }])
    }
}

/** A single message that Postgres refuses, as something for quarantine alone. */
export function refusedByPostgres(prepared: Prepared, reason: string): Prepared {
  const [gathered] = prepared.runs
  const unloadable = prepared.taken.map(({ batch }) => ({
    runId: gathered?.runId ?? 0,
    connector: connectorOf(batch),
    entries: batch.messages.map((message) => unloadableEntry(batch, message, `Postgres refuses it: ${reason}`)),
  }))
  return { ...prepared, runs: [], unloadable }
}

function connectorOf({ headers }: ReadBatch): string {
  return headers.connector ?? namedSource(headers.source)?.connector ?? 'unknown'
}

/**
 * Adds a batch to a group of its run, and returns which. Groups are merged in their order, so it is none before the one that its partition added to last: what
 * comes later in a partition is merged later.
 */
async function take(
  stage: Stage,
  kind: Kind,
  batch: ReadBatch,
  groups: Gathering[],
  from: number,
  unloadable: Unloadable[],
): Promise<number> {
  const [ledger, run] = (batch.headers.run ?? '').split('/')
  const own = ledger === stage.ledgerId
  // No longer than a number of a run can be, whatever a stranger writes.
  const runId = own && /^\d{1,15}$/.test(run ?? '') ? Number(run) : 0
  const columns = knownColumns(kind, batch)
  const at = groups.findIndex(
    (one, index) => index >= from && one.runId === runId && String(one.columns) === String(columns),
  )
  const gathering = groups[at] ?? { runId, columns, rows: [], messages: 0 }
  const place = at === -1 ? groups.push(gathering) - 1 : at
  gathering.messages += batch.messages.length
  if (stage.topics.records === 'rows') {
    for (const { value } of batch.messages)
      if (value !== null) gathering.rows.push({ ...identityOf(value), row: value })
    return place
  }
  const entries: QuarantineEntry[] = []
  await takeRecords(kind, batch, { database: stage.database, runId, own }, gathering.rows, entries)
  if (entries.length > 0) unloadable.push({ connector: connectorOf(batch), runId, entries })
  return place
}
