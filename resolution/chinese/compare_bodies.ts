/** Two public bodies, schools or hospitals: what can be told of them beside their names as such. */
import { type Body, isCommon } from './bodies.js'
import { compareChinese, LEVEL } from './compare.js'
import type { ChineseName } from './name.js'

/** Index of ORGANISATION_LEVELS, for any two Chinese names of organisations. */
export function compareOrganisations(a: ChineseName, b: ChineseName): number {
  const plain = compareChinese(a, b)
  if (plain === LEVEL.same || plain === LEVEL.legible) return plain
  if (a.body !== null && b.body !== null) return compareBodies(a.body, b.body, plain)
  return goesOn(a, b) || goesOn(b, a) ? Math.max(plain, LEVEL.alike) : plain
}

/** 湖南省烟草专卖局(公司) is one house with two signs. */
const TWO_SIGNS = /\((?:公司|集团|企业)\)$/

/**
 * 杭州市税务局酒店 is not 杭州市税务局: what stands behind the name of an authority is somebody beside it, or a part of it that is not known as one. Where nothing does, it is the
 * place that cannot be read: there is no 城东区 in 东莞, and its court is not that of 西宁市城东区.
 */
function goesOn({ body, trade, line }: ChineseName, other: ChineseName): boolean {
  if (body?.kind !== 'authority' || other.body !== null) return false
  const [own, its] = [trade + line, other.trade + other.line]
  return its.startsWith(own) && (its !== own || !TWO_SIGNS.test(other.spelled))
}

/**
 * The level of two bodies, where `plain` is that of their names as such. The two are one only where all that they say is one, spelled in full; what a part of a body is called
 * makes it related, and of another place, number or task it is another. What is open stays open.
 */
function compareBodies(a: Body, b: Body, plain: number): number {
  // 杭州市教育局幼儿园 is not 杭州市教育局.
  if (a.kind !== b.kind) return Math.max(plain, LEVEL.alike)
  const where = comparePlaces(a, b)
  if (a.head === b.head) {
    if (a.part === b.part) return sameName(a, where, plain)
    const parts = compareParts(a.part, b.part, a.head)
    if (parts !== null && (where === 'one' || (where === 'unsaid' && !isCommon(a)))) return parts
  }
  if (a.ordinal !== b.ordinal && a.ordinal !== '' && b.ordinal !== '') return Math.max(plain, LEVEL.faint)
  return a.kind === 'authority' || where === 'apart' ? Math.max(plain, LEVEL.alike) : plain
}

type Where = 'one' | 'open' | 'apart' | 'half said' | 'unsaid'

/** `open`: one of the two may be several places, of which the other is one. */
function comparePlaces({ codes: x }: Body, { codes: y }: Body): Where {
  if (x.length === 0 || y.length === 0) return x.length === y.length ? 'unsaid' : 'half said'
  const shared = x.filter((code) => y.includes(code)).length
  if (shared === 0) return 'apart'
  return shared === x.length && shared === y.length ? 'one' : 'open'
}

/** One name but for places and spelling. */
function sameName(a: Body, where: Where, plain: number): number {
  if (where === 'one') return a.codes.length === 1 ? LEVEL.form : Math.min(plain, LEVEL.alike)
  // An authority is of one place: that of a district is not that of its city. Of a school or hospital some say the city alone.
  if (where === 'apart') return Math.max(plain, a.kind === 'authority' ? LEVEL.faint : LEVEL.alike)
  // 人民医院 may be that of any place, 吉林教育局 that of the province, and 鼓楼区法院 that of four cities.
  return where !== 'unsaid' && isCommon(a) ? Math.max(plain, LEVEL.alike) : plain
}

/** True when two names of bodies say the same, but for what leaves open whether they are one: 人民医院 and 深圳市人民医院. */
export function isLeftOpen({ body: a }: ChineseName, { body: b }: ChineseName): boolean {
  return a !== null && b !== null && a.head === b.head && a.part === b.part && comparePlaces(a, b) !== 'apart'
}

/** Null: nothing is certain. 公安局|海淀分局 and 公安局|海淀分局|中关村派出所 go on one in the other; 第一 and 第二 are two. */
function compareParts(x: string, y: string, head: string): number | null {
  const [few, many] = x.length < y.length ? [x, y] : [y, x]
  if (KEEPS_BUILDING.test(many) || (HAS_STREETS.test(head) && OF_STREET.test(many))) return null
  if (few === '' || (many.startsWith(few) && ENDS_IN_PART.test(few))) return LEVEL.branch
  const [first, other] = [x.match(WHICH), y.match(WHICH)]
  if (first === null || other === null || first[0] === other[0]) return null
  return x.replace(WHICH, '') === y.replace(WHICH, '') ? LEVEL.sibling : null
}
/** 海关大厦物业管理处 keeps a building, whoever that is. */
const KEEPS_BUILDING = /(?:大厦|大楼|小区|宿舍|物业).*管理[处所]$/
/** 政府东路 and 法院前街 are streets; a police station that begins so is that of a street, as these have none. */
const HAS_STREETS = /(?:政府|法院|检察院|海关)$/
const OF_STREET = /^[东南西北中前后][路街巷]|派出所$/
const ENDS_IN_PART = /(?:局|队|院|学|校|区)$/
/** The number of an office, or the code of its division. */
const WHICH = /第[一二三四五六七八九十百]+|^\d{6}(?=分局)/
