/** Mentions of changed records: put in place of the old ones, with everything noted that they touch. */

import type { Party } from '../schemas/party.js'
import type { Kind } from '../schemas/record.js'
import { KIND_NAMES } from '../schemas/record.js'
import type { Database, Session } from './database.js'
import { insertRows, planned } from './prepared.js'
import type { Touched } from './touched.js'

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

// Small loads are taken together: that keeps them from taking a transaction each.
const LOADS_AT_ONCE = 64

export interface TakenLoads {
  readonly ids: readonly number[]
  readonly records: number
}

/**
 * Takes loads that resolution has not seen, oldest first, up to about `records` records: they are marked as resolved, which holds when the transaction
 * does. Loads that another process has taken are passed over.
 */
export async function takeLoads(session: Session, records: number): Promise<TakenLoads> {
  const { rows } = await session.query<{ load_id: number; records: number }>({
    name: 'take loads',
    text: `
      with free as materialized (select load_id, records from store.load where not resolved order by load_id limit $1 for update skip locked),
      summed as (select load_id, sum(records) over (order by load_id) - records as before from free)
      update store.load l set resolved = true from summed s where l.load_id = s.load_id and s.before < $2 returning l.load_id, l.records`,
    values: [LOADS_AT_ONCE, records],
  })
  return { ids: rows.map(({ load_id }) => load_id), records: rows.reduce((sum, load) => sum + load.records, 0) }
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

/** Those of the records that nobody has changed since these loads: what changed the others brings them again. */
export async function unchangedOf(
  session: Session,
  records: readonly ChangedRecord[],
  loadIds: readonly number[],
): Promise<Set<string>> {
  const unchanged = new Set<string>()
  for (const kind of new Set(records.map((record) => record.kind))) {
    const ids = records.filter((record) => record.kind === kind).map(({ record_id }) => record_id)
    const { rows } = await session.query<{ record_id: string }>(
      planned(
        `unchanged ${kind}`,
        `select record_id from store.${kind} where record_id = any ($1) and load_id = any ($2)`,
        [ids, loadIds],
        ids.length,
      ),
    )
    for (const { record_id } of rows) unchanged.add(record_id)
  }
  return unchanged
}

interface Removed {
  readonly record_id: string
  readonly ordinal: number
  readonly old_id: string
  readonly old_unit: string
  readonly old_joined_at: string
  readonly old_name: string
  readonly name_key: string | null
  readonly keys: null
}

/** Takes the mentions of some records away, and notes what they held. */
export async function removeMentions(session: Session, recordIds: readonly string[], touched: Touched): Promise<void> {
  const { rows } = await session.query<Removed | { readonly keys: string[] | null }>(
    planned(
      'remove mentions',
      `with gone as (delete from store.mention where record_id = any ($1) returning record_id, ordinal, entity_id, unit_id, joined_at, name, name_key),
       bare as (delete from store.mention_identifier where record_id = any ($1) returning key)
       select record_id, ordinal, entity_id as old_id, unit_id as old_unit, joined_at::text as old_joined_at, name as old_name, name_key, null::text[] as keys from gone
       union all
       select null, null, null, null, null, null, null, array_agg(distinct key)::text[] from bare where key is not null having count(*) > 0`,
      [recordIds],
      recordIds.length,
    ),
  )
  for (const row of rows) {
    if (row.keys !== null) for (const key of row.keys) touched.keys.add(key)
    else if ('record_id' in row) {
      touched.move(row)
      if (row.name_key !== null) touched.names.add(row.name_key)
    }
  }
}

const IDENTIFIER_COLUMNS = {
  record_id: 'uuid',
  ordinal: 'int',
  scheme: 'text',
  issuer: 'text',
  value: 'text',
  check_status: 'text',
  key: 'uuid',
}

/** Writes the identifiers of mentions that are about to be placed. */
export async function writeIdentifiers(session: Session, mentions: readonly KeyedMention[]): Promise<void> {
  const rows = mentions.flatMap(({ record, ordinal, party, identifierKeys }) =>
    uniqueIdentifiers(party).map(({ identifier: { scheme, issuer, value, check }, index }) => [
      record.record_id,
      ordinal,
      scheme,
      issuer,
      value,
      check,
      identifierKeys[index],
    ]),
  )
  await insertRows(session, 'store.mention_identifier', IDENTIFIER_COLUMNS, rows)
}

const MENTION_COLUMNS = {
  record_id: 'uuid',
  ordinal: 'int',
  kind: 'text',
  connector: 'text',
  source_key: 'text',
  role: 'text',
  name: 'text',
  party_kind: 'text',
  region: 'text',
  address: 'text',
  name_key: 'uuid',
  anchor: 'uuid',
  unit_id: 'uuid',
  entity_id: 'uuid',
  joined_at: 'timestamptz',
}

/** A mention with what exact joins say of it. */
export interface PlacedMention extends KeyedMention {
  readonly anchor: string | null
  readonly unitId: string
}

/** Puts mentions in place: written once, with what is known of them by now. Until links say otherwise the unit is the entity. */
export async function writeMentions(session: Session, mentions: readonly PlacedMention[], at: string): Promise<void> {
  const rows = mentions.map(({ record, ordinal, party, nameKey, anchor, unitId }) => [
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
    anchor,
    unitId,
    unitId,
    at,
  ])
  await insertRows(session, 'store.mention', MENTION_COLUMNS, rows)
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
