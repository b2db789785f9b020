/** Mentions of changed records: staged, put in place of the old ones, with everything noted that they touch. */

import type { Party } from '../schemas/party.js'
import type { Kind } from '../schemas/record.js'
import { KIND_NAMES } from '../schemas/record.js'
import { copyInto, copyValue } from './copy.js'
import type { Database, Session } from './database.js'

export interface ChangedRecord {
  readonly record_id: string
  readonly kind: Kind
  readonly connector: string
  readonly source_key: string
  readonly parties: readonly Party[]
}

/** One mention with its keys: identifiers in order, null where one proves nothing. */
export interface KeyedMention {
  readonly record: ChangedRecord
  readonly ordinal: number
  readonly party: Party
  readonly nameKey: string | null
  readonly identifierKeys: readonly (string | null)[]
  /** The unit it is when nothing joins it. */
  readonly aloneId: string
}

// More loads than are taken at once wait locked for their turn: that keeps small ones from taking a transaction each.
const LOADS_AT_ONCE = 64

/**
 * Loads that resolution has not seen, oldest first, up to about `records` records, held until the transaction ends; loads that another process has
 * taken are passed over.
 */
export async function takeLoads(session: Session, records: number): Promise<number[]> {
  const { rows } = await session.query<{ load_id: number; records: number }>(
    'select load_id, records from store.load where not resolved order by load_id limit $1 for update skip locked',
    [LOADS_AT_ONCE],
  )
  let before = 0
  return rows
    .filter((row) => {
      const fits = before < records
      before += row.records
      return fits
    })
    .map((row) => row.load_id)
}

/** True when there are loads, or records that somebody decided on, to resolve: those among them that another process has taken. */
export async function anyUnresolved(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query<{ any: boolean }>(
    'select exists (select from store.load where not resolved) or exists (select from store.unresolved_record) as any',
  )
  return rows[0]?.any === true
}

const CHANGED = KIND_NAMES.map(
  (kind) =>
    `select '${kind}' as kind, record_id, connector, source_key, parties from store.${kind} where load_id = any ($1)`,
).join(' union all ')

/** The current records that some loads wrote. */
export async function recordsOf(session: Session, loadIds: readonly number[]): Promise<ChangedRecord[]> {
  const { rows } = await session.query<ChangedRecord>({ name: 'changed records', text: CHANGED, values: [loadIds] })
  return rows
}

/** The current records of some ids, with the load that wrote each. */
export async function recordsById(
  session: Session,
  recordIds: readonly string[],
): Promise<(ChangedRecord & { readonly load_id: number })[]> {
  if (recordIds.length === 0) return []
  const all: (ChangedRecord & { readonly load_id: number })[] = []
  const { rows: kinds } = await session.query<{ kind: Kind }>(
    'select distinct kind from store.mention where record_id = any ($1) order by kind',
    [recordIds],
  )
  for (const { kind } of kinds) {
    const { rows } = await session.query<Omit<ChangedRecord, 'kind'> & { load_id: number }>(
      `select record_id, connector, source_key, parties, load_id from store.${kind} where record_id = any ($1)`,
      [recordIds],
    )
    for (const row of rows) all.push({ ...row, kind })
  }
  return all
}

export async function markResolved(session: Session, loadIds: readonly number[]): Promise<void> {
  await session.query('update store.load set resolved = true where load_id = any ($1)', [loadIds])
}

/** Makes the session's staging tables for resolution; every transaction leaves them empty. */
export async function prepareMentionStaging(session: Session): Promise<void> {
  await session.query(`
    create temp table if not exists stage_mention (like store.mention including defaults) on commit delete rows;
    create temp table if not exists stage_identifier (like store.mention_identifier) on commit delete rows;
    -- Keys and units that have to be looked at again, and where mentions went.
    create temp table if not exists touched_key (key uuid not null) on commit delete rows;
    create temp table if not exists touched_name (name_key uuid not null) on commit delete rows;
    create temp table if not exists touched_unit (unit_id uuid primary key) on commit delete rows;
    create temp table if not exists moved (record_id uuid, ordinal int, old_id uuid, old_unit uuid, old_joined_at timestamptz, new_id uuid) on commit delete rows`)
}

const MENTION_COLUMNS = [
  'record_id',
  'ordinal',
  'kind',
  'connector',
  'source_key',
  'role',
  'name',
  'party_kind',
  'region',
  'address',
  'name_key',
  'unit_id',
  'entity_id',
]
const IDENTIFIER_COLUMNS = ['record_id', 'ordinal', 'scheme', 'issuer', 'value', 'check_status', 'key']

/** Stages the mentions of records. Nothing that others see is touched yet. */
export async function stageMentions(session: Session, mentions: readonly KeyedMention[]): Promise<void> {
  const line = (values: readonly unknown[]) => `${values.map((value) => copyValue(value, 'text')).join('\t')}\n`
  const mentionLines = mentions.map(({ record, ordinal, party, nameKey, aloneId }) =>
    line([
      record.record_id,
      ordinal,
      record.kind,
      record.connector,
      record.source_key,
      party.role,
      party.name,
      party.kind,
      party.region,
      party.address,
      nameKey,
      aloneId,
      aloneId,
    ]),
  )
  const identifierLines = mentions.flatMap(({ record, ordinal, party, identifierKeys }) =>
    uniqueIdentifiers(party).map(({ identifier, index }) =>
      line([
        record.record_id,
        ordinal,
        identifier.scheme,
        identifier.issuer,
        identifier.value,
        identifier.check,
        identifierKeys[index],
      ]),
    ),
  )
  await copyInto(session, 'stage_mention', MENTION_COLUMNS, Buffer.from(mentionLines.join('')))
  await copyInto(session, 'stage_identifier', IDENTIFIER_COLUMNS, Buffer.from(identifierLines.join('')))
  await session.query('analyze stage_mention; analyze stage_identifier')
}

/** Drops what was staged of records of these kinds that have changed since: the load that changed them brings them again. */
export async function dropChanged(
  session: Session,
  loadIds: readonly number[],
  kinds: ReadonlySet<Kind>,
): Promise<void> {
  let dropped = 0
  for (const kind of kinds) {
    const { rowCount } = await session.query(
      `delete from stage_mention s where s.kind = '${kind}' and not exists (select from store.${kind} c where c.record_id = s.record_id and c.load_id = any ($1))`,
      [loadIds],
    )
    dropped += rowCount ?? 0
  }
  if (dropped === 0) return
  await session.query(
    'delete from stage_identifier i where not exists (select from stage_mention s where s.record_id = i.record_id and s.ordinal = i.ordinal)',
  )
}

/**
 * Takes the old mentions of the staged records away; the new identifiers are in place from here on. What they held before and hold now is noted in
 * touched_key, touched_name and moved, for the joins and entities to be made again.
 */
export async function replaceMentions(session: Session): Promise<void> {
  await session.query(`
    with gone as (
      delete from store.mention m using (select distinct record_id from stage_mention) s where m.record_id = s.record_id
      returning m.record_id, m.ordinal, m.entity_id, m.unit_id, m.joined_at, m.name_key),
    noted as (insert into touched_name select distinct name_key from gone where name_key is not null)
    insert into moved (record_id, ordinal, old_id, old_unit, old_joined_at) select record_id, ordinal, entity_id, unit_id, joined_at from gone;
    with gone as (
      delete from store.mention_identifier i using (select distinct record_id from stage_mention) s where i.record_id = s.record_id
      returning i.key, i.record_id)
    insert into touched_key select distinct key from gone where key is not null;
    insert into store.mention_identifier select * from stage_identifier;
    insert into touched_name select distinct name_key from stage_mention where name_key is not null`)
}

/** A party that names one identifier twice has it once. */
function uniqueIdentifiers(party: Party) {
  const seen = new Set<string>()
  return party.identifiers
    .map((identifier, index) => ({ identifier, index }))
    .filter(({ identifier }) => {
      const key = `${identifier.scheme}\0${identifier.issuer}\0${identifier.value}`
      return !seen.has(key) && seen.add(key)
    })
}
