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

/** Null: none is due. A ledger that was never counted is taken to have as many units as are assumed. */
export function recountDue({ units, counted_units, parameters }: Counted): RecountReason | null {
  if (units > 0 && parameters !== null && parameters !== PARAMETERS_VERSION) return 'parameters'
  if (units < GROWN_TIMES * Math.max(counted_units ?? 0, UNITS_ASSUMED)) return null
  return counted_units === null ? 'never_counted' : 'grown'
}
