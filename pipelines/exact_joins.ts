/** Exact joins: which unit each mention belongs to, by the identifiers and the name that it shares with others. */
import { componentsOf } from '../resolution/components.js'
import { unitOfName } from '../resolution/keys.js'
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
import { namesPartedFrom } from '../warehouse/partings.js'
import type { Touched } from '../warehouse/touched.js'
import { partAnchors, partNames } from './part_units.js'

interface Anchored extends KeyedMention {
  readonly anchor: string | null
}

const keysIn = ({ identifierKeys }: KeyedMention) => identifierKeys.filter((key) => key !== null)
const smallest = (texts: readonly string[]) => [...texts].sort()[0] ?? null

/**
 * Joins mentions of which those before were taken away, and moves others that they join or part; `decided`: people have decided something, on
 * whatever.
 */
export async function joinExactly(
  session: Session,
  mentions: readonly KeyedMention[],
  decided: boolean,
  touched: Touched,
): Promise<void> {
  await writeIdentifiers(session, mentions)
  for (const { nameKey } of mentions) if (nameKey !== null) touched.names.add(nameKey)
  const anchored = await byIdentifier(session, mentions, touched)
  const placed = await byName(session, anchored, touched)
  await writeMentions(session, placed, touched.at)
  for (const { record, ordinal, unitId } of placed) touched.arrive({ record_id: record.record_id, ordinal }, unitId)
  if (!decided) return
  await placeNames(session, await partAnchors(session, touched), [], touched)
  await placePartners(session, touched)
  await partNames(session, touched)
}

/**
 * Brings those back to the units of their names who are kept apart from one that moved: whether they have to be out changes with either. Others who bear
 * these names come back with them, so that it goes on from those.
 */
async function placePartners(session: Session, touched: Touched): Promise<void> {
  const seen = new Set<string>()
  for (;;) {
    const records = [...new Set(touched.moved.map(({ record_id }) => record_id))].filter((id) => !seen.has(id))
    for (const id of records) seen.add(id)
    const names = (await namesPartedFrom(session, records)).filter((name) => !touched.names.has(name))
    if (names.length === 0) return
    for (const name of names) touched.names.add(name)
    await placeNames(session, names, [], touched)
  }
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
  for (const anchor of components.values()) touched.anchors.add(anchor)
  return mentions.map((mention) => {
    const own = keysIn(mention).flatMap((key) => components.get(key) ?? before.get(key) ?? [])
    const anchor = smallest(own)
    if (anchor !== null) touched.anchors.add(anchor)
    return { ...mention, anchor }
  })
}

/** The units of mentions: of their identifiers, else of their names. */
async function byName(session: Session, mentions: readonly Anchored[], touched: Touched): Promise<PlacedMention[]> {
  const unitOf = await placeNames(session, [...touched.names], mentions, touched)
  return mentions.map((mention) => ({
    ...mention,
    unitId: mention.anchor ?? (mention.nameKey === null ? mention.aloneId : unitOf(mention.nameKey)),
  }))
}

/**
 * A mention without identifier belongs to the one identified party of its name and region; when there is none, or when several would fit equally, it
 * belongs to the unit of the name itself. Moves those that are elsewhere, and returns the unit of each name; `mentions` are not in their place yet.
 */
async function placeNames(
  session: Session,
  names: readonly string[],
  mentions: readonly Anchored[],
  touched: Touched,
): Promise<(name: string) => string> {
  const proven = new Map<string, Set<string>>(names.map((name) => [name, new Set()]))
  const bearers = await named(session, names)
  for (const { name_key, first_proven, last_proven } of bearers)
    for (const unit of [first_proven, last_proven]) if (unit !== null) proven.get(name_key)?.add(unit)
  for (const { nameKey, anchor } of mentions) if (nameKey !== null && anchor !== null) proven.get(nameKey)?.add(anchor)
  const unitOf = (name: string) => unitOfName(name, proven.get(name))
  const moving = bearers.flatMap(({ name_key, first_unit, last_unit }): [string, string][] => {
    const unit = unitOf(name_key)
    return first_unit === null || (first_unit === unit && last_unit === unit) ? [] : [[name_key, unit]]
  })
  await assignNames(session, new Map(moving), touched)
  for (const { name_key, first_unit } of bearers) if (first_unit !== null) touched.bearers.add(unitOf(name_key))
  return unitOf
}
