/** Patterns of values that were not published whole, and the whole values that fit them. */
import { Patterns } from '../fields/field.js'
import type { Column } from '../mention.js'

/** For each distinct value of a column the patterns of others that it fits; undefined: none. */
type Fitted = readonly (readonly string[] | undefined)[]

const NONE: Fitted = []
const done = new WeakMap<Column, Fitted>()

/** Worked out once for all who ask about a column that is complete. */
export function fittedBy(column: Column): Fitted {
  const before = done.get(column)
  if (before !== undefined) return before
  const { field, distinct } = column
  const wanted = new Patterns()
  if (field.patterns !== undefined)
    for (const value of distinct) for (const pattern of field.patterns(value)) wanted.add(pattern)
  const { fits } = field
  const fitted =
    wanted.size === 0 || fits === undefined
      ? NONE
      : distinct.map((value) => {
          const found = fits(value, wanted)
          return found.length === 0 ? undefined : found
        })
  done.set(column, fitted)
  return fitted
}
