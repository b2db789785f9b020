/** The stages after ingest, for what has just been appended. */
import { type Assessed, assess } from '../pipelines/assess.js'
import { load } from '../pipelines/load.js'
import { publish } from '../pipelines/publish.js'
import { type Resolved, resolve } from '../pipelines/resolve.js'
import type { Stage } from '../pipelines/stage.js'
import { today } from './today.js'

export interface Followed {
  readonly loaded: number
  readonly resolved: Resolved
  readonly assessed: Assessed
  readonly published: number
}

/** Loads, resolves, assesses and publishes until caught up. */
export async function follow(stage: Stage): Promise<Followed> {
  const { messages: loaded } = await load(stage)
  const resolved = await resolve(stage)
  const assessed = await assess(stage, { asOf: today, all: false })
  return { loaded, resolved, assessed, published: await publish(stage) }
}
