/**
 * Counts terms anew and works out every link and cluster from nothing, as a fresh load with these counts would: after the ledger has grown much, or with
 * other parameters. What people decided until then corrects how bits become probabilities.
 */
import { MOST_UNITS_A_KEY, PARAMETERS_VERSION } from '../resolution/parameters.js'
import { readUnit } from '../resolution/unit.js'
import { hashOf, holderOf, keysOf, termsOf } from '../resolution/unit_keys.js'
import { countOversize, noteOversize, oversizeAmong } from '../warehouse/blocks.js'
import type { Session } from '../warehouse/database.js'
import { allConstraints } from '../warehouse/decisions.js'
import { remakeEntities } from '../warehouse/entities.js'
import { linkedUnits, writeLinks } from '../warehouse/links.js'
import { momentOf } from '../warehouse/moment.js'
import { passGate } from '../warehouse/positions.js'
import { beginCount, endCount, noteParameters, noteTerms } from '../warehouse/terms.js'
import { Touched } from '../warehouse/touched.js'
import {
  addKeys,
  BEFORE_ALL,
  keepKeys,
  placeInEntities,
  remakeAllUnits,
  type StoredUnit,
  unitsAfter,
  unlinkAll,
} from '../warehouse/units.js'
import { correctCalibration } from './calibrate.js'
import { linksOf, Scorers } from './link.js'
import { settleAround } from './settle.js'
import type { Stage } from './stage.js'

const UNITS_AT_ONCE = 8_000

export interface Rebuilt {
  units: number
  links: number
  entities_changed: number
  entities_ended: number
}

/** Rebuilds in one transaction: whoever looks sees the old entities or the new ones. */
export async function rebuild(stage: Stage): Promise<Rebuilt> {
  return stage.database.transaction(async (session) => {
    await passGate(session, 'resolve', 'alone')
    await remakeAllUnits(session, UNITS_AT_ONCE)
    const now = await momentOf(session)
    const touched = new Touched(now.at, await unlinkAll(session))
    const units = await keyAll(stage, session)
    await countOversize(session, MOST_UNITS_A_KEY)
    await correctCalibration(session, await new Scorers().now(session))
    const links = await linkAll(stage, session, units)
    await noteParameters(session, PARAMETERS_VERSION)
    const { mustLink } = await allConstraints(session)
    const seeds = [...(await linkedUnits(session)), ...mustLink.map(({ a }) => a)]
    for (let from = 0; from < seeds.length; from += UNITS_AT_ONCE)
      await settleAround(session, new Set(seeds.slice(from, from + UNITS_AT_ONCE)), now.decided > 0, touched)
    await placeInEntities(session, touched)
    const { changed, ended } = await remakeEntities(session, touched)
    return { units, links, entities_changed: changed, entities_ended: ended }
  })
}

/** Calls with all units, some at a time in the order of their ids. */
async function eachSome(session: Session, call: (rows: StoredUnit[]) => Promise<void>): Promise<void> {
  for (let after = BEFORE_ALL; ; ) {
    const rows = await unitsAfter(session, after, UNITS_AT_ONCE)
    const last = rows.at(-1)
    if (last === undefined) return
    await call(rows)
    after = last.unit_id
  }
}

/** Writes the keys of all units, and counts their terms. */
async function keyAll(stage: Stage, session: Session): Promise<number> {
  let done = 0
  await beginCount(session)
  await eachSome(session, async (rows) => {
    const units = rows.map(readUnit)
    const keys = new Map(units.map((unit) => [unit.id, [...new Set(keysOf(unit).map(({ key }) => key))]]))
    await addKeys(
      session,
      [...keys].flatMap(([unit_id, own]) => own.map((key) => ({ key, unit_id }))),
    )
    const before = new Map(rows.map((row) => [row.unit_id, row.keys]))
    const changed = [...keys].filter(([id, own]) => own.join() !== before.get(id)?.join())
    await keepKeys(session, new Map(changed))
    await noteTerms(
      session,
      units.flatMap((unit) => [...termsOf(unit)].map((term) => [hashOf(term), holderOf(unit)] as const)),
    )
    done += rows.length
    stage.progress({ stage: 'resolve', what: 'units counted', done, total: null })
  })
  await endCount(session)
  return done
}

/** Compares every unit with those behind it that it shares a key with. */
async function linkAll(stage: Stage, session: Session, total: number): Promise<number> {
  const scorer = await new Scorers().now(session)
  let [done, count] = [0, 0]
  await eachSome(session, async (rows) => {
    const units = new Map(rows.map((row) => [row.unit_id, readUnit(row)]))
    const links = await linksOf(session, scorer, units, new Map(), (other, one) => other > one)
    await writeLinks(session, links)
    await nameOversize(session, units)
    done += rows.length
    count += links.length
    stage.progress({ stage: 'resolve', what: 'units compared', done, total })
  })
  return count
}

/** Says in words what the keys of too many are: their units know. */
async function nameOversize(session: Session, units: ReadonlyMap<string, ReturnType<typeof readUnit>>): Promise<void> {
  const labels = new Map<number, string>()
  for (const unit of units.values()) for (const { key, label } of keysOf(unit)) labels.set(key, label)
  const oversize = await oversizeAmong(session, labels.keys())
  await noteOversize(session, new Map([...labels].filter(([key]) => oversize.has(key))))
}
