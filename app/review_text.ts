/** Possible links and decisions as people read them. */
import type { MentionRow } from '../warehouse/decidable.js'
import type { Resting } from '../warehouse/decision_graph.js'
import type { LoggedDecision } from '../warehouse/decision_log.js'
import type { Decision } from '../warehouse/decisions.js'
import type { PossibleLink, PossibleSide } from '../warehouse/possible.js'
import { findingLines } from './finding_words.js'
import { colour, decimal, table } from './output.js'

export const mentionId = ({ record_id, ordinal }: Pick<MentionRow, 'record_id' | 'ordinal'>): string =>
  `${record_id}:${ordinal}`

function sideLine({ id, name, region, connectors, records, colour: grade, fines }: PossibleSide): string {
  const money = Object.entries(fines).map(([currency, value]) => `${currency} ${decimal(String(value))}`)
  const held = [
    `${records} ${records === 1 ? 'record' : 'records'} of ${connectors.join(', ')}`,
    ...(grade === null ? [] : [colour(grade)]),
    ...(money.length === 0 ? [] : [`fines ${money.join(', ')}`]),
  ]
  return `  ${name} (${region ?? 'region not known'}): ${held.join('; ')}\n    ${id}`
}

/** One possible link whole: both sides, how likely, and why. */
export function linkText({ a, b, answer, probability, why, not_joined_because }: PossibleLink): string {
  return [
    `${answer}, ${(probability * 100).toFixed(1)} % likely:`,
    sideLine(a),
    sideLine(b),
    ...findingLines(why, not_joined_because).map((line) => `  ${line}`),
  ].join('\n')
}

export function mentionsText(mentions: readonly MentionRow[], inAll: number): string {
  const rows = mentions.map((one) => [one.name, one.region, one.role, one.connector, one.source_key, mentionId(one)])
  const more =
    inAll > mentions.length ? `\n${(inAll - mentions.length).toLocaleString('en-US')} more: --limit shows them.` : ''
  return `${table(['name', 'region', 'role', 'connector', 'source key', 'mention'], rows)}${more}`
}

const REASONS: Readonly<Record<Resting['reason'], string>> = {
  changed: 'a record was corrected and names another party there',
  gone: 'a record names no such party any more',
  contradicted: 'what came since makes it contradict others',
  joined: 'identifiers that came since hold the two together',
}

const MOST_RESTING = 20

/** Decisions without effect, and what to do about each. */
export function restingText(resting: readonly Resting[]): string {
  const lines = resting.slice(0, MOST_RESTING).map(({ decision_id, reason, with: others }) => {
    const named = others.length === 0 ? '' : `: ${others.join(', ')}`
    return `  decision ${decision_id}: ${REASONS[reason]}${named}`
  })
  const more = resting.length > lines.length ? `\n  ${resting.length - lines.length} more: --json has them.` : ''
  return `In force but without effect:\n${lines.join('\n')}${more}\nNext: \`riskledger review undo <decision> --why …\`, or decide anew.`
}

export function logText(decisions: readonly LoggedDecision[]): string {
  return table(
    ['id', 'verdict', 'one', 'other', 'who', 'when', 'why', 'state'],
    decisions.map((one) => [
      // As it is typed: without groups of digits.
      String(one.decision_id),
      one.verdict,
      one.a.seen.name,
      one.b.seen.name,
      one.who,
      one.decided_at,
      one.why,
      stateWords(one),
    ]),
    30,
  )
}

function stateWords({ state, replaced_by, undone_by, undone_why }: LoggedDecision): string {
  if (state === 'undone') return `undone by ${undone_by}: ${undone_why}`
  return state === 'replaced' ? `replaced by ${replaced_by}` : 'in force'
}

/** A decision for programs. */
export function decisionDocument({ a, b, ...rest }: Decision) {
  const side = ({ record_id, ordinal, seen }: Decision['a']) => ({
    mention: mentionId({ record_id, ordinal }),
    ...seen,
  })
  return { ...rest, a: side(a), b: side(b) }
}
