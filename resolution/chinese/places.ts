/** Places in Chinese names: what division a name begins with, and whether two of them can be one place. */
import { DIVISIONS } from './divisions.js'

const KIND =
  /(?:维吾尔自治区|壮族自治区|回族自治区|特别行政区|自治区|自治州|自治县|自治旗|地区|新区|省|市|县|区|盟|旗)$/
const PEOPLES =
  /(?:各族|回族|藏族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|阿昌族|普米族|塔吉克|怒族|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春族|蒙古族|蒙古)+$/

/** 大理 for 大理白族; 内蒙古 stays whole. */
function withoutPeoples(name: string): string {
  const plain = name.replace(PEOPLES, '')
  return plain.length < 2 ? name : plain
}

/** The codes of each place by every form of its name: 无锡市 and 无锡. */
const codesOf = new Map<string, string[]>()

function know(name: string, code: string): void {
  const codes = codesOf.get(name)
  if (name.length < 2 || codes?.includes(code)) return
  if (codes === undefined) codesOf.set(name, [code])
  else codes.push(code)
}
for (const division of DIVISIONS) {
  const code = /^\d+/.exec(division)?.[0] ?? ''
  const name = division.slice(code.length)
  know(name, code)
  const short = name.replace(KIND, '')
  if (short !== name) know(short, code)
  know(withoutPeoples(short), code)
}
know('中国', '')

export interface Place {
  /** The text without the kind of division: 无锡 for 无锡市. */
  readonly name: string
  /** Codes of all divisions of this name. */
  readonly codes: readonly string[]
  /** How many characters of the text it takes. */
  readonly length: number
}

/** All names with their places by their first two characters, the longest first. */
const byBeginning = new Map<string, { readonly text: string; readonly place: Place }[]>()
for (const [text, codes] of codesOf) {
  const place = { name: withoutPeoples(text.replace(KIND, '')) || text, codes, length: text.length }
  const begins = byBeginning.get(text.slice(0, 2))
  if (begins === undefined) byBeginning.set(text.slice(0, 2), [{ text, place }])
  else begins.push({ text, place })
}
for (const begins of byBeginning.values()) begins.sort((a, b) => b.text.length - a.text.length)

/** The place that a text begins with, the longest name that fits; null: none is known. */
export function placeAt(text: string): Place | null {
  return byBeginning.get(text.slice(0, 2))?.find((one) => text.startsWith(one.text))?.place ?? null
}

/** 东方 and 新华 are counties, and trade names far more often; 东方市 and 江苏 are places. */
export const mayBeTrade = ({ name, length, codes }: Place): boolean =>
  name.length === length && codes.every((code) => code.length > 2)

/** True when one of the places can lie in the other, or be it. */
export function compatible(a: Place, b: Place): boolean {
  return a.name === b.name || a.codes.some((x) => b.codes.some((y) => x.startsWith(y) || y.startsWith(x)))
}

/** The divisions that an address begins with, down to the narrowest that is named, and what is left of it. */
export interface Region {
  /** Codes that the places can mean together, without trailing zeros; several where a name is not told apart (和平区), none where no place is known. */
  readonly codes: readonly string[]
  readonly rest: string
}

/** Reads 江西省南昌市进贤县民和镇胜利路1号 as 360124 and 民和镇胜利路1号 (GB/T 2260). */
export function regionOf(text: string): Region {
  let codes: readonly string[] = ['']
  let rest = text
  for (let turn = 0; turn < 4; turn++) {
    const place = placeAt(rest)
    if (place === null || !standsAlone(place, rest)) break
    const within = place.codes.filter((code) => codes.some((outer) => code.startsWith(outer)))
    if (within.length === 0) break
    codes = within
    rest = rest.slice(place.length)
  }
  return { codes: codes.filter((code) => code !== ''), rest }
}

/** 中山路 is a street and 长安大道 another: a place without its kind counts only where none of these follows. */
const standsAlone = ({ name, length }: Place, text: string) =>
  length > name.length || !/^[路街道巷弄大中东南西北镇乡村里号]/.test(text.slice(length))

/** The code that a text is, of a province, a city or a county, without trailing zeros (GB/T 2260); null for all else. */
export function divisionCode(text: string): string | null {
  const code = /^([1-8]\d(?:\d\d){0,2})(?:0{6})?$/.exec(text)?.[1]?.replace(/(?:00)+$/, '')
  return code !== undefined && PROVINCES.has(code.slice(0, 2)) ? code : null
}
const PROVINCES = new Set(DIVISIONS.flatMap((division) => /^\d\d(?!\d)/.exec(division)?.[0] ?? []))
