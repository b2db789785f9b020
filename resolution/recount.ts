/** Whether names have to be counted anew, and everything compared with the new counts. */
import { GROWN_TIMES, PARAMETERS_VERSION, UNITS_ASSUMED } from './parameters.js'

export interface Counted {
  /** Units that there are now. */
  readonly units: number
  /** Units when terms were counted last; null: they never were. */
  readonly counted_units: number | null
  /** The version of the parameters that links were made with; null: there are none yet. */
  readonly parameters: number | null
}

/** Why a recount is due. */
export type RecountReason = 'never_counted' | 'grown' | 'parameters'

/** Null: none is due. In a ledger of fewer units than are assumed the counts say little, and none is due for its growth. */
export function recountDue({ units, counted_units, parameters }: Counted): RecountReason | null {
  if (units > 0 && parameters !== null && parameters !== PARAMETERS_VERSION) return 'parameters'
  if (units < UNITS_ASSUMED) return null
  if (counted_units === null) return 'never_counted'
  return units >= GROWN_TIMES * counted_units ? 'grown' : null
}
