/** Decisions of people on who is who: kept for ever, taken back by a row of their own, and turned into what resolution has to hold to. */
import type { Database, Session } from './database.js'
import { type Meant, meant, type Seen } from './decided.js'
import { type Constraints, type Edge, type Resting, settle, type Verdict } from './decision_graph.js'
import { DECIDED } from './moment.js'
import { UNIT } from './units.js'

/** A mention by its record and its place among the parties. */
export interface MentionId {
  readonly record_id: string
  readonly ordinal: number
}

export interface Side extends MentionId {
  readonly seen: Seen
}

export interface Decision {
  readonly decision_id: number
  readonly verdict: Verdict
  readonly a: Side
  readonly b: Side
  readonly who: string
  readonly why: string
  /** The login that entered it. */
  readonly entered_by: string
  readonly decided_at: Date
  /** The earlier decision on the same pair whose place it takes. */
  readonly replaces: number | null
}

export type Made = Omit<Decision, 'decision_id' | 'decided_at'>

/** SQL over a decision `d`: all of it. */
export const DECISION = `d.decision_id, d.verdict, d.who, d.why, d.entered_by, d.decided_at, d.replaces,
  jsonb_build_object('record_id', d.a_record, 'ordinal', d.a_ordinal, 'seen', d.a_seen) as a,
  jsonb_build_object('record_id', d.b_record, 'ordinal', d.b_ordinal, 'seen', d.b_seen) as b`
/** SQL over a decision `d`: nobody undid or replaced it. */
export const IN_FORCE = `not exists (select from store.decision_undo u where u.decision_id = d.decision_id)
  and not exists (select from store.decision r where r.replaces = d.decision_id)`

/** Keeps a decision and has the records of both sides resolved anew. */
export async function recordDecision(session: Session, { a, b, ...made }: Made): Promise<Decision> {
  const { rows } = await session.query<Decision>(
    `insert into store.decision as d (verdict, a_record, a_ordinal, b_record, b_ordinal, a_seen, b_seen, who, why, entered_by, replaces)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${DECISION}`,
    [
      made.verdict,
      a.record_id,
      a.ordinal,
      b.record_id,
      b.ordinal,
      JSON.stringify(a.seen),
      JSON.stringify(b.seen),
      made.who,
      made.why,
      made.entered_by,
      made.replaces,
    ],
  )
  await resolveAnew(session, [a.record_id, b.record_id])
  const [decision] = rows
  if (decision === undefined) throw new Error('a decision was inserted and not returned')
  return decision
}

/** Takes a decision back, as a row of its own, and has the records of both sides resolved anew. */
export async function recordUndo(
  session: Session,
  decision: Decision,
  { who, why, entered_by }: Pick<Made, 'who' | 'why' | 'entered_by'>,
): Promise<void> {
  await session.query('insert into store.decision_undo (decision_id, who, why, entered_by) values ($1, $2, $3, $4)', [
    decision.decision_id,
    who,
    why,
    entered_by,
  ])
  await resolveAnew(session, [decision.a.record_id, decision.b.record_id])
}

/** A mark that is there is locked: a resolver that took it now would not see what this transaction decides. */
async function resolveAnew(session: Session, recordIds: readonly string[]): Promise<void> {
  await session.query(
    `insert into store.unresolved_record select distinct r from unnest($1::uuid[]) r order by r
     on conflict (record_id) do update set record_id = excluded.record_id`,
    [recordIds],
  )
}

export interface TakenDecided {
  /** Records whose parties somebody decided on since they were resolved. */
  readonly records: readonly string[]
  /** How much people had decided and taken back by then. */
  readonly decided: number
}

/** Takes records whose parties somebody decided on, at most `limit`; those that another process has taken are passed over. */
export async function takeDecided(session: Session, limit: number): Promise<TakenDecided> {
  const { rows } = await session.query<TakenDecided>({
    name: 'take decided',
    text: `
      with taken as (
        delete from store.unresolved_record where record_id in (
          select record_id from store.unresolved_record order by record_id limit $1 for update skip locked)
        returning record_id)
      select coalesce((select array_agg(record_id) from taken), '{}')::text[] as records, ${DECIDED} as decided`,
    values: [limit],
  })
  const [taken] = rows
  if (taken === undefined) throw new Error('a select without from gives one row')
  return taken
}

/** A decision of that number, in force or not; undefined when there is none. */
export async function decisionOf(session: Session | Database['pool'], id: number): Promise<Decision | undefined> {
  const { rows } = await session.query<Decision>(`select ${DECISION} from store.decision d where d.decision_id = $1`, [
    id,
  ])
  return rows[0]
}

/** False when a decision was undone, or another took its place. */
export async function isInForce(session: Session, id: number): Promise<boolean> {
  const { rowCount } = await session.query(`select from store.decision d where d.decision_id = $1 and ${IN_FORCE}`, [
    id,
  ])
  return rowCount === 1
}

/** All decisions in force, oldest first. */
export async function decisionsInForce(session: Session | Database['pool']): Promise<Decision[]> {
  const { rows } = await session.query<Decision>(
    `select ${DECISION} from store.decision d where ${IN_FORCE} order by d.decision_id`,
  )
  return rows
}

interface UnitParty {
  readonly record_id: string
  readonly ordinal: number
  readonly role: string
  readonly name: string
  readonly unit: string
  readonly anchor: string | null
  readonly identifiers: Seen['identifiers']
}

/** The current parties of some records, with the unit that each belongs to. */
async function partiesOf(
  session: Session | Database['pool'],
  recordIds: readonly string[],
): Promise<Map<string, UnitParty[]>> {
  const { rows } = await session.query<UnitParty>(
    `select m.record_id, m.ordinal, m.role, m.name, ${UNIT} as unit, m.anchor, coalesce((
         select jsonb_agg(jsonb_build_object('scheme', i.scheme, 'issuer', i.issuer, 'value', i.value))
           from store.mention_identifier i where i.record_id = m.record_id and i.ordinal = m.ordinal and i.check_status <> 'failed'), '[]') as identifiers
       from store.mention m where m.record_id = any ($1) order by m.record_id, m.ordinal`,
    [recordIds],
  )
  const parties = new Map<string, UnitParty[]>()
  for (const row of rows) {
    const known = parties.get(row.record_id)
    if (known === undefined) parties.set(row.record_id, [row])
    else known.push(row)
  }
  return parties
}

/** A decision with what each side has become. */
export interface Standing {
  readonly decision: Decision
  readonly a: Stands | null
  readonly b: Stands | null
}

/** The party that a side of a decision means, its unit, and the anchor of its identifiers if it has any that prove. */
type Stands = Meant & Pick<UnitParty, 'unit' | 'anchor'>

/** What the sides of decisions have become. */
export async function standingOf(
  session: Session | Database['pool'],
  decisions: readonly Decision[],
): Promise<Standing[]> {
  if (decisions.length === 0) return []
  const ids = new Set(decisions.flatMap(({ a, b }) => [a.record_id, b.record_id]))
  const parties = await partiesOf(session, [...ids])
  const now = ({ record_id, ordinal, seen }: Side) => {
    const named = parties.get(record_id) ?? []
    const found = meant(ordinal, seen, named)
    const party = named.find(({ ordinal }) => ordinal === found?.ordinal)
    return found === null || party === undefined ? null : { ...found, unit: party.unit, anchor: party.anchor }
  }
  return decisions.map((decision) => ({ decision, a: now(decision.a), b: now(decision.b) }))
}

/**
 * Decisions as edges between units. One that joins rests once a side is no longer the party that was decided on; one that parts holds on, for the
 * party in its place: the worst that this can do is to miss a link.
 */
export function edgesOf(standings: readonly Standing[]): { edges: Edge[]; resting: Resting[] } {
  const edges: Edge[] = []
  const resting: Resting[] = []
  for (const { decision, a, b } of standings) {
    const { decision_id, verdict } = decision
    if (a === null || b === null) resting.push({ decision_id, reason: 'gone', with: [] })
    else if (verdict === 'same' && !(a.fits && b.fits)) resting.push({ decision_id, reason: 'changed', with: [] })
    else edges.push({ decision_id, verdict, a: a.unit, b: b.unit })
  }
  return { edges, resting }
}

/** What the decisions in force say together, of all units. */
export async function allConstraints(session: Session | Database['pool']): Promise<Constraints> {
  const { edges, resting } = edgesOf(await standingOf(session, await decisionsInForce(session)))
  const settled = settle(edges)
  return { ...settled, resting: [...resting, ...settled.resting] }
}

/**
 * What the decisions in force ask of some units and of all that decisions link with them: what has to be one, and what must not become one. The
 * machine's own answers give way to both.
 */
export async function decisionsOf(session: Session, unitIds: readonly string[]): Promise<Constraints> {
  const known = new Map<number, Standing>()
  const reached = new Set<string>()
  let frontier: string[] = [...unitIds]
  while (frontier.length > 0) {
    for (const unit of frontier) reached.add(unit)
    const touching = await decisionsOnUnits(session, frontier)
    for (const standing of await standingOf(
      session,
      touching.filter(({ decision_id }) => !known.has(decision_id)),
    ))
      known.set(standing.decision.decision_id, standing)
    frontier = [...new Set([...known.values()].flatMap((standing) => linked(reached, standing)))]
  }
  const { edges, resting } = edgesOf([...known.values()])
  const settled = settle(edges.filter(({ a, b }) => reached.has(a) || reached.has(b)))
  return { ...settled, resting: [...resting, ...settled.resting] }
}

/** The other end of a decision that joins, where one end was reached. */
function linked(reached: ReadonlySet<string>, { decision, a, b }: Standing): string[] {
  if (decision.verdict !== 'same' || a === null || b === null || reached.has(a.unit) === reached.has(b.unit)) return []
  return [reached.has(a.unit) ? b.unit : a.unit]
}

async function decisionsOnUnits(session: Session, units: readonly string[]): Promise<Decision[]> {
  const { rows } = await session.query<Decision>(
    `with named as materialized (select distinct m.record_id from store.mention m where ${UNIT} = any ($1)),
     touched as (
       select d.decision_id from named n join store.decision d on d.a_record = n.record_id
       union select d.decision_id from named n join store.decision d on d.b_record = n.record_id)
     select ${DECISION} from touched join store.decision d using (decision_id) where ${IN_FORCE} order by d.decision_id`,
    [units],
  )
  return rows
}
