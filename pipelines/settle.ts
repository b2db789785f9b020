/** Which entity units are: worked out from the links around them. */
import { readUnit, type Unit } from '../resolution/unit.js'
import { componentsAround, Neighbourhood, settle } from '../resolution/unit_cluster.js'
import type { Decision, Link } from '../schemas/links.js'
import type { Session } from '../warehouse/database.js'
import { decisionsOf } from '../warehouse/decisions.js'
import { linksAt } from '../warehouse/links.js'
import type { Touched } from '../warehouse/touched.js'
import { type SettledUnit, type StoredUnit, unitsOf, writeSettled } from '../warehouse/units.js'

/** Works out anew the entities of some units and of all that they hang together with; `decided`: people have decided something, on whatever. */
export async function settleAround(
  session: Session,
  seeds: ReadonlySet<string>,
  decided: boolean,
  touched: Touched,
): Promise<void> {
  const found = await gatherAround(session, seeds, decided)
  const around = new Neighbourhood(
    new Map([...found.rows].map(([id, { unit }]) => [id, unit])),
    [...found.links.values()],
    found.decisions,
  )
  const changed: SettledUnit[] = []
  for (const component of componentsAround(seeds, around))
    for (const [unit_id, { entity, ambiguous, held }] of settle(component, around)) {
      const row = found.rows.get(unit_id)?.row
      if (row === undefined || (row.entity_id === entity && row.ambiguous === ambiguous && row.held === held)) continue
      changed.push({ unit_id, entity_id: entity, ambiguous, held })
    }
  await writeSettled(session, changed, touched)
}

interface Gathered {
  readonly rows: Map<string, { readonly row: StoredUnit; readonly unit: Unit }>
  readonly links: Map<string, Link>
  readonly decisions: Decision[]
}

/** All units that hang together with `seeds`, with every unit at an end of their links. */
async function gatherAround(session: Session, seeds: ReadonlySet<string>, anyDecided: boolean): Promise<Gathered> {
  const links = new Map<string, Link>()
  const decisions: Decision[] = []
  const within = new Set(seeds)
  const ends = new Set(seeds)
  for (let frontier = [...seeds]; frontier.length > 0; ) {
    const decided = anyDecided ? await decidedOf(session, frontier) : []
    decisions.push(...decided)
    const near = await linksAt(session, frontier)
    const next = new Set<string>()
    for (const link of near) {
      links.set(`${link.a} ${link.b}`, link)
      ends.add(link.a).add(link.b)
      if (link.answer === 'same') next.add(link.a).add(link.b)
    }
    for (const { a, b, verdict } of decided) {
      ends.add(a).add(b)
      if (verdict === 'same') next.add(a).add(b)
    }
    frontier = [...next].filter((unit) => !within.has(unit))
    for (const unit of frontier) within.add(unit)
  }
  const rows = new Map<string, { row: StoredUnit; unit: Unit }>()
  for (const row of await unitsOf(session, [...ends])) rows.set(row.unit_id, { row, unit: readUnit(row) })
  return { rows, links, decisions }
}

/** What people decided of some units and of those that their decisions lead to. */
async function decidedOf(session: Session, units: readonly string[]): Promise<Decision[]> {
  const { mustLink, cannotLink } = await decisionsOf(session, units)
  return [
    ...mustLink.map(({ a, b }) => ({ a, b, verdict: 'same' as const })),
    ...cannotLink.map(({ a, b }) => ({ a, b, verdict: 'different' as const })),
  ]
}
