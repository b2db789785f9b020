/** Records to entities: who is who. Works through the loads that it has not seen, each transaction whole. */
import { idOf } from '../core/ids.js'
import { componentsOf } from '../resolution/components.js'
import { identifierKey, nameKey } from '../resolution/keys.js'
import {
  anchorsToRebuild,
  assignAnchors,
  assignNames,
  keysOfAnchors,
  placeMentions,
  writeAnchors,
} from '../warehouse/anchors.js'
import type { Session } from '../warehouse/database.js'
import { remakeEntities } from '../warehouse/entities.js'
import {
  type ChangedRecord,
  type KeyedMention,
  markResolved,
  prepareMentionStaging,
  recordsOf,
  stageMentions,
  unresolvedLoads,
} from '../warehouse/mentions.js'
import { exclusively } from '../warehouse/positions.js'
import { Statistics } from '../warehouse/statistics.js'
import type { Stage } from './stage.js'

// Enough for set-based SQL to pay, little enough for memory to stay flat.
const RECORDS_AT_ONCE = 8_000

const RESOLUTION_TABLES = ['store.mention', 'store.mention_identifier', 'store.identifier_anchor', 'store.entity']

export interface Resolved {
  records: number
  entities_changed: number
  entities_ended: number
}

/** Resolves everything that was loaded since; the result does not depend on the order of arrival. */
export async function resolve(stage: Stage): Promise<Resolved> {
  const total: Resolved = { records: 0, entities_changed: 0, entities_ended: 0 }
  const waiting = () => stage.log.warn('another process resolves: waiting for it')
  await exclusively(stage.database, 'resolve', waiting, async () => {
    const statistics = new Statistics(RESOLUTION_TABLES)
    for (;;) {
      const loads = await unresolvedLoads(stage.database, RECORDS_AT_ONCE)
      if (loads.length === 0) return
      await stage.database.transaction(async (session) => {
        await prepareMentionStaging(session)
        const records = await recordsOf(session, loads)
        await stageMentions(session, records.flatMap(mentionsOf))
        await join(session)
        const { changed, ended } = await remakeEntities(session)
        await markResolved(session, loads)
        total.records += records.length
        total.entities_changed += changed
        total.entities_ended += ended
        await statistics.wrote(session, records.length)
      })
      stage.progress({ stage: 'resolve', what: 'records', done: total.records, total: null })
    }
  })
  return total
}

function mentionsOf(record: ChangedRecord): KeyedMention[] {
  return record.parties.map((party, ordinal) => ({
    record,
    ordinal,
    party,
    nameKey: nameKey(party),
    identifierKeys: party.identifiers.map(identifierKey),
    aloneId: idOf('alone', record.record_id, String(ordinal)),
  }))
}

async function join(session: Session): Promise<void> {
  const anchors = await anchorsToRebuild(session)
  const keys = anchors.length === 0 ? [] : await keysOfAnchors(session, anchors)
  const components = componentsOf(keys)
  if (anchors.length > 0) await writeAnchors(session, anchors, components)
  await placeMentions(session)
  await assignAnchors(session, [...components.keys()])
  await assignNames(session)
}
