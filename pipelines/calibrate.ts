/** What reviewers decided, as labels: the calibration that a rebuild goes on with. */
import { type Calibration, corrected, type Labelled } from '../resolution/calibration.js'
import { CALIBRATION, PARAMETERS_VERSION } from '../resolution/parameters.js'
import { conflictOf, readUnit, type Unit } from '../resolution/unit.js'
import type { UnitScorer } from '../resolution/unit_score.js'
import { keepCalibration, lastCalibration } from '../warehouse/calibration.js'
import type { Session } from '../warehouse/database.js'
import type { Edge } from '../warehouse/decision_graph.js'
import { allConstraints } from '../warehouse/decisions.js'
import { unitsOf } from '../warehouse/units.js'

/** The calibration in force: what the last rebuild with these parameters made of the decisions, else the released one. */
export async function calibrationNow(session: Session): Promise<Calibration & { readonly id: number | null }> {
  const last = await lastCalibration(session, PARAMETERS_VERSION)
  return last === undefined
    ? { ...CALIBRATION, id: null }
    : { slope: last.slope, shift: last.shift, id: last.calibration_id }
}

/**
 * Keeps what the decisions in force make of the released calibration, never of an earlier correction: an undone decision leaves nothing behind. Nothing is kept
 * while it stays as it is.
 */
export async function correctCalibration(session: Session, scorer: UnitScorer): Promise<void> {
  const { mustLink, cannotLink } = await allConstraints(session)
  const edges = [...mustLink, ...cannotLink.filter(({ verdict }) => verdict === 'different')]
  const ids = [...new Set(edges.flatMap(({ a, b }) => [a, b]))]
  const units = new Map((await unitsOf(session, ids)).map((row) => [row.unit_id, readUnit(row)]))
  const labels = labelsOf(edges, units, scorer)
  const { slope, shift } = corrected(CALIBRATION, labels)
  const decisions = labels.map(({ decision }) => decision).sort((x, y) => x - y)
  const last = await lastCalibration(session, PARAMETERS_VERSION)
  const before = last ?? { ...CALIBRATION, decisions: [] }
  if (before.slope === slope && before.shift === shift && before.decisions.join() === decisions.join()) return
  const same = labels.filter((one) => one.same === 1).length
  await keepCalibration(session, {
    parameters_version: PARAMETERS_VERSION,
    slope,
    shift,
    decisions,
    same,
    different: labels.length - same,
  })
}

/** Only pairs on which the evidence decides: not those that a rule keeps apart, nor those of which no more than the name agrees. Two decisions on one pair are one label. */
function labelsOf(
  edges: readonly Edge[],
  units: ReadonlyMap<string, Unit>,
  scorer: UnitScorer,
): (Labelled & { readonly decision: number })[] {
  const labels = new Map<string, Labelled & { readonly decision: number }>()
  for (const { a, b, verdict, decision_id } of edges) {
    const [one, other] = [units.get(a), units.get(b)]
    if (one === undefined || other === undefined || one.kind !== other.kind) continue
    const found = scorer.weigh(one, other)
    if (found === null || !found.corroborated || conflictOf(one, other) !== undefined) continue
    labels.set([a, b].sort().join(' '), {
      bits: found.bits,
      same: verdict === 'same' ? 1 : 0,
      count: 1,
      decision: decision_id,
    })
  }
  return [...labels.values()]
}
