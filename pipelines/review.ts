/** Decisions of people on who is who: taken when nothing in force speaks against them, refused with the reason else. */
import { LedgerError } from '../core/errors.js'
import { type Parting, partingOf, shareProof } from '../resolution/parting.js'
import type { Database, Session } from '../warehouse/database.js'
import { type MentionRow, sideOf } from '../warehouse/decidable.js'
import { contradictionOf, type Verdict } from '../warehouse/decision_graph.js'
import {
  type Decision,
  decisionOf,
  decisionsInForce,
  edgesOf,
  isInForce,
  type Made,
  recordDecision,
  recordUndo,
  type Standing,
  standingOf,
} from '../warehouse/decisions.js'
import { recordsById } from '../warehouse/mentions.js'
import { passGate } from '../warehouse/positions.js'
import { keysOf, mentionKey, partyMeant } from './decided.js'
import { goesOut, type Parted, unitsWithout } from './part_units.js'

export interface Proposed {
  readonly verdict: Verdict
  readonly a: MentionRow
  readonly b: MentionRow
  readonly who: string
  readonly why: string
  readonly enteredBy: string
  /** An earlier decision of somebody else that is to give way. */
  readonly replace: number | null
}

export interface Decided {
  readonly decision: Decision
  /** False: the same was decided already. */
  readonly changed: boolean
  readonly replaced: Decision | null
  readonly notes: readonly string[]
}

/** Takes a decision, one after the other with all others: two people must not contradict each other at the same moment. */
export function decide(database: Database, proposed: Proposed): Promise<Decided> {
  return database.transaction(async (session) => {
    await passGate(session, 'review', 'alone')
    const standings = await standingOf(session, await decisionsInForce(session))
    const before = standings.find((standing) => onPair(standing, proposed))
    if (before?.decision.verdict === proposed.verdict)
      return { decision: before.decision, changed: false, replaced: null, notes: [] }
    mayReplace(proposed, before?.decision)
    const others = standings.filter((standing) => standing !== before)
    const notes = await checkAgainst(session, proposed, others)
    const decision = await recordDecision(session, {
      verdict: proposed.verdict,
      a: sideOf(proposed.a),
      b: sideOf(proposed.b),
      who: proposed.who,
      why: proposed.why,
      entered_by: proposed.enteredBy,
      replaces: before?.decision.decision_id ?? null,
    })
    return { decision, changed: true, replaced: before?.decision ?? null, notes }
  })
}

function onPair({ decision, a, b }: Standing, proposed: Proposed): boolean {
  if (a === null || b === null) return false
  const pair = [mentionKey(decision.a.record_id, a.ordinal), mentionKey(decision.b.record_id, b.ordinal)]
  const wanted = [proposed.a, proposed.b].map(({ record_id, ordinal }) => mentionKey(record_id, ordinal))
  return pair.sort().join() === wanted.sort().join()
}

/** Of the same person the later decision holds; that of another gives way only when it is named. */
function mayReplace({ who, replace }: Proposed, before: Decision | undefined): void {
  if (replace !== null && replace !== before?.decision_id)
    throw new LedgerError(
      'usage',
      before === undefined
        ? `Decision ${replace} is not in force between these two: there is nothing to replace`
        : `The decision in force between these two is ${before.decision_id}, not ${replace}`,
      '`riskledger review log` shows all decisions.',
    )
  if (before === undefined || before.who === who || replace === before.decision_id) return
  throw new LedgerError(
    'decision_contradicts',
    `Of the same two was decided otherwise: ${decisionWords(before)}`,
    `Talk to ${before.who}; then \`--replace ${before.decision_id}\` puts yours in its place, or \`riskledger review undo ${before.decision_id} --why …\` takes it back.`,
  )
}

/** Who decided, when and why. */
export const byWhom = ({ who, why, decided_at }: Pick<Decision, 'who' | 'why' | 'decided_at'>): string =>
  `by ${who} on ${decided_at.toISOString().slice(0, 10)}: ${why}`

/** A decision in one line. */
export function decisionWords(decision: Decision): string {
  const { decision_id, verdict, a, b } = decision
  return `decision ${decision_id} (${verdict}: '${a.seen.name}' and '${b.seen.name}', ${byWhom(decision)})`
}

/** Throws when a decision cannot hold beside what is proven and what others decided. Returns what is worth knowing of it. */
async function checkAgainst(session: Session, proposed: Proposed, others: readonly Standing[]): Promise<string[]> {
  const { verdict, a, b } = proposed
  // A record that was corrected and is not resolved yet may give its parties another order than its mentions have.
  const found = await recordsById(session, [a.record_id, b.record_id])
  const records = new Map(found.map((record) => [record.record_id, record]))
  const [keysA, keysB] = [sideOf(a), sideOf(b)].map((side) => {
    const meant = partyMeant(side, records)
    return meant === null ? { name: null, identifiers: [] } : keysOf(meant.party)
  })
  if (keysA === undefined || keysB === undefined) throw new Error('two mentions have two sets of keys')
  if (verdict === 'different' && shareProof(keysA, keysB))
    throw new LedgerError(
      'decision_against_proof',
      `Both carry ${sharedIdentifiers(a, b)}, which proves them to be one party`,
      'If one of the sources has it wrong, say so with `riskledger review never <a> <b> --why …`: it holds against identifiers too.',
    )
  const parting = verdict === 'same' ? null : partingOf(verdict, keysA, keysB)
  const parted = verdict === 'same' ? WHOLE : await unitsAfter(session, proposed, parting)
  const unitOf = (record_id: string, ordinal: number, unit: string) =>
    parted.units.get(mentionKey(record_id, ordinal)) ?? unit
  const moved = others.map(({ decision, a, b }) => ({
    decision,
    a: a === null ? null : { ...a, unit: unitOf(decision.a.record_id, a.ordinal, a.unit) },
    b: b === null ? null : { ...b, unit: unitOf(decision.b.record_id, b.ordinal, b.unit) },
  }))
  const chain = contradictionOf(edgesOf(moved).edges, {
    verdict,
    a: unitOf(a.record_id, a.ordinal, a.unit),
    b: unitOf(b.record_id, b.ordinal, b.unit),
  })
  if (chain !== null) throw contradiction(chain, others)
  return notesOf(proposed, parted)
}

/** What becomes of units that nothing parts. */
const WHOLE: Parted = { units: new Map(), neither: 0 }

/** What becomes of the units of two that are to be parted. Throws when nothing parts them. */
async function unitsAfter(session: Session, { verdict, a, b }: Proposed, parting: Parting | null): Promise<Parted> {
  const [keyA, keyB] = [a, b].map(({ record_id, ordinal }) => mentionKey(record_id, ordinal)) as [string, string]
  // Whoever is taken out of its unit is one by itself from here on.
  const out = (from: 'a' | 'b') => ({ units: new Map(from === 'a' ? [[keyA, keyA]] : [[keyB, keyB]]), neither: 0 })
  if (parting !== null) return out(parting.from)
  if (a.unit !== b.unit) return WHOLE
  if (a.anchor === null || a.anchor !== b.anchor) return out(goesOut(a, b))
  if (verdict === 'never') return await unitsWithout(session, a.anchor, [keyA, keyB])
  throw new LedgerError(
    'decision_against_proof',
    `Other mentions of ${a.entity_id} carry identifiers of both, which proves them to be one party`,
    'If one of the sources has it wrong, say so with `riskledger review never <a> <b> --why …`: whoever carries identifiers of both then joins neither.',
  )
}

function contradiction(chain: readonly number[], standings: readonly Standing[]): LedgerError {
  const decisions = chain.flatMap((id) => standings.filter(({ decision }) => decision.decision_id === id))
  const words = decisions.map(({ decision }) => decisionWords(decision)).join('; ')
  return new LedgerError(
    'decision_contradicts',
    `It contradicts what was decided before: ${words}`,
    `Take back the one that is wrong with \`riskledger review undo ${chain[0]} --why …\`, then decide again.`,
  )
}

function sharedIdentifiers(a: MentionRow, b: MentionRow): string {
  const [proofA, proofB] = [sideOf(a).seen.identifiers, sideOf(b).seen.identifiers]
  return proofA
    .filter((one) =>
      proofB.some((two) => two.scheme === one.scheme && two.issuer === one.issuer && two.value === one.value),
    )
    .map(({ scheme, value }) => `${scheme} ${value}`)
    .join(', ')
}

function notesOf({ verdict, a, b }: Proposed, { units, neither }: Parted): string[] {
  const notes: string[] = []
  for (const { record_id, ordinal, name, connector, source_key } of [a, b]) {
    const key = mentionKey(record_id, ordinal)
    if (units.get(key) === key)
      notes.push(`'${name}' of ${connector} ${source_key} leaves the mentions that it shared a key with.`)
  }
  if (neither > 0)
    notes.push(
      neither === 1
        ? 'A mention that identifiers join to both joins neither any more.'
        : `${neither} mentions that identifiers join to both join neither any more.`,
    )
  if (verdict !== 'same') return notes
  const [proofA, proofB] = [sideOf(a).seen.identifiers, sideOf(b).seen.identifiers]
  for (const one of proofA) {
    const ofScheme = proofB.filter(({ scheme, issuer }) => scheme === one.scheme && issuer === one.issuer)
    if (ofScheme.length > 0 && !ofScheme.some(({ value }) => value === one.value))
      notes.push(
        `They carry different identifiers of one kind: ${one.scheme} ${one.value} and ${ofScheme.map(({ value }) => value).join(', ')}.`,
      )
  }
  return notes
}

/** Takes a decision back; what the machine says holds again with the next `resolve`. */
export function undo(database: Database, id: number, by: Pick<Made, 'who' | 'why' | 'entered_by'>): Promise<Decision> {
  return database.transaction(async (session) => {
    await passGate(session, 'review', 'alone')
    const decision = await decisionOf(session, id)
    if (decision === undefined)
      throw new LedgerError('not_found', `There is no decision ${id}`, '`riskledger review log` shows all decisions.')
    if (!(await isInForce(session, id)))
      throw new LedgerError(
        'decision_not_in_force',
        `Nothing is left to undo of ${decisionWords(decision)}`,
        '`riskledger review log` shows what became of it.',
      )
    await recordUndo(session, decision, by)
    return decision
  })
}
