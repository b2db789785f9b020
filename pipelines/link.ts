/** Scored links on top of exact joins: what changed is compared with what it shares a key with, and what hangs together is clustered anew. */
import { MOST_UNITS_A_KEY } from '../resolution/parameters.js'
import { TermRarity } from '../resolution/rarity.js'
import { readUnit, type Unit } from '../resolution/unit.js'
import { keysOf, WORTH_COMPARING, worthOf } from '../resolution/unit_keys.js'
import { UnitScorer } from '../resolution/unit_score.js'
import { blocksOf, forgetOversize, noteOversize, oversizeAmong } from '../warehouse/blocks.js'
import type { Database, Session } from '../warehouse/database.js'
import { dropLinks, dropPairs, pairsWithin, type StoredLink, writeLinks } from '../warehouse/links.js'
import { lastCount, termCounts } from '../warehouse/terms.js'
import {
  type KeyOfUnit,
  keepKeys,
  placeInEntities,
  type Remade,
  remakeUnits,
  touchUnits,
  unitsDecidedAround,
  unitsOf,
  writeKeys,
} from '../warehouse/units.js'
import { calibrationNow } from './calibrate.js'
import { settleAround } from './settle.js'

/** Scores by what was counted last, and as decisions calibrated it then; the counts stay in memory until they are made anew. */
export class Scorers {
  #state: string | undefined
  #scorer = new UnitScorer(new TermRarity(null))

  async now(session: Session): Promise<UnitScorer> {
    const last = await lastCount(session)
    const calibration = await calibrationNow(session)
    const state = `${last?.counted_at.getTime()} ${calibration.id}`
    if (state !== this.#state) this.#scorer = new UnitScorer(new TermRarity(await termCounts(session)), calibration)
    this.#state = state
    return this.#scorer
  }
}

const scorers = new WeakMap<Database, Scorers>()

/** The scorers of a warehouse: its counts are read once a process. */
export function scorersOf(database: Database): Scorers {
  const known = scorers.get(database) ?? new Scorers()
  scorers.set(database, known)
  return known
}

/** Makes units, links and clusters of all that the joins of this transaction touched. */
export async function linkTouched(session: Session, scorer: UnitScorer): Promise<void> {
  await touchUnits(session)
  const remade = await remakeUnits(session)
  const seeds = await relink(session, scorer, remade)
  for (const unit of await unitsDecidedAround(session)) seeds.add(unit)
  await settleAround(session, seeds)
  await placeInEntities(session)
}

/** Replaces the links of what changed; returns the units whose entity may be another now. */
async function relink(session: Session, scorer: UnitScorer, { changed, gone }: Remade): Promise<Set<string>> {
  const units = new Map(changed.map((row) => [row.unit_id, readUnit(row)]))
  const rekeyed = await rekey(session, units, { changed, gone })
  // Keys that say something again bring their units into the neighbourhood.
  for (const row of await unitsOf(session, rekeyed.freed)) units.set(row.unit_id, readUnit(row))
  const ends = await dropLinks(session, [...units.keys(), ...gone.map(({ unit_id }) => unit_id)])
  const broken = await dropUnsupported(session, rekeyed.crowded)
  const links = await linksOf(session, scorer, units, rekeyed.blocks, (other, one) => !units.has(other) || other > one)
  await writeLinks(session, links)
  return new Set([...units.keys(), ...ends, ...broken, ...links.flatMap(({ a, b }) => [a, b])])
}

interface Rekeyed {
  /** For each key of a changed unit, the units that share it, if they are not too many. */
  readonly blocks: ReadonlyMap<number, readonly string[]>
  /** The units of keys that have become too many by this change. */
  readonly crowded: readonly (readonly string[])[]
  /** Units of keys that were shared by too many, and are no longer. */
  readonly freed: readonly string[]
}

async function rekey(session: Session, units: ReadonlyMap<string, Unit>, { changed, gone }: Remade): Promise<Rekeyed> {
  const labels = new Map<number, string>()
  const own = new Map<string, number[]>()
  const [added, removed]: [KeyOfUnit[], KeyOfUnit[]] = [[], []]
  for (const { unit_id, keys: before } of changed) {
    const unit = units.get(unit_id)
    const keys = unit === undefined ? [] : keysOf(unit)
    for (const { key, label } of keys) labels.set(key, label)
    const now = [...new Set(keys.map(({ key }) => key))]
    const [old, is] = [new Set(before), new Set(now)]
    added.push(...now.filter((key) => !old.has(key)).map((key) => ({ key, unit_id })))
    removed.push(...before.filter((key) => !is.has(key)).map((key) => ({ key, unit_id })))
    if (before.length !== now.length || now.some((key) => !old.has(key))) own.set(unit_id, now)
  }
  for (const { unit_id, keys } of gone) removed.push(...keys.map((key) => ({ key, unit_id })))
  await writeKeys(session, added, removed)
  await keepKeys(session, own)
  return sizedBlocks(session, labels, countOf(added), countOf(removed))
}

function countOf(keys: readonly KeyOfUnit[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { key } of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

async function sizedBlocks(
  session: Session,
  labels: ReadonlyMap<number, string>,
  added: ReadonlyMap<number, number>,
  removed: ReadonlyMap<number, number>,
): Promise<Rekeyed> {
  const keys = new Set([...labels.keys(), ...removed.keys()])
  const oversize = await oversizeAmong(session, keys)
  const asked = new Map<number, number>()
  for (const key of keys)
    if (!oversize.has(key)) asked.set(key, MOST_UNITS_A_KEY + 1 + (added.get(key) ?? 0))
    else if (removed.has(key)) asked.set(key, MOST_UNITS_A_KEY + 1)
  const blocks = new Map<number, readonly string[]>()
  const [crowded, freed, freedKeys]: [(readonly string[])[], string[], number[]] = [[], [], []]
  const crowdedKeys = new Map<number, string>()
  for (const { key, units } of await blocksOf(session, asked)) {
    if (units.length <= MOST_UNITS_A_KEY) {
      blocks.set(key, units)
      if (!oversize.has(key)) continue
      freedKeys.push(key)
      freed.push(...units)
    } else if (!oversize.has(key)) {
      crowdedKeys.set(key, labels.get(key) ?? '')
      // Nothing was linked by a key before it had two units.
      if (units.length - (added.get(key) ?? 0) + (removed.get(key) ?? 0) > 1) crowded.push(units)
    }
  }
  await noteOversize(session, crowdedKeys)
  await forgetOversize(session, freedKeys)
  return { blocks, crowded, freed: [...new Set(freed)] }
}

/** Takes away links between units that share nothing any more but keys of too many; returns their ends. */
async function dropUnsupported(session: Session, crowded: readonly (readonly string[])[]): Promise<string[]> {
  const pairs = new Map<string, [string, string]>()
  for (const units of crowded) for (const pair of await pairsWithin(session, units)) pairs.set(pair.join(' '), pair)
  if (pairs.size === 0) return []
  const keys = new Map(
    (await unitsOf(session, [...new Set([...pairs.values()].flat())])).map((row) => [row.unit_id, row.keys]),
  )
  const oversize = await oversizeAmong(session, new Set([...keys.values()].flat()))
  const unsupported = [...pairs.values()].filter(([a, b]) => {
    const others = new Set(keys.get(b))
    const shared = (keys.get(a) ?? []).filter((key) => others.has(key) && !oversize.has(key))
    return shared.reduce((worth, key) => worth + worthOf(key), 0) < WORTH_COMPARING
  })
  await dropPairs(session, unsupported)
  return unsupported.flat()
}

/** Compares units with all that they share a key with, and that are for them to compare: of two that changed, one is enough. */
export async function linksOf(
  session: Session,
  scorer: UnitScorer,
  units: ReadonlyMap<string, Unit>,
  known: ReadonlyMap<number, readonly string[]>,
  wanted: (other: string, one: string) => boolean,
): Promise<StoredLink[]> {
  const blocks = new Map(known)
  const own = new Map([...units].map(([id, unit]) => [id, keysOf(unit).map(({ key }) => key)]))
  const missing = [...new Set([...own.values()].flat())].filter((key) => !blocks.has(key))
  const oversize = missing.length === 0 ? new Set<number>() : await oversizeAmong(session, missing)
  const asked = new Map(missing.filter((key) => !oversize.has(key)).map((key) => [key, MOST_UNITS_A_KEY]))
  for (const { key, units: members } of await blocksOf(session, asked)) blocks.set(key, members)
  const candidates = new Map([...own].map(([id, keys]) => [id, candidatesOf(id, keys, blocks, wanted)]))
  const others = new Set([...candidates.values()].flat().filter((other) => !units.has(other)))
  const all = new Map(units)
  for (const row of await unitsOf(session, [...others])) all.set(row.unit_id, readUnit(row))
  const links: StoredLink[] = []
  for (const [id, unit] of units)
    for (const other of candidates.get(id) ?? []) {
      const candidate = all.get(other)
      const link = candidate === undefined ? null : linkOf(scorer, unit, candidate)
      if (link !== null) links.push(link)
    }
  return links
}

/** The units that share enough with one to be compared with it. */
function candidatesOf(
  id: string,
  keys: readonly number[],
  blocks: ReadonlyMap<number, readonly string[]>,
  wanted: (other: string, one: string) => boolean,
): string[] {
  const worth = new Map<string, number>()
  for (const key of new Set(keys))
    for (const other of blocks.get(key) ?? [])
      if (other !== id && wanted(other, id)) worth.set(other, (worth.get(other) ?? 0) + worthOf(key))
  return [...worth].flatMap(([other, sum]) => (sum >= WORTH_COMPARING ? [other] : []))
}

function linkOf(scorer: UnitScorer, one: Unit, other: Unit): StoredLink | null {
  const [a, b] = one.id < other.id ? [one, other] : [other, one]
  const judgement = scorer.judge(a, b)
  return judgement === null ? null : { a: a.id, b: b.id, ...judgement }
}
