/** A dossier in words: what is known of an entity, why its grade is what it is, and what joined its mentions. */
import { z } from 'zod'
import type { Dossier, FactRow, GradeRow } from '../warehouse/dossier.js'
import { decidedBy } from './decision_words.js'
import { freshnessWords, staleText } from './freshness.js'
import { colour, decimal, table } from './output.js'

const parameters = z.object({
  thresholds: z.record(z.string(), z.number()),
  ages: z.array(z.object({ years: z.number(), weight: z.number() })),
})

const NOUNS: Readonly<Record<string, readonly [string, string]>> = {
  penalty: ['penalty', 'penalties'],
  registration: ['registration', 'registrations'],
  recall: ['recall', 'recalls'],
  list_entry: ['list entry', 'list entries'],
}

const noun = (kind: string, count: number) => NOUNS[kind]?.[count === 1 ? 0 : 1] ?? kind

/** The breakdown of a grade line by line: each group of records, and how the sum becomes a colour. */
export function gradeWords(grade: GradeRow, modelParameters: unknown): string[] {
  const known = parameters.safeParse(modelParameters)
  const years = known.success ? known.data.ages.map((age) => age.years).sort((a, b) => a - b) : []
  const lines = grade.breakdown.map((part) => {
    const counts = `${part.records} ${noun(part.kind, part.records)} in force of severity ${part.severity}`
    return `${counts}, ${ageWords(part.within_years, years)} (each counts ${part.weight}): ${part.points} points`
  })
  if (lines.length === 0) lines.push('no penalty, recall or list entry in force of which it is the subject')
  lines.push(`frequency ${grade.frequency} × severity ${grade.severity} = score ${grade.score}`)
  if (known.success) lines.push(`colours: ${thresholdWords(known.data.thresholds)}`)
  return lines
}

/** `at most 3 years old`; for the last band, `more than 5 years old`. */
function ageWords(within: number, years: readonly number[]): string {
  const before = years[years.indexOf(within) - 1]
  if (before !== undefined && years.at(-1) === within) return `more than ${before} years old`
  return `at most ${within} ${within === 1 ? 'year' : 'years'} old`
}

function thresholdWords(thresholds: Readonly<Record<string, number>>): string {
  const ordered = Object.entries(thresholds).sort(([, a], [, b]) => a - b)
  return [`green below ${ordered[0]?.[1]}`, ...ordered.map(([name, from]) => `${name} from ${from}`)].join(', ')
}

const JOINS = {
  identifier: 'mentions that carry the same proving identifier, and those of its name and region that fit no other',
  name: 'mentions of one name in one region, a shop’s at one address; no identifier proves it',
  alone: 'a single mention: nothing in it would prove that another is the same party',
  likeness: 'mentions that are alike enough in names, places and the like; `--explain` tells what weighs how much',
}

/** The whole dossier. `why` are the words of the grade, `alias` the earlier id that was asked for. */
export function dossierText(dossier: Dossier, why: readonly string[], alias: string | null): string {
  const { entity, aliases } = dossier
  const head = [
    `${entity.name}`,
    `  ${entity.kind}, region ${entity.region ?? 'not known'}, ${entity.mentions} ${entity.mentions === 1 ? 'mention' : 'mentions'}, id ${entity.entity_id}`,
    ...(alias === null ? [] : [`  ${alias} is an earlier id of it.`]),
    ...(aliases.length === 0 ? [] : [`  earlier ids: ${aliases.join(', ')}`]),
  ].join('\n')
  return [
    head,
    gradeText(dossier, why),
    `Names:\n${table(
      ['name', 'records', 'connectors'],
      dossier.names.map((row) => [row.name, row.records, row.connectors.join(', ')]),
    )}`,
    `Identifiers:\n${table(
      ['scheme', 'value', 'check', 'proves', 'mentions', 'connectors'],
      dossier.identifiers.map((row) => [
        row.scheme,
        row.value,
        row.check_status,
        row.proves ? 'yes' : 'no',
        row.mentions,
        row.connectors.join(', '),
      ]),
    )}`,
    joinText(dossier),
    factText(dossier),
    sourceText(dossier),
    recordText(dossier),
  ].join('\n\n')
}

/** Why there is no grade. Which kinds count is for the model to say. */
function noGradeText({ awaits_assessment, subject_of, records_in_all }: Dossier): string {
  if (awaits_assessment) return 'Grade: none yet; its records wait for `riskledger assess`.'
  const count = (records: number) => `${records.toLocaleString('en-US')} ${records === 1 ? 'record' : 'records'}`
  const all = subject_of.reduce((sum, { records }) => sum + records, 0)
  if (all === 0)
    return `Grade: none; ${count(records_in_all)} ${records_in_all === 1 ? 'names' : 'name'} it, and it is the subject of none.`
  const kinds = subject_of.map(
    ({ kind, records }) => `${kind.replaceAll('_', ' ')}: ${records.toLocaleString('en-US')}`,
  )
  return `Grade: none; it is the subject of ${count(all)} (${kinds.join(', ')}), none of a kind that counts towards one.`
}

function gradeText(dossier: Dossier, why: readonly string[]): string {
  const { grade, sources } = dossier
  if (grade === null) return noGradeText(dossier)
  return [
    `Grade: ${colour(grade.colour)}, score ${grade.score}, as of ${grade.as_of} (${grade.model} version ${grade.model_version}; advice to people)`,
    ...why.map((line) => `  ${line}`),
    ...staleLines(grade, sources),
  ].join('\n')
}

/** What joined its mentions. The machine's word for several units is likeness, also where nobody but people says that they are one. */
function joinedBy({ entity, joins, decisions }: Dossier): string {
  const { joined_by } = entity
  if (joined_by !== 'likeness' || !decisions.some(({ verdict }) => verdict === 'same'))
    return `${joined_by}: ${JOINS[joined_by]}`
  return joins.by_likeness
    ? `decision and likeness: people said of mentions that they are one; of others, ${JOINS.likeness}`
    : 'decision: people said of mentions that they are one'
}

function joinText(dossier: Dossier): string {
  const { entity, joins, decisions, namesakes } = dossier
  const lines = [
    `Joined by ${joinedBy(dossier)}.`,
    `  ${joins.by_identifier} by identifier, ${joins.by_name} by name and region, of ${entity.mentions}.`,
    ...decisions.map((one) => `  ${one.name_a} and ${one.name_b}: ${decidedBy(one)}.`),
  ]
  if (entity.ambiguous) {
    lines.push('  Ambiguous: its name and region belong to several identified parties, and nothing says which it is.')
    for (const other of namesakes)
      lines.push(`    perhaps ${other.name} (${other.region ?? 'region not known'}), ${other.entity_id}`)
  }
  return lines.join('\n')
}

/** What the grade says of the stale ones among the sources it rests on; nothing where all are fresh. */
function staleLines({ stale_sources: stale }: GradeRow, sources: Dossier['sources']): string[] {
  const text = staleText(sources.filter(({ connector }) => stale.includes(connector)))
  return text === '' ? [] : [`  It rests on stale sources. ${text}`]
}

/** The facts; those that rest on stale sources name them. */
function factText({ facts }: Dossier): string {
  const stale = facts.some(({ stale_sources }) => stale_sources.length > 0)
  const rows = facts.map((fact) => [...factRow(fact), fact.stale_sources.join(', ')])
  return `Facts:\n${table(['fact', 'of', 'value', 'since', ...(stale ? ['stale sources'] : [])], rows)}`
}

function sourceText({ sources }: Dossier): string {
  const rows = sources.map((source) => [
    source.connector,
    source.title,
    source.records,
    source.last_arrival,
    freshnessWords(source),
  ])
  return `Sources:\n${table(['connector', 'what it is', 'records', 'last arrival (UTC)', 'freshness'], rows)}`
}

function factRow({ predicate, qualifier, value, text_value, unit, valid_from }: FactRow): unknown[] {
  const amount =
    value === null
      ? text_value
      : `${decimal(value)}${unit === null || unit === qualifier ? '' : ` ${unit}${value === '1' ? '' : 's'}`}`
  return [predicate.replaceAll('_', ' '), qualifier === '' ? null : qualifier, amount, valid_from]
}

function recordText({ records, records_in_all }: Dossier): string {
  const rows = records.map((record) => [
    record.on,
    record.kind,
    record.role,
    record.authority,
    record.what,
    record.amount === null ? null : `${record.currency ?? ''} ${decimal(record.amount)}`.trim(),
    record.in_force ? record.status : `not in force: ${record.status}`,
    record.locator,
  ])
  const more =
    records_in_all > records.length
      ? `\n${(records_in_all - records.length).toLocaleString('en-US')} more: --limit shows them.`
      : ''
  return `Records:\n${table(['on', 'kind', 'as', 'authority', 'what', 'amount', 'status', 'at'], rows)}${more}`
}
