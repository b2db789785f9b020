/** What a sample says of each of its columns: the value type that every cell parses as, whether it is always there, whether it tells rows apart. */
import { bareCode, citizenShape } from '../../schemas/citizen_numbers.js'
import { looksLikeUscc, validUscc } from '../../schemas/identifiers.js'
import { optionalCommaMoney, optionalDayFirst, optionalMoney, optionalUsDate, parseDate } from '../../schemas/values.js'
import type { Row } from '../../sources/source.js'
import type { SampleRead } from './sample_formats.js'

export type ColumnType =
  | 'text'
  | 'date'
  | 'us_date'
  | 'day_first'
  | 'money'
  | 'comma_money'
  | 'number'
  | 'code'
  | 'uscc'
  | 'citizen'
  | 'empty'
  | 'nested'

export interface ColumnProfile {
  readonly column: string
  readonly type: ColumnType
  /** How many cells do not parse as that type, and will keep their rows out. */
  readonly misfits: number
  /** True when no sampled row lacks a value. */
  readonly required: boolean
  /** True when no two sampled rows have the same value. */
  readonly unique: boolean
  /** The distinct values of a code list, the commonest first. */
  readonly codes: readonly string[]
  /** Powers of ten that the header says amounts are in: 万元 is 4. Null: the header says no unit. */
  readonly places: number | null
  /** The ISO 4217 code that the header says. */
  readonly currency: string | null
  /** What every cell leaves open: 03/04/2024 is a day in two orders, 1.250 an amount with a decimal point or comma. */
  readonly doubt: string | null
}

// Names of columns that hold one of few values by nature; others repeat by chance in a small sample.
const IS_LIST =
  /类|類|型|级|級|状态|狀態|结果|結果|是否|性质|性質|等级|分类|種類|種别|区分|status|type|class|level|category|kind|grade|severity|result|flag/i
const IS_MONEY =
  /金额|金額|罚款|罰款|罰鍰|没收|價|价|费|費|款额|amount|fine|penalty|price|cost|fee|money|total|sum|value|元|円|usd|cny|eur|gbp|\$|￥|€|£/i
const IS_PLACE = /lon(g|gitude)?$|lat(itude)?$|lng$|经度|纬度|經度|緯度|coord/i
/** Names of columns that hold figures which are neither money nor places: a number in any other may be a code. */
const IS_FIGURE =
  /数量|數量|销量|人数|次数|药量|重量|储量|储存量|浓度|监测值|实测值|限值|标准值|数值|quantity|sold|weight|suspects|arrested|detained|concentration|limit|count$/i
const MOST_CODES = 8
const ROWS_A_CODE = 3
// Publishers write a wrong day now and then: a column is one of dates all the same, and the row with the wrong one is kept out and told.
const MOSTLY = 0.8

const IS_SUM = /^(合计|总计|小计|共计|合計|総計|total|sum|备注|注|说明|填表|制表|审核)/i

/** A last row that adds the others up, or a note below them, as tables for people have; it says nothing of the columns. */
export function endsInSum({ rows, columns }: SampleRead): boolean {
  const cells = columns.map((column) => String(rows.at(-1)?.[column] ?? '').trim())
  const filled = cells.filter((cell) => cell !== '')
  return rows.length > 2 && filled.length <= columns.length / 2 && IS_SUM.test((filled[0] ?? '').replace(/\s+/g, ''))
}

/** The profile of each column, in their order. */
export function profileColumns({ rows, columns }: SampleRead): ColumnProfile[] {
  return columns.map((column) => profile(column, rows))
}

function profile(column: string, rows: readonly Row[]): ColumnProfile {
  const cells = rows.map((row) => row[column]).filter((cell) => cell !== undefined && cell !== null && cell !== '')
  const texts = cells
    .filter((cell) => typeof cell === 'string' || typeof cell === 'number')
    .map((cell) => String(cell).trim())
  const filled = texts.filter((text) => text !== '')
  const counts = new Map<string, number>()
  for (const text of filled) counts.set(text, (counts.get(text) ?? 0) + 1)
  const nested = texts.length < cells.length
  const numbers = cells.some((cell) => typeof cell === 'number')
  const type = nested ? 'nested' : typeOf(column, filled, counts, numbers)
  const reads = READS[type]
  return {
    column,
    type,
    misfits: reads === undefined ? 0 : filled.filter((text) => !reads(text)).length,
    required: !nested && filled.length === rows.length && rows.length > 0,
    unique: counts.size === filled.length && filled.length > 1,
    codes: type === 'code' ? [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text) : [],
    ...unitOf(column),
    doubt: doubtOf(type, filled),
  }
}

const isMoney = (text: string) => optionalMoney(0).safeParse(text).success
const isCommaMoney = (text: string) => optionalCommaMoney(0).safeParse(text).success
const isUsDate = (text: string) => optionalUsDate.safeParse(text).success
const isDayFirst = (text: string) => optionalDayFirst.safeParse(text).success
const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase()

const isDate = (text: string) => parseDate(text) !== undefined
const READS: Partial<Record<ColumnType, (text: string) => boolean>> = {
  date: isDate,
  us_date: isUsDate,
  day_first: isDayFirst,
  money: isMoney,
  comma_money: isCommaMoney,
}
function doubtOf(type: ColumnType, texts: readonly string[]): string | null {
  if (type === 'us_date' && texts.every((text) => !isUsDate(text) || isDayFirst(text)))
    return 'which comes first, month or day: optionalUsDate reads the month first, optionalDayFirst the day'
  const [oneMark] = texts.filter((text) => /^[+-]?\d{1,3}([.,])\d{3}$/.test(plain(text)))
  if (type === 'money' && oneMark !== undefined && texts.every((text) => !isMoney(text) || isCommaMoney(text)))
    return `what ${oneMark} means: optionalMoney reads a decimal point, optionalCommaMoney a decimal comma`
  return null
}

const IS_USCC = /信用代码|信用代碼|uscc|credit code/i

function typeOf(
  column: string,
  texts: readonly string[],
  counts: ReadonlyMap<string, number>,
  isNumber: boolean,
): ColumnType {
  if (texts.length === 0) return 'empty'
  const share = (is: (text: string) => boolean) => texts.filter(is).length / texts.length
  const isCode = (text: string) => looksLikeUscc(plain(text))
  if (share(isCode) >= (IS_USCC.test(column) ? 0.5 : MOSTLY) && texts.some((text) => validUscc(plain(text))))
    return 'uscc'
  // One number of a person is enough, a mistyped one too.
  if (texts.some((text) => citizenShape(bareCode(text)) === 'eighteen')) return 'citizen'
  if (share(isDate) >= MOSTLY) return 'date'
  // Days up to the 12th are dates in both orders: the order that takes more of them is meant.
  const [us, dayFirst] = [share(isUsDate), share(isDayFirst)]
  if (Math.max(us, dayFirst) >= MOSTLY) return us >= dayFirst ? 'us_date' : 'day_first'
  if (IS_MONEY.test(column)) {
    // 1.250 is an amount in both, and another one: an amount that only one of them takes tells which is meant.
    const [point, comma] = [share(isMoney), share(isCommaMoney)]
    if (Math.max(point, comma) >= MOSTLY) return point >= comma ? 'money' : 'comma_money'
  }
  if (
    isNumber ||
    ((IS_PLACE.test(column) || IS_FIGURE.test(column)) && share((text) => /^-?\d+(\.\d+)?$/.test(text)) >= MOSTLY)
  )
    return 'number'
  const few = counts.size <= MOST_CODES && texts.length >= ROWS_A_CODE * counts.size
  const single = [...counts.keys()].every((text) => text.length <= 20 && !/[;；,，、|]/.test(text))
  return few && single && IS_LIST.test(column) ? 'code' : 'text'
}

const UNITS: readonly (readonly [unit: RegExp, places: number])[] = [
  [/亿元|億元/, 8],
  [/万元|萬元|万円/, 4],
  [/千元/, 3],
  [/million/i, 6],
  [/thousand/i, 3],
  [/元|円|yuan|usd|us\$|cny|rmb|twd|nt\$|jpy|eur|€|gbp|£/i, 0],
]
const CURRENCIES: readonly (readonly [name: RegExp, currency: string])[] = [
  [/人民币|人民幣|rmb|cny|yuan/i, 'CNY'],
  [/新台币|新臺幣|新台幣|twd|nt\$/i, 'TWD'],
  [/港元|港币|hkd/i, 'HKD'],
  [/円|日元|jpy/i, 'JPY'],
  [/usd|us\$|美元/i, 'USD'],
  [/eur|€|欧元/i, 'EUR'],
  [/gbp|£|英镑/i, 'GBP'],
]

/** The unit of amounts and their currency, where the header says them. */
function unitOf(column: string): { places: number | null; currency: string | null } {
  return {
    places: UNITS.find(([unit]) => unit.test(column))?.[1] ?? null,
    currency: CURRENCIES.find(([name]) => name.test(column))?.[1] ?? null,
  }
}

const IS_KEY =
  /号$|號$|编号|編號|文号|文號|番号|代码|代碼|(^|[_\- ])(id|no|nr|number|num|code|key|ref|uuid)\.?$|(id|no|number)$/i

/** Numbers that name something else than the record, and the number of a line, which is another one in the next file. */
const IS_NO_KEY =
  /^(序号|序號|项次|項次|行号|行號|#|row( ?(no|number|id))?|seq(uence)?( ?no)?|s\/?n)\.?$|手机|电话|車牌|车牌|门牌|账号|phone|mobile|plate/i

/** Whether a column only counts the rows of its file. */
function counts({ column }: ColumnProfile, rows: readonly Row[]): boolean {
  return (
    rows.length > 1 &&
    /^(no|nr|id|编号|番号)\.?$/i.test(column) &&
    rows.every((row, index) => String(row[column]) === String(index + 1))
  )
}

/** Columns that make a key: one that tells all sampled rows apart and is never empty, else the fewest that do so together; empty when none do. */
export function proposeKey(profiles: readonly ColumnProfile[], rows: readonly Row[]): string[] {
  const fit = profiles
    .filter(({ required, type }) => required && !['citizen', 'money', 'comma_money', 'nested'].includes(type))
    .filter((profile) => !IS_NO_KEY.test(profile.column) && !counts(profile, rows))
  const named = fit.filter(({ column }) => IS_KEY.test(column))
  const alone = named.find(({ unique, type }) => unique && type !== 'uscc')
  if (alone !== undefined) return [alone.column]
  // Numbers of parties repeat once there is more than one record a party: they come last.
  const rank = ({ column, type }: ColumnProfile) => (type === 'uscc' ? 2 : IS_KEY.test(column) ? 0 : 1)
  const ordered = [...fit].sort((a, b) => rank(a) - rank(b)).map(({ column }) => column)
  const [first] = ordered
  for (const second of ordered.slice(1))
    if (first !== undefined && tellsApart([first, second], rows)) return [first, second]
  for (const pair of pairsOf(ordered)) if (tellsApart(pair, rows)) return pair
  if (first !== undefined)
    for (const [second, third] of pairsOf(ordered.slice(1)))
      if (tellsApart([first, second, third], rows)) return [first, second, third]
  return []
}

/** A column that is named like a key and tells most rows apart, for a person to decide on; undefined when none is. */
export function almostKey(
  profiles: readonly ColumnProfile[],
  rows: readonly Row[],
): { column: string; distinct: number } | undefined {
  return profiles
    .filter(
      ({ column, type, required }) => required && type === 'text' && IS_KEY.test(column) && !IS_NO_KEY.test(column),
    )
    .map(({ column }) => ({ column, distinct: new Set(rows.map((row) => row[column])).size }))
    .filter(({ distinct }) => distinct > rows.length / 2)
    .sort((a, b) => b.distinct - a.distinct)[0]
}

function pairsOf(columns: readonly string[]): [string, string][] {
  const few = columns.slice(0, 12)
  return few.flatMap((a, index) => few.slice(index + 1).map((b): [string, string] => [a, b]))
}

function tellsApart(columns: readonly string[], rows: readonly Row[]): boolean {
  return new Set(rows.map((row) => JSON.stringify(columns.map((column) => row[column])))).size === rows.length
}
