/**
 * Mentions of one value that are too many for all of them to meet, as of a firm that is fined every week: put in order by all that they say, each meets its
 * neighbours (sorted neighbourhood, after Hernández and Stolfo, 1995), and those of one party are joined through one another.
 */
import { SHARED_PLACES } from '../evidence.js'
import type { Column, Mentions } from '../mention.js'
import { numbersFor, orderOf } from './arrays.js'
import { Entries } from './entries.js'

/** So many neighbours meet at once, each half of them with the next half too. */
const WINDOW = 4
/** That two share one of these is no reason to compare them. */
const PLACES: ReadonlySet<string> = new Set(SHARED_PLACES)

/** A block for each window over the mentions of a value that more than `most` have. */
export function windows({ columns, ids }: Mentions, most: number): Entries {
  const order = inOrder(columns, ids.length)
  const groups = columns.filter(({ field }) => !PLACES.has(field.name)).map((column) => membersOf(column, order, most))
  const entries = new Entries(groups.reduce((sum, { members }) => sum + 2 * members.length, 0))
  let window = 0
  for (const { members, start } of groups)
    for (let group = 0; group + 1 < start.length; group++) {
      const to = start[group + 1] ?? 0
      for (let at = start[group] ?? 0; at < to; at += WINDOW / 2) {
        window++
        for (const one of members.slice(at, Math.min(to, at + WINDOW)).sort()) entries.push(window, one)
        if (at + WINDOW >= to) break
      }
    }
  return entries
}

/** Mentions by the numbers of all of their values, first by those of which there are most. */
function inOrder(columns: readonly Column[], mentions: number): Uint32Array {
  const byDistinct = [...columns].sort((a, b) => a.distinct.length - b.distinct.length)
  return orderOf(
    mentions,
    byDistinct.map(({ of }) => new Uint32Array(of)),
  )
}

/** The mentions of each value that more than `most` have, value by value, and where those of each begin. */
function membersOf({ of, distinct }: Column, order: Uint32Array, most: number) {
  const held = new Uint32Array(distinct.length)
  for (const value of of) if (value >= 0) held[value] = (held[value] ?? 0) + 1
  const next = new Uint32Array(distinct.length)
  const start = [0]
  for (let value = 0; value < held.length; value++) {
    if ((held[value] ?? 0) <= most) continue
    next[value] = start.at(-1) ?? 0
    start.push((next[value] ?? 0) + (held[value] ?? 0))
  }
  const members = numbersFor(start.at(-1) ?? 0)
  for (const at of order) {
    const value = of[at] ?? -1
    if (value < 0 || (held[value] ?? 0) <= most) continue
    members[next[value] ?? 0] = at
    next[value] = (next[value] ?? 0) + 1
  }
  return { members, start }
}
