/** Records to entities: who is who. Works through the loads that it has not seen, each transaction whole. */
import { aloneKey, identifierKey, nameKey } from '../resolution/keys.js'
import { PARAMETERS_VERSION } from '../resolution/parameters.js'
import type { Database, Session } from '../warehouse/database.js'
import { type TakenDecided, takeDecided } from '../warehouse/decisions.js'
import { remakeEntities } from '../warehouse/entities.js'
import {
  anyUnresolved,
  type ChangedRecord,
  type KeyedMention,
  removeMentions,
  takeLoads,
  unchangedOf,
} from '../warehouse/mentions.js'
import { momentOf } from '../warehouse/moment.js'
import { passGate } from '../warehouse/positions.js'
import { keepPlans } from '../warehouse/prepared.js'
import { Statistics } from '../warehouse/statistics.js'
import { beginParameters } from '../warehouse/terms.js'
import { Touched } from '../warehouse/touched.js'
import { mentionKey, type ToResolve, type Withheld, withDecided } from './decided.js'
import { joinExactly } from './exact_joins.js'
import { linkTouched, type Scorers, scorersOf } from './link.js'
import { keepPace, type Pace, type Stage, UNTIL_CAUGHT_UP } from './stage.js'

// Enough for set-based SQL to pay, little enough for memory to stay flat.
const RECORDS_AT_ONCE = 8_000

const RESOLUTION_TABLES = [
  'store.mention',
  'store.mention_identifier',
  'store.identifier_anchor',
  'store.entity',
  'store.unit',
  'store.unit_key',
  'store.link',
]

const statistics = new WeakMap<Database, Statistics>()

/** The statistics of a warehouse: how large it is is asked once a process. */
function statisticsOf(database: Database): Statistics {
  const known = statistics.get(database) ?? new Statistics(RESOLUTION_TABLES)
  statistics.set(database, known)
  return known
}

export interface Resolved {
  records: number
  entities_changed: number
  entities_ended: number
}

/**
 * Resolves everything that was loaded since; the result does not depend on the order of arrival. Several processes share the loads: each makes the
 * mentions of its own, and they join them one after the other, because any two may be about one party.
 */
export async function resolve(stage: Stage, pace: Pace = UNTIL_CAUGHT_UP): Promise<Resolved> {
  const total: Resolved = { records: 0, entities_changed: 0, entities_ended: 0 }
  const scorers = scorersOf(stage.database)
  await beginParameters(stage.database, PARAMETERS_VERSION)
  const some = async () => {
    const resolved = await stage.database.transaction((session) => resolveSome(stage, session, scorers, total))
    if (resolved) stage.progress({ stage: 'resolve', what: 'records', done: total.records, total: null })
    return resolved
  }
  await keepPace(pace, some, () => anyUnresolved(stage.database))
  return total
}

/** Resolves some loads in the session's transaction; false when there are none to take. */
async function resolveSome(stage: Stage, session: Session, scorers: Scorers, total: Resolved): Promise<boolean> {
  const loads = await takeLoads(session, RECORDS_AT_ONCE)
  const decided = await takeDecided(session, RECORDS_AT_ONCE)
  if (loads.ids.length === 0 && decided.records.length === 0) return false
  await keepPlans(session, loads.records + decided.records.length)
  const before = await mentionsToMake(session, loads.ids, decided)
  await passGate(session, 'resolve', 'alone')
  const now = await momentOf(session)
  // Whoever was at the gate before may have resolved what was decided since: without it, this would undo that for good.
  const { records, loadIds, mentions } =
    now.decided === decided.decided ? before : await mentionsToMake(session, loads.ids, { ...decided, ...now })
  const unchanged = await unchangedOf(session, records, loadIds)
  const touched = new Touched(now.at)
  await removeMentions(session, [...unchanged], touched)
  await joinExactly(
    session,
    mentions.filter(({ record }) => unchanged.has(record.record_id)),
    now.decided > 0,
    touched,
  )
  await linkTouched(session, await scorers.now(session), now.decided > 0, touched)
  const { changed, ended } = await remakeEntities(session, touched)
  total.records += records.length
  total.entities_changed += changed
  total.entities_ended += ended
  await statisticsOf(stage.database).wrote(session, records.length)
  return true
}

interface ToMake extends Pick<ToResolve, 'records' | 'loadIds'> {
  readonly mentions: readonly KeyedMention[]
}

async function mentionsToMake(session: Session, loads: readonly number[], decided: TakenDecided): Promise<ToMake> {
  const { records, loadIds, withheld } = await withDecided(session, loads, decided)
  return { records, loadIds, mentions: records.flatMap((record) => mentionsOf(record, withheld)) }
}

function mentionsOf(record: ChangedRecord, withheld: Withheld): KeyedMention[] {
  return record.parties.map((party, ordinal) => {
    const without = withheld.get(mentionKey(record.record_id, ordinal))
    return {
      record,
      ordinal,
      party,
      nameKey: without?.name === true ? null : nameKey(party),
      identifierKeys: party.identifiers.map((one) => (without?.identifiers === true ? null : identifierKey(one))),
      aloneId: aloneKey(record.record_id, ordinal),
    }
  })
}
