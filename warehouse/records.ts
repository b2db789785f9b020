/** Records into their tables: COPY to a staging table, then a versioned merge. The same batch twice changes nothing. */
import { fieldsOf, type Kind, type RecordMessage } from '../schemas/record.js'
import { type ColumnType, copyInto, copyValue } from './copy.js'
import type { Session } from './database.js'

/** A record with where it came from: what one row of store.<kind> is made of. */
export interface StagedRecord {
  readonly record: RecordMessage
  readonly sourceId: number
  readonly line: number
}

export interface MergeCounts {
  inserted: number
  updated: number
  unchanged: number
}

const ENVELOPE = ['record_id', 'content_hash', 'version_at', 'version_seq'] as const
const ARRAYS = new Set(['flags', 'measures', 'regulated_for', 'recall_numbers'])

function typeOf(field: string): ColumnType {
  if (field === 'parties') return 'json'
  return ARRAYS.has(field) ? 'text[]' : 'scalar'
}

/** Records of one kind, encoded for COPY ahead of the transaction. Every record_id occurs once in a generation. */
export interface EncodedRecords {
  readonly kind: Kind
  readonly generations: readonly { readonly lines: string; readonly count: number }[]
  /** Repeats inside the batch, dropped here: they count as unchanged. */
  readonly repeats: number
}

/**
 * Splits a batch so that no record occurs twice in one merge: exact repeats are dropped, and a second version of a
 * record waits for the next generation, so that versions are merged one after the other.
 */
function generationsOf(batch: readonly StagedRecord[]): { generations: StagedRecord[][]; repeats: number } {
  const seen = new Map<string, string[]>()
  const generations: StagedRecord[][] = [[]]
  let repeats = 0
  for (const staged of batch) {
    const { record_id, content_hash, version_at } = staged.record
    // The publisher's time belongs to the version; arrival (a line number in version_seq) does not.
    const version = staged.record.version_seq === 0 ? `${content_hash}@${version_at}` : content_hash
    const versions = seen.get(record_id)
    if (versions === undefined) {
      seen.set(record_id, [version])
      generations[0]?.push(staged)
    } else if (versions.includes(version)) repeats++
    else {
      const place = versions.push(version) - 1
      const generation = generations[place]
      if (generation === undefined) generations[place] = [staged]
      else generation.push(staged)
    }
  }
  return { generations, repeats }
}

/** Encodes a batch of one kind and one run. */
export function encodeRecords(kind: Kind, runId: number, batch: readonly StagedRecord[]): EncodedRecords {
  const fields = fieldsOf(kind).map((field) => ({ field, type: typeOf(field) }))
  const { generations, repeats } = generationsOf(batch)
  const lines = (generation: readonly StagedRecord[]) => {
    let text = ''
    for (const { record, sourceId, line } of generation) {
      const values: Record<string, unknown> = record
      text += `${record.record_id}\t${record.content_hash}\t${record.version_at}\t${record.version_seq}\t${sourceId}\t${line}\t${runId}`
      for (const { field, type } of fields) text += `\t${copyValue(values[field], type)}`
      text += '\n'
    }
    return text
  }
  return {
    kind,
    repeats,
    generations: generations.map((generation) => ({ lines: lines(generation), count: generation.length })),
  }
}

/** Makes the session's staging tables; COPY fills them, the end of the transaction empties them. */
export async function prepareStaging(session: Session, kinds: readonly Kind[]): Promise<void> {
  for (const kind of kinds) {
    await session.query(`
      create temp table if not exists stage_${kind} (like store.${kind} including defaults) on commit delete rows;
      alter table stage_${kind} alter load_id set default currval('store.load_load_id_seq')`)
  }
}

/** Opens a load: the records that one transaction changes, by which resolution finds them. */
export async function beginLoad(session: Session, kind: Kind, runId: number, records: number): Promise<void> {
  await session.query({
    name: 'begin load',
    text: 'insert into store.load (run_id, kind, records) values ($1, $2, $3)',
    values: [runId, kind, records],
  })
}

/** Closes a load that changed nothing: there is nothing to resolve. */
export async function dropLoad(session: Session): Promise<void> {
  await session.query("delete from store.load where load_id = currval('store.load_load_id_seq')")
}

/**
 * Merges one encoded batch; `beginLoad` has been called in the same transaction. `snapshotRun`: the run over a full
 * snapshot whose keys are noted, to know at its end which are absent.
 */
export async function mergeRecords(
  session: Session,
  encoded: EncodedRecords,
  snapshotRun: number | null,
): Promise<MergeCounts> {
  const counts: MergeCounts = { inserted: 0, updated: 0, unchanged: encoded.repeats }
  const columns = [...ENVELOPE, 'source_id', 'line', 'run_id', ...fieldsOf(encoded.kind)]
  for (const [index, { lines, count }] of encoded.generations.entries()) {
    if (index > 0) await session.query(`delete from stage_${encoded.kind}`)
    await copyInto(session, `stage_${encoded.kind}`, columns, lines)
    const inserted = await session.query({
      name: `insert ${encoded.kind}`,
      text: `insert into store.${encoded.kind} select * from stage_${encoded.kind} on conflict (record_id) do nothing`,
    })
    if (snapshotRun !== null)
      await session.query(
        `insert into store.run_key select $1, record_id from stage_${encoded.kind} on conflict do nothing`,
        [snapshotRun],
      )
    const added = inserted.rowCount ?? 0
    const updated = added === count ? 0 : await mergeKnown(session, encoded.kind)
    counts.inserted += added
    counts.updated += updated
    counts.unchanged += count - added - updated
  }
  return counts
}

/**
 * What is already there under the same key. Same content: nothing (but a later time of the publisher is noted). Newer
 * content: the current version moves to history. Older content that arrives late: straight to history, once.
 */
async function mergeKnown(session: Session, kind: Kind): Promise<number> {
  const newer = '(s.version_at, s.version_seq, s.content_hash) > (c.version_at, c.version_seq, c.content_hash)'
  const changed = '(s.content_hash <> c.content_hash or c.withdrawn_at is not null)'
  await session.query(`
    update store.${kind} c set version_at = s.version_at from stage_${kind} s
     where s.record_id = c.record_id and s.version_seq = 0 and s.version_at > c.version_at and not ${changed}`)
  const late = await session.query(`
    insert into store.${kind}_history
    select s.*, now() from stage_${kind} s join store.${kind} c using (record_id)
     where ${changed} and not ${newer}
       and s.content_hash <> c.content_hash
       and not exists (select from store.${kind}_history h where h.record_id = s.record_id and h.content_hash = s.content_hash)`)
  await session.query(`
    update stage_${kind} s set version = c.version + 1 from store.${kind} c
     where s.record_id = c.record_id and ${changed} and ${newer}`)
  const replaced = await session.query(`
    with old as (
      delete from store.${kind} c using stage_${kind} s
       where s.record_id = c.record_id and s.version = c.version + 1 and ${changed} and ${newer}
      returning c.*),
    kept as (insert into store.${kind}_history select old.*, now() from old returning *)
    insert into store.outbox (topic, key, value)
    select 'riskledger.correction.v1', connector || '/' || source_key, jsonb_build_object(
      'type', 'superseded', 'kind', '${kind}', 'record_id', record_id, 'connector', connector, 'source_key', source_key,
      'version', version, 'content_hash', replace(content_hash::text, '-', ''))
    from kept`)
  await session.query(`
    insert into store.${kind} select s.* from stage_${kind} s where s.version > 1 on conflict (record_id) do nothing`)
  return (late.rowCount ?? 0) + (replaced.rowCount ?? 0)
}
