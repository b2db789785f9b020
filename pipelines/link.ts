/** Scored links on top of exact joins: what changed is compared with what it shares a key with, and what hangs together is clustered anew. */
import { setImmediate } from 'node:timers/promises'
import { begun } from '../core/begun.js'
import { MOST_UNITS_A_KEY } from '../resolution/parameters.js'
import { TermRarity } from '../resolution/rarity.js'
import { readUnit, type Unit } from '../resolution/unit.js'
import { keysOf, WORTH_COMPARING, worthComparing, worthOf } from '../resolution/unit_keys.js'
import { UnitScorer } from '../resolution/unit_score.js'
import { blocksOf, forgetOversize, noteOversize, oversizeAmong, sizedBlocksOf } from '../warehouse/blocks.js'
import type { Database, Session } from '../warehouse/database.js'
import { dropLinks, dropPairs, pairsWithin, type StoredLink, writeLinks } from '../warehouse/links.js'
import { lastCount, termCounts } from '../warehouse/terms.js'
import type { Touched } from '../warehouse/touched.js'
import {
  addKeys,
  type KeyOfUnit,
  keepKeys,
  placeInEntities,
  type Remade,
  remakeUnits,
  removeKeys,
  unitRowsOf,
  unitsDecidedAround,
  unitsOf,
} from '../warehouse/units.js'
import { calibrationNow } from './calibrate.js'
import { settleAround } from './settle.js'

// Dozens of units are read for each one that is compared: more of them at once would only grow old in memory.
const COMPARED_AT_ONCE = 500
const LISTENED_EVERY = 50

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

/** Makes units, links and clusters of all that the joins of this transaction touched; `decided`: people have decided something, on whatever. */
export async function linkTouched(
  session: Session,
  scorer: UnitScorer,
  decided: boolean,
  touched: Touched,
): Promise<void> {
  const remade = await remakeUnits(session, touched)
  const seeds = await relink(session, scorer, remade)
  if (decided) for (const unit of await unitsDecidedAround(session, touched)) seeds.add(unit)
  await settleAround(session, seeds, decided, touched)
  await placeInEntities(session, touched)
}

/** Replaces the links of what changed; returns the units whose entity may be another now. */
async function relink(session: Session, scorer: UnitScorer, { changed, gone }: Remade): Promise<Set<string>> {
  const units = new Map(changed.map((row) => [row.unit_id, readUnit(row)]))
  const rekeyed = await rekey(session, units, { changed, gone })
  // Keys that say something again bring their units into the neighbourhood.
  for (const row of await unitsOf(session, rekeyed.freed)) units.set(row.unit_id, readUnit(row))
  // What had no key had no link, and is its own entity: so is every new unit, until a link says otherwise.
  const before = [...changed.flatMap(({ unit_id, keys }) => (keys.length === 0 ? [] : [unit_id])), ...rekeyed.freed]
  const ends = await dropLinks(session, [...before, ...gone.map(({ unit_id }) => unit_id)])
  const broken = await dropUnsupported(session, rekeyed)
  const links = await linksOf(session, scorer, units, rekeyed.blocks, () => writeKeys(session, rekeyed))
  await writeLinks(session, links)
  return new Set([...before, ...ends, ...broken, ...links.flatMap(({ a, b }) => [a, b])])
}

interface KeyChanges {
  readonly added: readonly KeyOfUnit[]
  readonly removed: readonly KeyOfUnit[]
  /** All keys that units have now, where they had others. */
  readonly own: ReadonlyMap<string, readonly number[]>
}

/** What changes of keys, not written yet, and what follows from it. */
interface Rekeyed extends KeyChanges {
  /** For each key of a changed unit, the units that share it; none where they are too many. */
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
  return { added, removed, own, ...(await sizedBlocks(session, labels, unitsByKey(added), unitsByKey(removed))) }
}

async function writeKeys(session: Session, { added, removed, own }: KeyChanges): Promise<void> {
  await removeKeys(session, removed)
  await addKeys(session, added)
  await keepKeys(session, own)
}

function unitsByKey(keys: readonly KeyOfUnit[]): Map<number, Set<string>> {
  const units = new Map<number, Set<string>>()
  for (const { key, unit_id } of keys) {
    const known = units.get(key)
    if (known === undefined) units.set(key, new Set([unit_id]))
    else known.add(unit_id)
  }
  return units
}

/** The blocks as they will be, with the keys that are added and without those that are removed. */
async function sizedBlocks(
  session: Session,
  labels: ReadonlyMap<number, string>,
  added: ReadonlyMap<number, ReadonlySet<string>>,
  removed: ReadonlyMap<number, ReadonlySet<string>>,
): Promise<Pick<Rekeyed, 'blocks' | 'crowded' | 'freed'>> {
  const keys = new Set([...labels.keys(), ...removed.keys()])
  const wanted = new Map(
    [...keys].map((key) => {
      const usual = MOST_UNITS_A_KEY + 1 + (removed.get(key)?.size ?? 0)
      return [key, { usual, oversize: removed.has(key) ? usual : 0 }]
    }),
  )
  const blocks = new Map<number, readonly string[]>()
  const [crowded, freed, freedKeys]: [(readonly string[])[], string[], number[]] = [[], [], []]
  const crowdedKeys = new Map<number, string>()
  for (const { key, oversize, units: before } of await sizedBlocksOf(session, wanted)) {
    const gone = removed.get(key)
    const units = [...before.filter((unit) => gone?.has(unit) !== true), ...(added.get(key) ?? [])]
    const few = units.length <= MOST_UNITS_A_KEY && !(oversize && !removed.has(key))
    blocks.set(key, few ? units : [])
    if (few && oversize) {
      freedKeys.push(key)
      freed.push(...units)
    } else if (!few && !oversize) {
      crowdedKeys.set(key, labels.get(key) ?? '')
      // Nothing was linked by a key before it had two units.
      if (before.length > 1) crowded.push(units)
    }
  }
  await noteOversize(session, crowdedKeys)
  await forgetOversize(session, freedKeys)
  return { blocks, crowded, freed: [...new Set(freed)] }
}

/** Takes away links between units that share nothing any more but keys of too many; returns their ends. */
async function dropUnsupported(session: Session, { crowded, own }: Rekeyed): Promise<string[]> {
  const pairs = new Map<string, [string, string]>()
  for (const units of crowded) for (const pair of await pairsWithin(session, units)) pairs.set(pair.join(' '), pair)
  if (pairs.size === 0) return []
  const keys = new Map(
    (await unitsOf(session, [...new Set([...pairs.values()].flat())])).map((row) => [
      row.unit_id,
      own.get(row.unit_id) ?? row.keys,
    ]),
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

/**
 * Compares units with all that they share a key with. `meanwhile` is sent to the warehouse once the first of these are on their way: it has time to spare
 * while we compare.
 */
async function linksOf(
  session: Session,
  scorer: UnitScorer,
  units: ReadonlyMap<string, Unit>,
  known: ReadonlyMap<number, readonly string[]>,
  meanwhile: () => Promise<void>,
): Promise<StoredLink[]> {
  const blocks = new Map(known)
  const own = new Map([...units].map(([id, unit]) => [id, keysOf(unit).map(({ key }) => key)]))
  const missing = [...new Set([...own.values()].flat())].filter((key) => !blocks.has(key))
  for (const { key, units: members } of await blocksOf(session, missing, MOST_UNITS_A_KEY)) blocks.set(key, members)
  const candidates = [...own].map(([id, keys]): Candidates => [id, candidatesOf(id, keys, blocks, units)])
  const links: StoredLink[] = []
  let written: Promise<void> | undefined
  try {
    for await (const { some, read } of readAhead(session, candidates, units)) {
      written ??= begun(meanwhile)
      for (const [at, [id, near]] of some.entries()) {
        // What the warehouse has to say meanwhile is listened to.
        if (at % LISTENED_EVERY === LISTENED_EVERY - 1) await setImmediate()
        for (const other of near) links.push(...linkOf(scorer, units.get(id), units.get(other) ?? read.get(other)))
      }
    }
  } catch (error) {
    // If that failed, all that was asked after it failed too, and says less.
    await written
    throw error
  }
  await (written ?? meanwhile())
  return links
}

/** A unit, and those to compare it with. */
type Candidates = readonly [string, readonly string[]]

/** Reads the candidates that are not known, some at a time; the next are on their way while these are compared. */
async function* readAhead(session: Session, candidates: readonly Candidates[], known: ReadonlyMap<string, Unit>) {
  const ask = (from: number) => {
    const some = candidates.slice(from, from + COMPARED_AT_ONCE)
    const others = new Set(some.flatMap(([, near]) => near).filter((other) => !known.has(other)))
    return { some, rows: begun(() => unitRowsOf(session, [...others])) }
  }
  let next = ask(0)
  for (let from = COMPARED_AT_ONCE; next.some.length > 0; from += COMPARED_AT_ONCE) {
    const { some, rows } = next
    const found = await rows
    next = ask(from)
    yield { some, read: new Map(found.map((row) => [row.unit_id, readUnit(row)])) }
  }
}

/** The units that share enough with one to be compared with it; where both are among `units`, that is for one of them. */
function candidatesOf(
  id: string,
  keys: readonly number[],
  blocks: ReadonlyMap<number, readonly string[]>,
  units: ReadonlyMap<string, Unit>,
): string[] {
  const worth = new Map<string, number>()
  for (const key of new Set(keys))
    for (const other of blocks.get(key) ?? [])
      if (!units.has(other) || other > id) worth.set(other, (worth.get(other) ?? 0) + worthOf(key))
  return worthComparing(worth)
}

/** The link of two units; none where they have nothing to do with each other. */
export function linkOf(scorer: UnitScorer, one: Unit | undefined, other: Unit | undefined): StoredLink[] {
  if (one === undefined || other === undefined) return []
  const [a, b] = one.id < other.id ? [one, other] : [other, one]
  const judgement = scorer.judge(a, b)
  return judgement === null ? [] : [{ a: a.id, b: b.id, ...judgement }]
}
