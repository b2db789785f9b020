/** Entities to facts and grades: runs every model over the entities whose records changed. */
import { SUBJECT_ROLES } from '../schemas/party.js'
import {
  anyUnassessed,
  gatherRecords,
  madeByOtherVersions,
  markAll,
  takeUnassessed,
  writeFacts,
  writeGrades,
} from '../warehouse/assessment.js'
import type { Session } from '../warehouse/database.js'
import { Statistics } from '../warehouse/statistics.js'
import { loadModels } from './models.js'
import { keepPace, type Pace, type Stage, UNTIL_CAUGHT_UP } from './stage.js'

const ENTITIES_AT_ONCE = 5000

export interface Assessed {
  entities: number
  facts_changed: number
  grades_changed: number
}

/**
 * Assesses what changed; everything when `all` is set or a model has another version than what it made. `asOf` is the date
 * that ages are counted to, as ISO text. Several processes share the entities.
 */
export async function assess(
  stage: Stage,
  options: { readonly asOf: () => string; readonly all: boolean },
  pace: Pace = UNTIL_CAUGHT_UP,
): Promise<Assessed> {
  const total: Assessed = { entities: 0, facts_changed: 0, grades_changed: 0 }
  const models = await loadModels()
  const versions = models.map(({ id, version }) => `${id}:${version}`)
  if (options.all || (await madeByOtherVersions(stage.database, versions))) await markAll(stage.database)
  const statistics = new Statistics(['store.grade (entity_id)', 'store.fact (entity_id)'])
  const some = async () => {
    const entities = await stage.database.transaction((session) =>
      assessSome(session, models, options.asOf(), statistics, total),
    )
    total.entities += entities
    if (entities > 0) stage.progress({ stage: 'assess', what: 'entities', done: total.entities, total: null })
    return entities > 0
  }
  await keepPace(pace, some, () => anyUnassessed(stage.database))
  return total
}

/** Assesses some entities in the session's transaction; returns how many. */
async function assessSome(
  session: Session,
  models: Awaited<ReturnType<typeof loadModels>>,
  asOf: string,
  statistics: Statistics,
  total: Assessed,
): Promise<number> {
  const ids = await takeUnassessed(session, ENTITIES_AT_ONCE)
  if (ids.length === 0) return 0
  await gatherRecords(session, ids, SUBJECT_ROLES)
  for (const model of models) {
    if (model.model.makes === 'facts') total.facts_changed += await writeFacts(session, model, ids, asOf)
    else total.grades_changed += await writeGrades(session, model, ids, asOf)
  }
  await statistics.wrote(session, ids.length)
  return ids.length
}
