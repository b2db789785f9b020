/** What people decided, brought into resolution: which records it is done anew for, and which keys join no more. */
import { identifierKey, nameKey } from '../resolution/keys.js'
import { type Keys, partingOf } from '../resolution/parting.js'
import type { Party } from '../schemas/party.js'
import type { Session } from '../warehouse/database.js'
import { meant } from '../warehouse/decided.js'
import type { Side, TakenDecided } from '../warehouse/decisions.js'
import { type ChangedRecord, recordsById, recordsOf } from '../warehouse/mentions.js'
import { partingsOf } from '../warehouse/partings.js'

/** The keys that decisions take from mentions, by `mentionKey`. */
export type Withheld = ReadonlyMap<string, { readonly name: boolean; readonly identifiers: boolean }>

export const mentionKey = (recordId: string, ordinal: number): string => `${recordId}:${ordinal}`

/** The keys by which a party would be joined if nobody had decided anything. */
export function keysOf(party: Party): Keys {
  return { name: nameKey(party), identifiers: party.identifiers.map(identifierKey).filter((key) => key !== null) }
}

export interface ToResolve {
  readonly records: readonly ChangedRecord[]
  /** The loads that wrote them: a record that another has written since is left to that one. */
  readonly loadIds: readonly number[]
  readonly withheld: Withheld
}

/**
 * The records of some loads and those that somebody decided on, with the records that decisions part them from: whether a key is shared
 * changes with either side.
 */
export async function withDecided(
  session: Session,
  loads: readonly number[],
  decided: TakenDecided,
): Promise<ToResolve> {
  const loaded = await recordsOf(session, loads)
  const known = new Map(loaded.map((record) => [record.record_id, record]))
  const loadIds = new Set(loads)
  const add = async (ids: readonly string[]) => {
    for (const { load_id, ...record } of await recordsById(
      session,
      ids.filter((id) => !known.has(id)),
    )) {
      known.set(record.record_id, record)
      loadIds.add(load_id)
    }
  }
  if (decided.decided === 0) return { records: loaded, loadIds: loads, withheld: new Map() }
  await add(decided.records)
  const sides = (decisions: Awaited<ReturnType<typeof partingsOf>>) => [
    ...new Set(decisions.flatMap(({ a, b }) => [a.record_id, b.record_id])),
  ]
  const touching = await partingsOf(session, [...known.keys()])
  if (touching.length === 0) return { records: [...known.values()], loadIds: [...loadIds], withheld: new Map() }
  await add(sides(touching))
  const records = [...known.values()]
  // What parts the partners from others holds on too, though those others are not resolved anew.
  const partings = await partingsOf(session, [...known.keys()])
  const others = await recordsById(
    session,
    sides(partings).filter((id) => !known.has(id)),
  )
  for (const record of others) known.set(record.record_id, record)
  return { records, loadIds: [...loadIds], withheld: withheldBy(partings, known) }
}

function withheldBy(
  partings: Awaited<ReturnType<typeof partingsOf>>,
  records: ReadonlyMap<string, ChangedRecord>,
): Withheld {
  const withheld = new Map<string, { name: boolean; identifiers: boolean }>()
  for (const { verdict, a, b } of partings) {
    const [one, other] = [partyMeant(a, records), partyMeant(b, records)]
    if (verdict === 'same' || one === null || other === null) continue
    const parting = partingOf(verdict, keysOf(one.party), keysOf(other.party))
    if (parting === null) continue
    const key = parting.from === 'a' ? mentionKey(a.record_id, one.ordinal) : mentionKey(b.record_id, other.ordinal)
    const before = withheld.get(key)
    withheld.set(key, {
      name: parting.name || before?.name === true,
      identifiers: parting.identifiers || before?.identifiers === true,
    })
  }
  return withheld
}

/** The party that one side of a decision means in its record as it is now; null when there is none in its place. */
export function partyMeant(
  side: Side,
  records: ReadonlyMap<string, ChangedRecord>,
): { readonly ordinal: number; readonly party: Party } | null {
  const parties = records.get(side.record_id)?.parties ?? []
  const now = parties.map((party, ordinal) => ({
    ordinal,
    role: party.role,
    name: party.name,
    identifiers: party.identifiers.filter(({ check }) => check !== 'failed'),
  }))
  const found = meant(side.ordinal, side.seen, now)
  const party = found === null ? undefined : parties[found.ordinal]
  return found === null || party === undefined ? null : { ordinal: found.ordinal, party }
}
