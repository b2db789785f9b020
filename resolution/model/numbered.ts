/** Values of columns by number: each distinct value has one, so that what is worked out for a value is worked out once. */
import type { Column } from '../mention.js'

export interface Numbered {
  /** The number of the value of each mention; -1: it has none. */
  readonly of: Int32Array
  readonly distinct: readonly unknown[]
}

const done = new WeakMap<readonly unknown[], Numbered>()

/** Numbers values in the order in which they come first; those of a column that is complete, once for all who ask. */
export function numbered(values: readonly unknown[]): Numbered {
  const before = done.get(values)
  if (before?.of.length === values.length) return before
  const now = numberedAnew(values)
  done.set(values, now)
  return now
}

function numberedAnew(values: readonly unknown[]): Numbered {
  const known = new Map<unknown, number>()
  const distinct: unknown[] = []
  const of = new Int32Array(values.length).fill(-1)
  for (let at = 0; at < values.length; at++) {
    const value = values[at]
    if (value === null || value === undefined) continue
    let number = known.get(value)
    if (number === undefined) {
      number = distinct.length
      known.set(value, number)
      distinct.push(value)
    }
    of[at] = number
  }
  return { of, distinct }
}

/** The numbers of all values of a mention side by side, mention by mention: what a comparison looks up lies together. */
export function rowsOf(columns: readonly Column[], mentions: number): Int32Array {
  const rows = new Int32Array(mentions * columns.length)
  columns.forEach(({ values }, column) => {
    const { of } = numbered(values)
    for (let at = 0; at < mentions; at++) rows[at * columns.length + column] = of[at] ?? -1
  })
  return rows
}
