/** Why the mentions of an entity are one, and why others that are alike are not among them. */
import { PARAMETERS_VERSION } from '../resolution/parameters.js'
import { conflictOf, readUnit } from '../resolution/unit.js'
import type { UnitScorer } from '../resolution/unit_score.js'
import { oversizeAmong } from '../warehouse/blocks.js'
import { lastCalibration, type StoredCalibration } from '../warehouse/calibration.js'
import type { Database } from '../warehouse/database.js'
import { type EffectiveDecision, effectiveDecisions } from '../warehouse/effective_decisions.js'
import {
  type ExplainedLink,
  type ExplainedUnit,
  explainedLinks,
  explainedUnits,
  namesakesOf,
} from '../warehouse/explanation.js'
import { lastCount } from '../warehouse/terms.js'
import { type StoredUnit, unitsOf } from '../warehouse/units.js'
import { scorersOf } from './link.js'

export interface Namesake {
  readonly unit_id: string
  readonly entity_id: string
  readonly name: string
  readonly region: string | null
  readonly because: string
}

export interface Explanation {
  /** The version of the released weights. */
  readonly weights: number
  /** When terms were counted last, and over how many units; null: never. */
  readonly counted: { readonly units: number; readonly counted_at: Date } | null
  /** What decisions of people made of the released calibration; null: nothing. */
  readonly calibration: StoredCalibration | null
  readonly units: readonly ExplainedUnit[]
  readonly within: readonly ExplainedLink[]
  readonly beside: readonly ExplainedLink[]
  /** What people decided, where it has effect: it outranks every link. */
  readonly decisions: readonly EffectiveDecision[]
  readonly namesakes: readonly Namesake[]
}

export async function explanationOf(database: Database, entity: string): Promise<Explanation> {
  const units = await explainedUnits(database, entity)
  const ids = units.map(({ unit_id }) => unit_id)
  const names = [...new Set(units.flatMap((unit) => unit.names))]
  const links = await explainedLinks(database, ids)
  const decisions = await effectiveDecisions(database, entity)
  const others = await namesakesOf(database, entity, names, ids)
  const [namesakes, counted, calibration] = await database.session(async (session) => {
    const scorer = await scorersOf(database).now(session)
    const own = await unitsOf(session, ids)
    const oversize = await oversizeAmong(
      session,
      own.flatMap(({ keys }) => keys),
    )
    const apart = others.map((other) => ({
      unit_id: other.unit_id,
      entity_id: other.entity_id,
      name: other.names[0] ?? '',
      region: other.regions[0] ?? null,
      because: apartBecause(other, own, oversize, scorer),
    }))
    const calibrated = await lastCalibration(session, PARAMETERS_VERSION)
    return [apart, await lastCount(session), calibrated ?? null] as const
  })
  return { weights: PARAMETERS_VERSION, counted, calibration, units, ...links, decisions, namesakes }
}

/** Why a namesake has no link to the nearest of some units. */
function apartBecause(
  other: StoredUnit,
  own: readonly StoredUnit[],
  oversize: ReadonlySet<number>,
  scorer: UnitScorer,
): string {
  const unit = readUnit(other)
  const nearest = own
    .map((row) => ({ row, found: scorer.weigh(readUnit(row), unit) }))
    .sort((x, y) => (y.found?.bits ?? -1000) - (x.found?.bits ?? -1000))[0]
  if (nearest === undefined || nearest.found === null) return 'a person and an organisation, or names of nobody'
  const shared = nearest.row.keys.filter((key) => other.keys.includes(key))
  if (shared.every((key) => oversize.has(key)))
    return 'too many share each of the keys under which they could have met: they were not compared'
  const conflict = conflictOf(readUnit(nearest.row), unit)
  if (conflict !== undefined) return `another valid ${conflict}`
  const told = nearest.found.why.map(({ what, bits }) => `${what} ${bits > 0 ? '+' : ''}${bits}`).join(', ')
  return `too little speaks for one party: ${told}; ${nearest.found.bits} bits in all`
}
