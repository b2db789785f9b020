/** Exact joins: which unit each mention belongs to, by the identifiers and the name that it shares with others. */
import { componentsOf } from '../resolution/components.js'
import {
  anchorsOf,
  anchorsParted,
  assignAnchors,
  assignNames,
  keysOfAnchors,
  named,
  writeAnchors,
} from '../warehouse/anchors.js'
import type { Session } from '../warehouse/database.js'
import { type KeyedMention, type PlacedMention, writeIdentifiers, writeMentions } from '../warehouse/mentions.js'
import type { Touched } from '../warehouse/touched.js'

interface Anchored extends KeyedMention {
  readonly anchor: string | null
}

const keysIn = ({ identifierKeys }: KeyedMention) => identifierKeys.filter((key) => key !== null)
const smallest = (texts: readonly string[]) => [...texts].sort()[0] ?? null

/** Joins mentions of which those before were taken away, and moves others that they join or part. */
export async function joinExactly(
  session: Session,
  mentions: readonly KeyedMention[],
  touched: Touched,
): Promise<void> {
  await writeIdentifiers(session, mentions)
  for (const { nameKey } of mentions) if (nameKey !== null) touched.names.add(nameKey)
  const anchored = await byIdentifier(session, mentions, touched)
  const placed = await byName(session, anchored, touched)
  await writeMentions(session, placed, touched.at)
  for (const { record, ordinal, unitId } of placed) touched.arrive({ record_id: record.record_id, ordinal }, unitId)
}

async function byIdentifier(
  session: Session,
  mentions: readonly KeyedMention[],
  touched: Touched,
): Promise<Anchored[]> {
  const before = await anchorsOf(session, [...new Set(mentions.flatMap(keysIn))])
  const rebuilt = new Set(await anchorsParted(session, [...touched.keys]))
  for (const mention of mentions) {
    const carried = new Set(keysIn(mention).flatMap((key) => before.get(key) ?? []))
    if (carried.size > 1) for (const anchor of carried) rebuilt.add(anchor)
  }
  const anchors = [...rebuilt]
  const components = componentsOf(anchors.length === 0 ? [] : await keysOfAnchors(session, anchors))
  if (anchors.length > 0) await writeAnchors(session, anchors, components)
  await assignAnchors(session, [...components.keys()], touched)
  return mentions.map((mention) => {
    const own = keysIn(mention).flatMap((key) => components.get(key) ?? before.get(key) ?? [])
    return { ...mention, anchor: smallest(own) }
  })
}

/**
 * A mention without identifier belongs to the one identified party of its name and region; when there is none, or when several would fit equally, it
 * belongs to the unit of the name itself.
 */
async function byName(session: Session, mentions: readonly Anchored[], touched: Touched): Promise<PlacedMention[]> {
  const anchors = new Map<string, Set<string>>()
  for (const name of touched.names) anchors.set(name, new Set())
  const bearers = await named(session, [...touched.names])
  for (const { name_key, first_anchor, last_anchor } of bearers)
    for (const anchor of [first_anchor, last_anchor]) if (anchor !== null) anchors.get(name_key)?.add(anchor)
  for (const { nameKey, anchor } of mentions) if (nameKey !== null && anchor !== null) anchors.get(nameKey)?.add(anchor)
  const unitOf = (name: string) => {
    const [only, another] = anchors.get(name) ?? []
    return only !== undefined && another === undefined ? only : name
  }
  const moving = bearers.flatMap(({ name_key, first_unit, last_unit }): [string, string][] => {
    const unit = unitOf(name_key)
    return first_unit === null || (first_unit === unit && last_unit === unit) ? [] : [[name_key, unit]]
  })
  await assignNames(session, new Map(moving), touched)
  for (const { name_key, first_unit } of bearers) if (first_unit !== null) touched.bearers.add(unitOf(name_key))
  return mentions.map((mention) => ({
    ...mention,
    unitId: mention.anchor ?? (mention.nameKey === null ? mention.aloneId : unitOf(mention.nameKey)),
  }))
}
