/**
 * Value types of source cells: what a cell says, or exactly why it says nothing usable. Each is a zod type whose
 * input is the cell as found and whose output is the value in ledger form. Nothing is defaulted: an empty optional cell is null.
 */
import { z } from 'zod'
import { masked } from './citizen_numbers.js'
import { pointed, shiftDecimal } from './decimals.js'
import { realDate } from './identifiers.js'

/** Codes of field issues, each with the sentence that docs/errors.md prints for it. */
export const ISSUE_CODES = {
  required_missing: 'A required field is absent or empty.',
  text_expected: 'The field holds something that is not text.',
  text_too_long: 'The text is longer than the field may be.',
  text_nul: 'The text contains a NUL character, which Postgres cannot hold.',
  text_malformed: 'The text contains half a character (a lone surrogate).',
  date_invalid: 'The field is not a date, or the day does not exist.',
  money_invalid: 'The field is not an amount of money.',
  money_negative: 'The amount is negative.',
  number_invalid: 'The field is not a number in its allowed range.',
  code_unknown: 'The value is not in the code list of the publisher.',
  value_invalid: 'The value does not have the declared shape.',
  column_unknown: 'The row has a column that the connector does not know, and its contract accepts none.',
  message_invalid: 'A message on a topic does not parse with the schema of its kind.',
} as const
export type IssueCode = keyof typeof ISSUE_CODES

/** Raises a field issue from inside a zod transform and ends it. */
export function fail(ctx: z.core.$RefinementCtx, code: IssueCode, message: string, input: unknown): never {
  ctx.issues.push({ code: 'custom', message, input, params: { code } })
  return z.NEVER
}

/** Full-width digits, letters and punctuation to their ASCII form, and no space around: repair that is certain. */
export function plain(text: string): string {
  // NFKC is slow; text that is ASCII already (most numbers and dates) needs none of it.
  return /^[\x20-\x7e]*$/.test(text) ? text.trim() : text.normalize('NFKC').trim()
}

const MAX_TEXT = 20_000
const MAX_LONG_TEXT = 200_000

/** The beginning of a cell, for a message. Masked before it is cut: nobody would know half a citizen's number again. */
export const quoted = (text: string) => masked(text.slice(0, 80)).slice(0, 40)

/** A cell as found: absent, null, text, or whatever the publisher's JSON holds. */
const cell = z.unknown().optional()

/** The text of a cell, null when it is empty; undefined when it is no usable text, which has then been said. */
function asText(found: unknown, ctx: z.core.$RefinementCtx, most = MAX_TEXT): string | null | undefined {
  if (found === undefined || found === null) return null
  if (typeof found !== 'string') return refuse(ctx, 'text_expected', `expected text, saw a ${typeof found}`, found)
  const text = found.trim()
  if (text.length > most)
    return refuse(ctx, 'text_too_long', `${text.length} characters, at most ${most}`, `${quoted(text)}…`)
  if (text.includes('\0'))
    return refuse(ctx, 'text_nul', 'the text contains a NUL character', text.replaceAll('\0', '␀'))
  if (!text.isWellFormed())
    return refuse(ctx, 'text_malformed', 'the text contains half a character', text.toWellFormed())
  return text === '' ? null : text
}

function refuse(ctx: z.core.$RefinementCtx, code: IssueCode, message: string, input: unknown): undefined {
  fail(ctx, code, message, input)
  return undefined
}

/** Reads a cell as found; what is wrong with it goes to the context's issues. */
export type CellReader<T = unknown> = (found: unknown, ctx: z.core.$RefinementCtx) => T

const readers = new WeakMap<z.ZodType, CellReader>()

/** The reader behind a value type; undefined for a type that is not made here. */
export function readerOf(type: z.ZodType): CellReader | undefined {
  return readers.get(type)
}

/** What a value type takes, for people and for those who check a declaration. */
export interface ValueFacts {
  /** Such as `text`, `date` or `money`. */
  readonly name: string
  readonly required: boolean
  /** The codes that it knows, where it is a list. */
  readonly codes?: readonly string[]
}

const facts = new WeakMap<z.ZodType, ValueFacts>()

/** What a value type is; undefined for a type that is not made here. */
export function factsOf(type: z.ZodType): ValueFacts | undefined {
  return facts.get(type)
}

/** Notes what a value type is, and gives it back. */
export function known<T extends z.ZodType>(type: T, name: string, required: boolean, codes?: readonly string[]): T {
  facts.set(type, { name, required, ...(codes === undefined ? {} : { codes }) })
  return type
}

function valueType<T>(read: CellReader<T>) {
  const type = cell.transform(read)
  readers.set(type, read)
  return type
}

/** A value type whose empty cell is null. `read` makes the value of text that is there. */
export function optional<T>(read: (text: string, ctx: z.core.$RefinementCtx) => T) {
  return valueType((found, ctx): T | null => {
    const text = asText(found, ctx)
    if (text === undefined) return z.NEVER
    return text === null ? null : read(text, ctx)
  })
}

/** As `optional`, where a JSON number is as good as its text; sources refuse numbers too long to be exact. */
export function optionalOfNumber<T>(read: (text: string, ctx: z.core.$RefinementCtx) => T) {
  return valueType((found, ctx): T | null => {
    const text = asText(typeof found === 'number' ? String(found) : found, ctx)
    if (text === undefined) return z.NEVER
    return text === null ? null : read(text, ctx)
  })
}

/** A value type whose cell must not be empty. */
export function required<T>(read: (text: string, ctx: z.core.$RefinementCtx) => T) {
  return valueType((found, ctx): T => {
    const text = asText(found, ctx)
    if (text === undefined) return z.NEVER
    return text === null ? fail(ctx, 'required_missing', 'the field is absent or empty', found) : read(text, ctx)
  })
}

/** Text that may be absent: trimmed, empty becomes null. */
export const optionalText = known(
  optional((text) => text),
  'text',
  false,
)

/** Text that may be absent and is a list that can be very long, such as the lots of a recall. */
export const optionalLongText = known(
  valueType((found, ctx): string | null => {
    const text = asText(found, ctx, MAX_LONG_TEXT)
    return text === undefined ? z.NEVER : text
  }),
  'long text',
  false,
)

/** Text that must be there. */
export const requiredText = known(
  required((text) => text),
  'text',
  true,
)

const DATE_SHAPES =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)$/
const ISO_SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/

/**
 * The ISO date that `text` says in one of the shapes in use (2019-10-10, 2019/10/10, 2019.10.10, 20191010,
 * 2019年10月10日), or undefined when it says none or the day does not exist.
 */
export function parseDate(text: string): string | undefined {
  const iso = ISO_SHAPE.exec(text)
  if (iso !== null) return realDate(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const match = DATE_SHAPES.exec(plain(text))
  if (match === null) return undefined
  const [month, day] = match.slice(2).filter((part) => part !== undefined)
  return realDate(Number(match[1]), Number(month), Number(day))
}

function readDate(text: string, ctx: z.core.$RefinementCtx): string {
  return parseDate(text) ?? fail(ctx, 'date_invalid', `'${quoted(text)}' is not a date that exists`, text)
}

/** A date that may be absent, as ISO text. */
export const optionalDate = known(optional(readDate), 'date', false)

/** A date that must be there, as ISO text. */
export const requiredDate = known(required(readDate), 'date', true)

/** The US order of a date, 06/13/2012; may be absent. */
export const optionalUsDate = known(optional(readUsDate), 'US date', false)

function readUsDate(text: string, ctx: z.core.$RefinementCtx): string {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text)
  const date = match === null ? undefined : realDate(Number(match[3]), Number(match[1]), Number(match[2]))
  return date ?? fail(ctx, 'date_invalid', `'${quoted(text)}' is not a date like 06/13/2012`, text)
}

/** The order of Europe, day first: 13.06.2012 or 13/06/2012; may be absent. */
export const optionalDayFirst = known(optional(readDayFirst), 'date, day first', false)

function readDayFirst(text: string, ctx: z.core.$RefinementCtx): string {
  const match = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})$/.exec(text)
  const date = match === null ? undefined : realDate(Number(match[4]), Number(match[3]), Number(match[1]))
  return date ?? fail(ctx, 'date_invalid', `'${quoted(text)}' is not a date like 13.06.2012`, text)
}

/** An amount of money that may be absent, as a canonical decimal string in units of 10^`places` (万元 is 4 for yuan). */
export function optionalMoney(places: number) {
  return known(
    optionalOfNumber((text, ctx) => readMoney(text, places, ctx)),
    moneyName(places),
    false,
  )
}

/** As `optionalMoney`, where a comma parts the decimals and points the thousands: 1.250,50. */
export function optionalCommaMoney(places: number) {
  return known(
    optional((text, ctx) => {
      const value = text.length > 40 ? undefined : pointed(plain(text))
      if (value !== undefined) return readMoney(value, places, ctx)
      return fail(ctx, 'money_invalid', `'${quoted(text)}' is not an amount with a decimal comma`, text)
    }),
    `${moneyName(places)}, decimal comma`,
    false,
  )
}

/** What a money type in units of 10^`places` is called. */
export const moneyName = (places: number) => (places === 0 ? 'money' : `money in units of 10^${places}`)

/** The amount that text says, as `optionalMoney` has it. */
export function readMoney(text: string, places: number, ctx: z.core.$RefinementCtx): string {
  const value = text.length > 40 ? undefined : shiftDecimal(plain(text), places)
  if (value === undefined) return fail(ctx, 'money_invalid', `'${quoted(text)}' is not an amount`, text)
  return value.startsWith('-') ? fail(ctx, 'money_negative', `${text} is negative`, text) : value
}

/** A number that may be absent, as the text that says it and not judged: for a figure that may be nonsense without costing the record. */
export const optionalNumberText = known(
  optionalOfNumber((text) => text),
  'number',
  false,
)

/** The text as a canonical decimal from `low` to `high`; undefined when it is no number, or one outside. */
export function decimalWithin(text: string, low: number, high: number): string | undefined {
  const value = text.length > 40 ? undefined : shiftDecimal(plain(text), 0)
  return value === undefined || Number(value) < low || Number(value) > high ? undefined : value
}

/** What a list of the publisher says of a value; undefined when the value is not in it (nor `constructor` in any). */
export function meaningOf<T>(list: Readonly<Record<string, T>>, value: string): T | undefined {
  return Object.hasOwn(list, value) ? list[value] : undefined
}

function readCode<const T extends Record<string, string>>(list: T) {
  return (text: string, ctx: z.core.$RefinementCtx): T[keyof T] => {
    const meaning = meaningOf(list, text)
    if (meaning === undefined)
      return fail(ctx, 'code_unknown', `'${quoted(text)}' is none of ${Object.keys(list).join(', ')}`, text)
    return meaning as T[keyof T]
  }
}

/** A code list of the publisher, code to meaning; a value outside it is an issue, never a default. */
export function codeOf<const T extends Record<string, string>>(list: T) {
  return known(required(readCode(list)), 'code', true, Object.keys(list))
}

/** As `codeOf`, for a column that may be empty. */
export function optionalCodeOf<const T extends Record<string, string>>(list: T) {
  return known(optional(readCode(list)), 'code', false, Object.keys(list))
}

/** Bracket pairs that publishers use alike in document numbers, folded to one; other width variants too. */
export function documentNumber(text: string): string {
  // Most numbers are written that way already.
  if (/^[\u4e00-\u9fff0-9A-Z〔〕]+$/.test(text)) return text
  return text
    .normalize('NFKC')
    .replace(/[【[(〔［（]/g, '〔')
    .replace(/[】\])〕］）]/g, '〕')
    .replace(/\s+/g, '')
}
