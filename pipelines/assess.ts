/** Entities to facts and grades: runs every model over the entities whose records changed. */
import { PARTY_ROLES } from '../schemas/party.js'
import {
  gatherRecords,
  madeByOtherVersions,
  markAll,
  takeUnassessed,
  writeFacts,
  writeGrades,
} from '../warehouse/assessment.js'
import { exclusively } from '../warehouse/positions.js'
import { Statistics } from '../warehouse/statistics.js'
import { loadModels } from './models.js'
import type { Stage } from './stage.js'

const ENTITIES_AT_ONCE = 5000

const SUBJECT_ROLES = Object.entries(PARTY_ROLES).flatMap(([role, { subject }]) => (subject ? [role] : []))

export interface Assessed {
  entities: number
  facts_changed: number
  grades_changed: number
}

/**
 * Assesses what changed; everything when `all` is set or a model has another version than what it made. `asOf` is the date
 * that ages are counted to, as ISO text.
 */
export async function assess(
  stage: Stage,
  options: { readonly asOf: string; readonly all: boolean },
): Promise<Assessed> {
  const total: Assessed = { entities: 0, facts_changed: 0, grades_changed: 0 }
  const models = await loadModels()
  await exclusively(
    stage.database,
    'assess',
    () => stage.log.warn('another process assesses: waiting for it'),
    async () => {
      if (
        options.all ||
        (await madeByOtherVersions(
          stage.database,
          models.map(({ id, version }) => `${id}:${version}`),
        ))
      )
        await markAll(stage.database)
      const statistics = new Statistics(['store.grade (entity_id)', 'store.fact (entity_id)'])
      for (;;) {
        const entities = await stage.database.transaction(async (session) => {
          const ids = await takeUnassessed(session, ENTITIES_AT_ONCE)
          if (ids.length === 0) return 0
          await gatherRecords(session, ids, SUBJECT_ROLES)
          for (const model of models) {
            if (model.model.makes === 'facts')
              total.facts_changed += await writeFacts(session, model, ids, options.asOf)
            else total.grades_changed += await writeGrades(session, model, ids, options.asOf)
          }
          await statistics.wrote(session, ids.length)
          return ids.length
        })
        if (entities === 0) return
        total.entities += entities
        stage.progress({ stage: 'assess', what: 'entities', done: total.entities, total: null })
      }
    },
  )
  return total
}
