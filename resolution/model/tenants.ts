/** Strangers at one address, or with the telephone of somebody who acts for all of them. */
import type { Mentions } from '../mention.js'
import { Edges } from './edges.js'

/** How far below even odds two are that a third shows to be strangers. */
const STRANGER_BITS = 1

/**
 * The pairs, with those of strangers brought below `least`. `unlike`: the pairs that have an address, a telephone and the like in common, and nothing of their names. Two such names
 * may be one party's that was renamed; three of which no two have anything in common share an office.
 */
export function withoutTenants(mentions: Mentions, edges: Edges, unlike: Edges, least: number): Edges {
  if (unlike.length < 3) return edges
  const seatOf = seats(mentions)
  const met = new Map<string, Set<string>>()
  const meet = (one: string, other: string) => {
    const known = met.get(one)
    if (known === undefined) met.set(one, new Set([other]))
    else known.add(other)
  }
  for (const { a, b } of unlike) {
    meet(seatOf(a), seatOf(b))
    meet(seatOf(b), seatOf(a))
  }
  const strangers = new Map<string, boolean>()
  const areStrangers = (a: string, b: string) => {
    const [ofA, ofB] = [met.get(a), met.get(b)]
    if (ofA?.has(b) !== true || ofB === undefined) return false
    const key = `${a}|${b}`
    const known = strangers.get(key)
    if (known !== undefined) return known
    const [few, many] = ofA.size < ofB.size ? [ofA, ofB] : [ofB, ofA]
    const found = [...few].some((third) => many.has(third))
    strangers.set(key, found)
    return found
  }
  const kept = new Edges()
  for (const { a, b, bits } of edges)
    kept.push(a, b, bits > least && areStrangers(seatOf(a), seatOf(b)) ? least - STRANGER_BITS : bits)
  return kept
}

/** A name where it is: those who say the same of both are one here, whichever of them were compared. */
function seats({ columns }: Mentions): (mention: number) => string {
  const names = columns.filter(({ field }) => field.name === 'organisation_name')
  const places = ['address', 'phone'].flatMap((name) => columns.filter(({ field }) => field.name === name))
  return (mention) => {
    const known = ({ of }: { of: readonly number[] }) => (of[mention] ?? -1) >= 0
    const place = places.findIndex(known)
    return [...names, ...places.slice(place, place + 1)].map(({ of }) => of[mention] ?? -1).join(`.${place}.`)
  }
}
