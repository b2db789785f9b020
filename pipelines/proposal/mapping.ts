/** Which column of a sample says which field of a record kind: by its name, and only where its values fit. */
import { z } from 'zod'
import { PARTY_ROLES, type PartyRole } from '../../schemas/party.js'
import { KIND_NAMES, KINDS, type Kind } from '../../schemas/record.js'
import type { ColumnProfile, ColumnType } from './columns.js'
import { likeness } from './field_names.js'

export type FieldType = 'day' | 'decimal' | 'text' | 'texts' | 'choice' | 'choices' | 'boolean' | 'other'

/** A field of a kind, as far as a proposal has to know it. */
export interface KindField {
  readonly field: string
  readonly type: FieldType
  readonly nullable: boolean
  /** The values of a choice. */
  readonly choices: readonly string[]
  readonly about: string
}

/** Field, or `parties.name` and `parties.address`, to the column that says it. */
export type Mapping = ReadonlyMap<string, ColumnProfile>

// What the pipeline or the proposal itself fills, whatever the columns are called.
const MADE = new Set(['kind', 'connector', 'source_key', 'parties', 'flags', 'in_force'])
const OF_PARTY: readonly KindField[] = ['parties.name', 'parties.address'].map((field) => ({
  field,
  type: 'text',
  nullable: field !== 'parties.name',
  choices: [],
  about: '',
}))

/** The fields of a kind, in their order, without those that the pipeline fills. */
export function fieldsOfKind(kind: Kind): KindField[] {
  const shape: Readonly<Record<string, z.ZodType>> = KINDS[kind].shape
  return Object.entries(shape)
    .filter(([field]) => field !== 'kind' && field !== 'connector')
    .map(([field, type]) => describe(field, type))
}

function describe(field: string, type: z.ZodType): KindField {
  const nullable = type.safeParse(null).success
  const inner = unwrapped(type)
  const element = inner instanceof z.ZodArray ? unwrapped(inner.element) : undefined
  const choices = choicesOf(element ?? inner)
  return { field, nullable, choices, type: typeOf(inner, element, choices), about: type.description ?? '' }
}

/** The type behind `nullable` and `optional`. */
function unwrapped(type: unknown): unknown {
  return type instanceof z.ZodNullable || type instanceof z.ZodOptional ? unwrapped(type.unwrap()) : type
}

function choicesOf(type: unknown): string[] {
  return type instanceof z.ZodEnum ? type.options.map(String) : []
}

function typeOf(inner: unknown, element: unknown, choices: readonly string[]): FieldType {
  if (choices.length > 0) return element === undefined ? 'choice' : 'choices'
  if (element !== undefined) return element instanceof z.ZodString ? 'texts' : 'other'
  if (inner instanceof z.ZodBoolean) return 'boolean'
  if (!(inner instanceof z.ZodString)) return 'other'
  const takes = (text: string) => inner.safeParse(text).success
  if (takes('x') || takes('xxx')) return 'text'
  return takes('2020-02-29') ? 'day' : takes('1.5') ? 'decimal' : 'text'
}

const FITS: Readonly<Record<FieldType, readonly ColumnType[]>> = {
  day: ['date', 'us_date', 'day_first'],
  decimal: ['money', 'comma_money', 'number'],
  text: ['text', 'code', 'number', 'uscc'],
  texts: ['text', 'code'],
  choice: ['text', 'code'],
  choices: ['text', 'code'],
  boolean: [],
  other: [],
}

/** Gives each field the column whose name says it best; a column says one field. */
export function mapColumns(kind: Kind, profiles: readonly ColumnProfile[]): Mapping {
  const fields = [...OF_PARTY, ...fieldsOfKind(kind).filter(({ field }) => !MADE.has(field))]
  const pairs = fields.flatMap((field) =>
    profiles
      .filter(({ type }) => FITS[field.type].includes(type) && (type !== 'uscc' || field.field.endsWith('_code')))
      .map((profile) => ({ field: field.field, profile, like: likeness(profile.column, field.field) }))
      .filter(({ like }) => like > 0),
  )
  const mapping = new Map<string, ColumnProfile>()
  const taken = new Set<string>()
  for (const { field, profile } of pairs.sort((a, b) => b.like - a.like)) {
    if (mapping.has(field) || taken.has(profile.column)) continue
    mapping.set(field, profile)
    taken.add(profile.column)
  }
  return mapping
}

/** The kinds of record, the one that most columns speak of first, each with how many fields of its own they say. */
export function rankKinds(profiles: readonly ColumnProfile[]): { kind: Kind; says: number }[] {
  const counts = new Map<string, number>()
  for (const kind of KIND_NAMES)
    for (const { field } of fieldsOfKind(kind)) counts.set(field, (counts.get(field) ?? 0) + 1)
  const ranked = KIND_NAMES.map((kind) => {
    // What every kind has tells none apart; what one kind alone has tells most.
    const own = [...mapColumns(kind, profiles).keys()].filter((field) => (counts.get(field) ?? 0) < KIND_NAMES.length)
    const says = own.filter((field) => counts.has(field)).reduce((sum, field) => sum + 1 / (counts.get(field) ?? 1), 0)
    return { kind, says }
  })
  return ranked.sort((a, b) => b.says - a.says)
}

/** The role of the party that a record of this kind is about, where its name says so: a penalty has one who is penalised. */
export function roleOf(kind: Kind): PartyRole | undefined {
  const roles = Object.keys(PARTY_ROLES) as PartyRole[]
  const shared = (a: string, b: string) => {
    let length = 0
    while (length < a.length && a[length] === b[length]) length++
    return length
  }
  const ranked = roles
    .filter((role) => PARTY_ROLES[role].subject)
    .map((role) => ({ role, like: shared(role, kind) }))
    .sort((a, b) => b.like - a.like)
  const [best] = ranked
  return best !== undefined && best.like >= 4 ? best.role : undefined
}
