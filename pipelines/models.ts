/** The folder is the registry of models too: every models/<id>/model.ts with its model.sql. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CODE, ROOT } from '../core/paths.js'
import type { Model } from '../models/define.js'
import type { RunnableModel } from '../warehouse/assessment.js'

export interface LoadedModel extends RunnableModel {
  readonly model: Model
}

/** All models, in order of their ids. */
export async function loadModels(): Promise<LoadedModel[]> {
  const directory = join(ROOT, 'models')
  const ids = readdirSync(directory)
    .filter((name) => existsSync(join(directory, name, 'model.sql')))
    .sort()
  return Promise.all(
    ids.map(async (id) => {
      const { model }: { model: Model } = await import(
        pathToFileURL(join(CODE, 'models', id, CODE === ROOT ? 'model.ts' : 'model.js')).href
      )
      return {
        id,
        version: model.version,
        parameters: model.parameters,
        sql: readFileSync(join(directory, id, 'model.sql'), 'utf8'),
        model,
      }
    }),
  )
}
