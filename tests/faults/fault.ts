/** What a kind of fault is, and what it is given. */
import type { Chance } from './chance.js'
import type { Crew } from './crew.js'
import type { Feeder } from './feeder.js'
import type { Ground } from './ground.js'

export interface Scene {
  readonly ground: Ground
  readonly crew: Crew
  readonly feeder: Feeder
  readonly sessionTimeoutSeconds: number
  /** The decisions of this one fault. */
  readonly chance: Chance
}

export interface Fault {
  readonly about: string
  /** Why it cannot happen on this ground; undefined where it can. */
  missing(ground: Ground): string | undefined
  /**
   * Lets it happen, and returns when the world is as it should be again, with what was done: the ledger may still be busy with it. Undefined
   * when nothing came of it, because its victim had ended already and the like: that is no fault, and it is tried again.
   */
  inject(scene: Scene): Promise<string | undefined>
}

/** Waits, and says how long. */
export async function forSeconds(seconds: number): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds))
  return `${seconds.toFixed(1)} s`
}

export const possible = () => undefined
