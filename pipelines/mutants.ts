/** Mutants of a good row: what publishers do to a row sooner or later, and the outcome that it must have then. */
import { z } from 'zod'
import type { Connector } from '../connectors/define.js'
import type { Outcome } from '../schemas/outcome.js'
import { factsOf, ISSUE_CODES } from '../schemas/values.js'
import { ROW_FAULTS, type Row } from '../sources/source.js'
import { outcomeOf } from './normalize.js'
import { SAMPLE_CONTEXT } from './sample.js'

interface Mutant {
  readonly what: string
  readonly row: Row
  /** The issue with which the row has to be rejected; without one any declared outcome will do. */
  readonly issue?: { readonly field: string; readonly code: string }
  /** An undeclared column that has to be signalled, the row being accepted. */
  readonly signal?: string
}

const NO_DAYS = ['2019-02-30', '02/30/2019'] as const
const NO_CODE = 'a code that no list has'
const NEW_COLUMN = 'a column that nobody declared'
const TOO_LONG = 'x'.repeat(20_001)
const TOO_LONG_A_LIST = 'x'.repeat(200_001)
/** Values that trip code which trusts a cell: names of every object, half a character, other types than text. */
const ODD_VALUES: readonly unknown[] = [
  'constructor',
  '__proto__',
  'x'.repeat(5000),
  '\ud800',
  '，；：',
  ' '.repeat(30),
  '０',
  -1,
  0.1,
  true,
  [],
  {},
  ['a'],
  { a: null },
]

/** The fields of the row schema; undefined when it is no object schema. */
export function fieldsOfRow(connector: Connector): Readonly<Record<string, z.ZodType>> | undefined {
  if (!(connector.row instanceof z.ZodObject)) return undefined
  const shape: Readonly<Record<string, z.ZodType>> = connector.row.shape
  return shape
}

/** The codes with which a field refuses a value. */
function refusals(field: z.ZodType, value: unknown): unknown[] {
  const parsed = field.safeParse(value)
  if (parsed.success) return []
  return parsed.error.issues.map((issue) => (issue.code === 'custom' ? issue.params?.code : issue.code))
}

function mutantsOfColumn(connector: Connector, base: Row, column: string, field: z.ZodType): Mutant[] {
  const put = (value: unknown): Row => ({ ...base, [column]: value })
  const show = (value: unknown) => JSON.stringify(value).slice(0, 30)
  const odd = ODD_VALUES.map((value): Mutant => ({ what: `${column} holding ${show(value)}`, row: put(value) }))
  if (Object.hasOwn(connector.ignored, column)) return odd
  const refused = (what: string, row: Row, code: string): Mutant => ({ what, row, issue: { field: column, code } })
  const mutants = [
    ...odd,
    refused(
      `${column} with a text that is too long`,
      put(factsOf(field)?.name === 'long text' ? TOO_LONG_A_LIST : TOO_LONG),
      'text_too_long',
    ),
    refused(`${column} with a NUL`, put('a\0b'), 'text_nul'),
  ]
  if (refusals(field, undefined).includes('required_missing')) {
    const { [column]: _, ...less } = base
    mutants.push(refused(`without ${column}`, less, 'required_missing'))
    for (const value of ['', ' ', null])
      mutants.push(refused(`${column} empty (${show(value)})`, put(value), 'required_missing'))
  }
  if (factsOf(field)?.codes !== undefined)
    mutants.push(refused(`${column} with a code that no list has`, put(NO_CODE), 'code_unknown'))
  for (const value of NO_DAYS)
    if (refusals(field, value).includes('date_invalid'))
      mutants.push(refused(`${column} on ${value}`, put(value), 'date_invalid'))
  return mutants
}

function mutantsOf(connector: Connector, base: Row): Mutant[] {
  const fields = Object.entries(fieldsOfRow(connector) ?? {})
  return [
    columnMore(connector, base),
    { what: 'no column at all', row: {} },
    ...fields.flatMap(([column, field]) => mutantsOfColumn(connector, base, column, field)),
  ]
}

/** A column more: a signal where the contract evolves, else what keeps the row out. */
function columnMore({ drift }: Connector, base: Row): Mutant {
  const mutant = { what: 'a column more', row: { ...base, [NEW_COLUMN]: 'x' } }
  return drift === undefined || drift === 'evolve'
    ? { ...mutant, signal: NEW_COLUMN }
    : { ...mutant, issue: { field: NEW_COLUMN, code: 'column_unknown' } }
}

const CODES = new Set(Object.keys({ ...ISSUE_CODES, ...ROW_FAULTS }))

/** What is wrong with the outcome of a mutant; undefined when it is as it must be. */
function faultOf(mutant: Mutant, outcome: Outcome): string | undefined {
  if (outcome.fate === 'rejected') {
    if (outcome.issues.length === 0) return 'is rejected without an issue'
    const unknown = outcome.issues.find(({ code }) => !CODES.has(code))
    if (unknown !== undefined) return `is rejected with the code ${unknown.code}, which is not documented`
  }
  const { issue, signal } = mutant
  if (issue !== undefined) {
    const said =
      outcome.fate === 'rejected' &&
      outcome.issues.some(({ field, code }) => field === issue.field && code === issue.code)
    return said ? undefined : `has to be rejected with ${issue.code} in ${issue.field}, and is ${tell(outcome)}`
  }
  if (signal === undefined) return undefined
  const signalled =
    outcome.fate === 'accepted' &&
    outcome.signals.some(({ code, field }) => code === 'column_unknown' && field === signal)
  return signalled ? undefined : `has to be accepted with a signal, and is ${tell(outcome)}`
}

function tell(outcome: Outcome): string {
  if (outcome.fate !== 'rejected') return outcome.fate
  return `rejected (${outcome.issues.map(({ field, code }) => `${field ?? 'row'}: ${code}`).join(', ')})`
}

/** Tries every mutant of a good row; returns a sentence for each that has not the outcome it must have. */
export function tryMutants(id: string, connector: Connector, base: Row): string[] {
  return [
    ...twice(id, connector, base),
    ...mutantsOf(connector, base).flatMap((mutant) => {
      try {
        const fault = faultOf(mutant, outcomeOf(id, connector, { line: 1, row: mutant.row }, SAMPLE_CONTEXT))
        return fault === undefined ? [] : [`a good row with ${mutant.what} ${fault}`]
      } catch (error) {
        return [`a good row with ${mutant.what} makes normalize throw: ${String(error)}`]
      }
    }),
  ]
}

/** The same row twice is one record twice: the loader then sees a repeat, and not two records. */
function twice(id: string, connector: Connector, base: Row): string[] {
  const one = (line: number) => JSON.stringify(outcomeOf(id, connector, { line, row: { ...base } }, SAMPLE_CONTEXT))
  return one(1) === one(2) ? [] : ['the same good row twice does not give the same records twice']
}
