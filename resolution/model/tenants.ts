/** Strangers at one address, or with the telephone of somebody who acts for all of them. */
import type { Mentions } from '../mention.js'
import { TORN_BITS } from './ambiguity.js'
import type { Edges } from './edges.js'

/**
 * Brings the pairs of strangers below `least`. `unlike`: the places of the pairs that have an address, a telephone and the like in common, and nothing else. Two such names may be one
 * party's that was renamed; three of which no two have anything in common share an office.
 */
export function lowerTenants(mentions: Mentions, edges: Edges, unlike: readonly number[], least: number): void {
  if (unlike.length < 3) return
  const seatOf = seats(mentions)
  const met = new Map<string, Set<string>>()
  const meet = (one: string, other: string) => met.set(one, (met.get(one) ?? new Set()).add(other))
  for (const place of unlike) {
    const { a, b } = edges.at(place)
    meet(seatOf(a), seatOf(b))
    meet(seatOf(b), seatOf(a))
  }
  const strangers = new Map<string, boolean>()
  const haveThird = (a: string, b: string) => {
    const key = `${a}|${b}`
    const known = strangers.get(key)
    if (known !== undefined) return known
    const [few = new Set(), many] = [met.get(a), met.get(b)].sort((x, y) => (x?.size ?? 0) - (y?.size ?? 0))
    const found = [...few].some((third) => many?.has(third))
    strangers.set(key, found)
    return found
  }
  for (const place of unlike) {
    const { a, b } = edges.at(place)
    if (haveThird(seatOf(a), seatOf(b))) edges.lower(place, least - TORN_BITS)
  }
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
