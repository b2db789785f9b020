/**
 * Counts terms anew and works out every link and cluster from nothing, as a fresh load with these counts would: after the ledger has grown much, or with
 * other parameters. What people decided until then corrects how bits become probabilities.
 */
import { MOST_UNITS_A_KEY, PARAMETERS_VERSION } from '../resolution/parameters.js'
import { forgetTexts, readUnit } from '../resolution/unit.js'
import { hashOf, holderOf, keysOf, sortedBy, termsOf } from '../resolution/unit_keys.js'
import { placeAll, remakeAllEntities } from '../warehouse/all_entities.js'
import { mendKeys, noteTouched, remadeUnits, unlinkAll } from '../warehouse/all_units.js'
import { countOversize, lastOfOversize, noteOversize, oversizeAmong } from '../warehouse/blocks.js'
import type { Session } from '../warehouse/database.js'
import { allConstraints } from '../warehouse/decisions.js'
import { type Moment, momentOf } from '../warehouse/moment.js'
import { passGate } from '../warehouse/positions.js'
import { beginSeats, linkedUnits, noteTexts, seatAll } from '../warehouse/seats.js'
import { beginCount, endCount, noteParameters, noteTerms } from '../warehouse/terms.js'
import { Touched } from '../warehouse/touched.js'
import { keepKeys, type StoredUnit, unitRowsOf } from '../warehouse/units.js'
import { correctCalibration } from './calibrate.js'
import { Scorers } from './link.js'
import { linkSeated } from './link_all.js'
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
    const now = await momentOf(session)
    const units = await keyAll(stage, session)
    await mendKeys(session)
    await unlinkAll(session)
    await countOversize(session, MOST_UNITS_A_KEY)
    await nameOversize(session)
    const scorers = new Scorers()
    await correctCalibration(session, await scorers.now(session))
    const seats = await seatAll(session, MOST_UNITS_A_KEY)
    const passed = (done: number) => stage.progress({ stage: 'resolve', what: 'units compared', done, total: units })
    const links = await linkSeated(session, await scorers.now(session), seats, passed)
    await noteParameters(session, PARAMETERS_VERSION)
    await settleAll(session, now)
    await placeAll(session, now.at)
    const { changed, ended } = await remakeAllEntities(session, now.at)
    return { units, links, entities_changed: changed, entities_ended: ended }
  })
}

/** Makes all units and their keys anew, counts their terms, and notes in what order they are to be compared. */
async function keyAll(stage: Stage, session: Session): Promise<number> {
  let done = 0
  await beginCount(session)
  await beginSeats(session)
  for await (const rows of remadeUnits(session, UNITS_AT_ONCE)) {
    await keySome(session, rows)
    forgetTexts()
    done += rows.length
    stage.progress({ stage: 'resolve', what: 'units counted', done, total: null })
  }
  await endCount(session)
  return done
}

async function keySome(session: Session, rows: readonly StoredUnit[]): Promise<void> {
  const changed = new Map<string, readonly number[]>()
  const [terms, texts]: [[number, number][], [string, string][]] = [[], []]
  for (const row of rows) {
    const unit = readUnit(row)
    const keys = [...new Set(keysOf(unit).map(({ key }) => key))]
    if (keys.join() !== row.keys.join()) changed.set(unit.id, keys)
    const holder = holderOf(unit)
    for (const term of termsOf(unit)) terms.push([hashOf(term), holder])
    texts.push([unit.id, sortedBy(unit)])
  }
  await keepKeys(session, changed)
  await noteTerms(session, terms)
  await noteTexts(session, texts)
}

/** Says in words what the keys of too many are: their units know. */
async function nameOversize(session: Session): Promise<void> {
  const last = await lastOfOversize(session)
  for (let from = 0; from < last.length; from += UNITS_AT_ONCE) {
    const labels = new Map<number, string>()
    const rows = await unitRowsOf(session, last.slice(from, from + UNITS_AT_ONCE))
    for (const row of rows.sort((x, y) => (x.unit_id < y.unit_id ? -1 : 1)))
      for (const { key, label } of keysOf(readUnit(row))) labels.set(key, label)
    const oversize = await oversizeAmong(session, labels.keys())
    await noteOversize(session, new Map([...labels].filter(([key]) => oversize.has(key))))
  }
}

/** Works out the entities of all units that links or decisions make one, some at a time: what hangs together is mostly near each other. */
async function settleAll(session: Session, { at, decided }: Moment): Promise<void> {
  const settle = async (seeds: readonly string[]) => {
    const touched = new Touched(at)
    await settleAround(session, new Set(seeds), decided > 0, touched)
    await noteTouched(session, touched.units)
  }
  for await (const seeds of linkedUnits(session, UNITS_AT_ONCE)) await settle(seeds)
  const { mustLink } = await allConstraints(session)
  await settle(mustLink.map(({ a }) => a))
}
