/** In words: why the mentions of an entity are one, what spoke against it, and what was not joined and why. */
import type { Explanation, Namesake } from '../pipelines/explain.js'
import type { EntityRow } from '../warehouse/dossier.js'
import type { EffectiveDecision } from '../warehouse/effective_decisions.js'
import type { ExplainedLink, ExplainedUnit } from '../warehouse/explanation.js'
import { decidedBy } from './decision_words.js'
import { findingLines } from './finding_words.js'

export function explanationText(entity: EntityRow, explanation: Explanation): string {
  const { units, beside, decisions, namesakes, weights, counted, calibration } = explanation
  const number = new Map(units.map(({ unit_id }, at) => [unit_id, `[${at + 1}]`]))
  const parts = [
    `${entity.name}\n  ${entity.kind}, ${entity.mentions} ${entity.mentions === 1 ? 'mention' : 'mentions'}, id ${entity.entity_id}`,
    `Joined exactly:\n${units.map((unit) => unitLines(unit, number.get(unit.unit_id) ?? '')).join('\n')}`,
  ]
  parts.push(...joinedParts(explanation, number))
  const partings = decisions.filter(({ verdict }) => verdict !== 'same')
  if (partings.length > 0)
    parts.push(`Kept apart by decision:\n${partings.map((one) => decisionLine(one, number)).join('\n')}`)
  const alike = beside.map((link) => linkLines(link, number, partings))
  parts.push(`Alike, and not joined:\n${[...alike, ...namesakes.map(namesakeLine)].join('\n') || '  nothing'}`)
  const rarity =
    counted === null
      ? 'how rare names are has not been counted: `riskledger resolve --rebuild` does'
      : `how rare names are was counted on ${counted.counted_at.toISOString().slice(0, 10)}, over ${counted.units.toLocaleString('en-US')} units`
  const shifted =
    calibration === null
      ? 'no decision has corrected how likely they make two'
      : `${calibration.decisions.length} decisions correct how likely they make two (bits × ${calibration.slope.toFixed(2)} ${calibration.shift < 0 ? '−' : '+'} ${Math.abs(calibration.shift).toFixed(2)})`
  parts.push(`Weights are in bits (version ${weights}); ${rarity}; ${shifted}.`)
  return parts.join('\n\n')
}

/** What made its units one: people, likeness, and what the links between the others of them say. */
function joinedParts({ units, within, decisions }: Explanation, number: ReadonlyMap<string, string>): string[] {
  if (units.length < 2) return []
  const joining = decisions.filter(({ verdict }) => verdict === 'same')
  const list = (some: readonly ExplainedLink[]) => some.map((link) => linkLines(link, number)).join('\n')
  const [alike, others] = [within.filter(isSame), within.filter((link) => !isSame(link))]
  return [
    ...(joining.length === 0
      ? []
      : [`Joined by decision:\n${joining.map((one) => decisionLine(one, number)).join('\n')}`]),
    `Joined by likeness:\n${list(alike) || '  nothing'}`,
    ...(others.length === 0 ? [] : [`One through what is above, whatever they say of each other:\n${list(others)}`]),
  ]
}

const isSame = ({ answer }: ExplainedLink) => answer === 'same'

function decisionLine(decision: EffectiveDecision, number: ReadonlyMap<string, string>): string {
  const { a, b, name_a, name_b, entity_a, entity_b } = decision
  const end = (unit: string, name: string, entity: string) => `${number.get(unit) ?? entity} ${name}`
  return `  ${end(a, name_a, entity_a)} and ${end(b, name_b, entity_b)}: ${decidedBy(decision)}`
}

function unitLines(unit: ExplainedUnit, number: string): string {
  const proofs = unit.identifiers
    .filter((text) => text.startsWith('+'))
    .map((text) => text.slice(1).split('\t'))
    .map(([scheme, , value]) => `${scheme} ${value}`)
  const by = {
    identifier: `by identifier (${proofs.join(', ')}), and by the name where it fits no other`,
    name: `by name and region (${unit.names.join(', ')}; ${unit.regions.join(', ')})`,
    alone: 'a single mention',
  }[unit.joined_by]
  const more = unit.mentions > unit.records.length ? ', …' : ''
  return `  ${number} ${unit.names.join(' = ')}\n      ${unit.mentions} ${unit.mentions === 1 ? 'mention' : 'mentions'} ${by}: ${unit.records.join(', ')}${more}`
}

function linkLines(
  link: ExplainedLink,
  number: ReadonlyMap<string, string>,
  partings: readonly EffectiveDecision[] = [],
): string {
  const parting = partings.find(({ a, b }) => (a === link.a && b === link.b) || (a === link.b && b === link.a))
  const end = (unit: string, name: string, entity: string) => number.get(unit) ?? `${name} (${entity})`
  const relation = link.relation === null ? '' : ` (${link.relation.replace('_', ' ')})`
  return [
    `  ${end(link.a, link.name_a, link.entity_a)} and ${end(link.b, link.name_b, link.entity_b)}: ${link.answer}${relation}, probability ${link.probability}`,
    ...findingLines(link.why, parting === undefined ? link.not_joined_because : null).map((line) => `      ${line}`),
    ...(parting === undefined ? [] : [`      not joined: ${decidedBy(parting)}`]),
  ].join('\n')
}

const namesakeLine = ({ name, region, entity_id, because }: Namesake) =>
  `  ${name} (${region ?? 'region not known'}, ${entity_id}): ${because}`
