/** Takes units apart where people keep two apart whom nothing joins but what other mentions carry. */
import { unitsApart } from '../resolution/apart.js'
import { aloneKey, unitOfName } from '../resolution/keys.js'
import { type Anchored, anchorsApart, assignUnits, bearersOf } from '../warehouse/anchors.js'
import type { Session } from '../warehouse/database.js'
import { type MentionId, type Standing, standingOf } from '../warehouse/decisions.js'
import { partingsWithin } from '../warehouse/partings.js'
import type { Touched } from '../warehouse/touched.js'
import { mentionKey } from './decided.js'

/** Two mentions, by `mentionKey`, that identifiers hold together in one anchor and somebody keeps apart. */
interface Held {
  readonly anchor: string
  readonly pair: readonly [string, string]
}

function heldTogether({ decision, a, b }: Standing): Held[] {
  if (decision.verdict !== 'never' || a === null || b === null || a.anchor === null || a.anchor !== b.anchor) return []
  const pair = [mentionKey(decision.a.record_id, a.ordinal), mentionKey(decision.b.record_id, b.ordinal)] as const
  return [{ anchor: a.anchor, pair }]
}

const keyOf = ({ record_id, ordinal }: MentionId) => mentionKey(record_id, ordinal)

interface Apart {
  readonly mentions: readonly Anchored[]
  /** The unit of each by `mentionKey`. */
  readonly units: ReadonlyMap<string, string>
}

/** The mentions of those anchors that are, or have to be, several units, with the unit that each has to be of. */
async function apartIn(session: Session, anchors: readonly string[], more: readonly Held[] = []): Promise<Apart> {
  const standings = await standingOf(session, await partingsWithin(session, 'anchor', anchors))
  const held = [...standings.flatMap(heldTogether), ...more]
  const mentions = await anchorsApart(session, anchors, [...new Set(held.map(({ anchor }) => anchor))])
  const carriers = mentions.map((mention) => ({ id: keyOf(mention), keys: mention.keys }))
  const pairs = held.map(({ pair }) => pair)
  return { mentions, units: unitsApart(carriers, pairs) }
}

/** What becomes of a unit that is parted. */
export interface Parted {
  /** The units of its mentions by `mentionKey`. */
  readonly units: ReadonlyMap<string, string>
  /** How many whom identifiers put there are of neither side. */
  readonly neither: number
}

/** What becomes of two of one anchor and unit, and of all others there, if somebody says `never` of the two. */
export async function unitsWithout(session: Session, anchor: string, pair: Held['pair']): Promise<Parted> {
  const { mentions, units } = await apartIn(session, [anchor], [{ anchor, pair }])
  const before = mentions.find((mention) => keyOf(mention) === pair[0])?.unit
  const sides = new Set(pair.map((key) => units.get(key)))
  const neither = mentions.filter((mention) => mention.unit === before && !sides.has(units.get(keyOf(mention)))).length
  // Those that are there by name alone go where their name is.
  const bearers = await bearersOf(session, namesOf(mentions))
  const proven = new Map<string, Set<string>>()
  for (const bearer of bearers)
    if (bearer.anchored) {
      const known = proven.get(bearer.name_key) ?? new Set()
      proven.set(bearer.name_key, known.add(units.get(keyOf(bearer)) ?? bearer.unit))
    }
  const moving = bearers.flatMap((bearer): [string, string][] => {
    if (bearer.anchored || bearer.unit !== before) return []
    return [[keyOf(bearer), unitOfName(bearer.name_key, proven.get(bearer.name_key))]]
  })
  return { units: new Map([...units, ...moving]), neither }
}

/**
 * Takes touched anchors apart where somebody said `never` of two in them, and makes those whole again of which nobody says so any more. Returns the name
 * keys of the mentions in them: their names may be those of other units now.
 */
export async function partAnchors(session: Session, touched: Touched): Promise<string[]> {
  const { mentions, units } = await apartIn(session, [...touched.anchors])
  const placed = mentions.map((mention) => ({ ...mention, unit: units.get(keyOf(mention)) ?? mention.anchor }))
  await assignUnits(session, placed, touched)
  return namesOf(mentions)
}

const namesOf = (mentions: readonly Anchored[]) => [...new Set(mentions.flatMap(({ name_key }) => name_key ?? []))]

/** Who of two that are in one unit, the one or both by name alone, leaves it when somebody keeps them apart: as with a name that both bear. */
export function goesOut(a: { readonly anchor: string | null }, b: { readonly anchor: string | null }): 'a' | 'b' {
  return a.anchor === null && b.anchor !== null ? 'a' : 'b'
}

/** Takes those out of touched units who belong there by their name alone, where somebody keeps them apart from another that is there. */
export async function partNames(session: Session, touched: Touched): Promise<void> {
  const standings = await standingOf(session, await partingsWithin(session, 'unit_id', [...touched.units]))
  const out = standings.flatMap(({ decision, a, b }) => {
    if (a === null || b === null || a.unit !== b.unit || (a.anchor !== null && b.anchor !== null)) return []
    const [{ record_id }, { ordinal }] = goesOut(a, b) === 'a' ? [decision.a, a] : [decision.b, b]
    return [{ record_id, ordinal, unit: aloneKey(record_id, ordinal) }]
  })
  await assignUnits(session, out, touched)
}
