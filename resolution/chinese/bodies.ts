/**
 * Names of public bodies and of institutions, which have no legal form: what they are called for short, who they belong to, and which part of them is meant.
 * Nothing here knows any single body but those that have local offices under their name.
 */
import { placeAt } from './places.js'
import { madeOf } from './words.js'

/** An authority is told from all others by its place and what it does; an institution may have a name of its own. */
export type Body = 'authority' | 'institution' | null

const AUTHORITY = /(?:局|署|厅|委员会|政府|法院|法庭|检察院|总队|支队|大队|中队|海关|办事处|(?:派出|税务|管理|司法)所)$/
const INSTITUTION = /(?:医院|卫生院|学校|中学|小学|国小|国中|高中|大学|学院|幼儿园|法人)$/

/** What a head without a legal form is the name of. */
export const bodyOf = (head: string): Body =>
  AUTHORITY.test(head) ? 'authority' : INSTITUTION.test(head) ? 'institution' : null

/** Ends of bodies and of their parts; no other name is looked at more closely. */
const MAY_BE_BODY = new Set('局署厅委会府院队关处所庭站段室校学中小区部系心园家办人)')
export const mayBeBody = (text: string): boolean => MAY_BE_BODY.has(text.at(-1) ?? '')

/**
 * What kinds of bodies are called for short, as the State Council's list of short names for its departments and their local offices have it, and
 * what stands or falls in one and the same name (人力资源和社会保障局 and 人力资源社会保障局, 人民法院 and 法院).
 */
const CALLED = new Map(
  `市场监管局=市场监督管理局 市场监管所=市场监督管理所 市场监管分局=市场监督管理分局 市场监管总局=市场监督管理总局 市监局=市场监督管理局 食药监局=食品药品监督管理局 食药监管局=食品药品监督管理局 食品药品监管局=食品药品监督管理局
药监局=药品监督管理局 药品监管局=药品监督管理局 工商局=工商行政管理局 工商所=工商行政管理所 工商分局=工商行政管理分局 质监局=质量技术监督局 安监局=安全生产监督管理局 安全监管局=安全生产监督管理局 应急局=应急管理局 环保局=环境保护局
人社局=人力资源社会保障局 人力资源和社会保障=人力资源社会保障 住建局=住房城乡建设局 住建委=住房城乡建设委员会 住房和城乡建设=住房城乡建设 卫健委=卫生健康委员会 卫健局=卫生健康局 卫计委=卫生计划生育委员会 卫计局=卫生计划生育局 卫生和计划生育=卫生计划生育
发改委=发展改革委员会 发改局=发展改革局 发展和改革=发展改革 国资委=国有资产监督管理委员会 教委=教育委员会 经信委=经济信息化委员会 经信局=经济信息化局 经济和信息化=经济信息化 工信局=工业信息化局 工业和信息化=工业信息化 科技局=科学技术局 文旅局=文化旅游局 文化和旅游=文化旅游
规自局=规划自然资源局 规划和自然资源=规划自然资源 自然资源和规划=自然资源规划 城管局=城市管理局 国税局=国家税务局 地税局=地方税务局 交警支队=交通警察支队 交警大队=交通警察大队 交警总队=交通警察总队
人民法院=法院 人民检察院=检察院 人民法庭=法庭 人民政府=政府 高院=高级法院 中院=中级法院 街道办=街道办事处 国民小学=国小 国民中学=国中 高级中学=高中 中学校=中学 附设=附属`
    .split(/\s+/)
    .map((entry) => entry.split('=') as [string, string]),
)
const SHORT = new RegExp(
  `${[...CALLED.keys()]
    .sort((a, b) => b.length - a.length)
    .join('|')
    // 宗教委员会 is no 教委, 高院 and the like are whole words at the end, and 街道办事处 is whole already.
    .replace(/[^|]+委(?=\||$)/g, '$&(?!员)')
    .replace(/(?:高院|中院|街道办)(?=\||$)/g, '$&$')}`,
  'g',
)

/** Bodies whose local offices bear their name in front: 国家税务总局|杭州市税务局. */
const ABOVE: readonly (readonly [RegExp, string])[] = [
  [/^国家税务总局(?=.+税务(?:局|分局|所))/, ''],
  [/^(?:中国证券监督管理委员会|中国证监会)(.+?)监管局/, '$1证监局'],
  [/^(?:中国银行保险监督管理委员会|中国银保监会)(.+?)监管(?=分?局)/, '$1银保监'],
  [/^国家金融监督管理总局(.+?)监管(?=分?局)/, '$1金融监管'],
  [/^中华人民共和国(?=.{3})/, ''],
  [/^国家(?=.{2,}总[局署]$)/, ''],
  // Taiwan: a ministry before its bureaus, hospitals and schools, a government before its bureaus, and who founded a school or hospital.
  [/^(?:行政院卫生署|卫生福利部|财政部|经济部|交通部|教育部|内政部|农业部)(?=.{2,}(?:局|医院|学院|大学))/, ''],
  [/([市县])政府(?=[^驻].*[局处会队段所]$)/, '$1'],
  [/^国立(?=.{2,}(?:大学|学院|医院|高中|国小|国中|学校))/, ''],
  [/^([^立]{2,3}[市县])立(?=.{2,}(?:高中|国小|国中)$)/, '$1'],
  [/^[财社]团法人(?=.{2,}(?:医院|大学|学院|学校))/, ''],
]

const NUMBERS = '一二三四五六七八九十百零〇'
/** 北京四中 is 北京市第四中学. */
const SCHOOL_NUMBER = new RegExp(`第?([${NUMBERS}]+)([中小])(?=$|[^学]{1,6}(?:校区|分校)$)`)
/** 上海一中院 is 上海市第一中级人民法院. */
const NUMBERED_COURT = /(?<!第)([一二三四五])(中级法院)/
/** 附属第一医院 is 第一附属医院. */
const AFFILIATED_NUMBER = new RegExp(`附属(第[${NUMBERS}]+)(?=医院|中学|小学|幼儿园)`)
/** 杭州市西湖区|公安|分局 is 杭州市公安局西湖区分局; 公安 is a county too. */
const OWN_OFFICE =
  /^(公安|市场监督管理|工商行政管理|(?:食品)?药品监督管理|质量技术监督|生态环境|环境保护|国土资源|自然资源|规划自然资源|自然资源规划|烟草专卖)分局/

/** The name of a body in full, with what it belongs to left out. Meant for names without a legal form that may be one. */
export function bodyInFull(text: string): string {
  let full = text.replace(SHORT, (short) => CALLED.get(short) ?? short)
  for (const [above, rest] of ABOVE) full = full.replace(above, rest)
  full = full.replace(/第(\d)(?!\d)/g, (_, digit: string) => `第${NUMBERS[Number(digit) - 1] ?? digit}`)
  full = full.replace(NUMBERED_COURT, '第$1$2')
  full = full.replace(SCHOOL_NUMBER, '第$1$2学').replace(AFFILIATED_NUMBER, '$1附属')
  full = full.replace(/大学医学院(?=(?:第.{1,2})?附属)/, '大学')
  return officeLast(full)
}

function officeLast(text: string): string {
  if (!text.includes('分局')) return text
  let [before, last, rest] = ['', '', text]
  for (let place = placeAt(rest); place !== null && !rest.startsWith('公安分局'); place = placeAt(rest)) {
    before += last
    last = rest.slice(0, place.length)
    rest = rest.slice(place.length)
  }
  const office = OWN_OFFICE.exec(rest)
  return last === '' || office === null ? text : `${before}${office[1]}局${last}分局${rest.slice(office[0].length)}`
}

/** What a body may have under it, by the end of the name. */
const OFFICE = /^(.{2,}?(?:局|公安厅|法院|检察院|政府|总队|支队))(.*(?:[局所队庭站段处室]|办公厅|分院))$/
const PART =
  /^(.{2,}?(?:大学|学院|医院|学校|中学|小学|国小|国中|高中|[财社]团法人))(?![路街道城生村镇]|财团|社团)((?:第.{1,2})?附属.+|.*(?:分院|[东西南北新老]院|院区|校区|分校|分部|学院|书院|研究院|研究生院|研究所|学部|系|门诊部|实验室|医院|大学|中学|小学|学校|幼儿园|中心)|\([^()]{2,4}\))$/

/** Body and part: 北京市公安局|海淀分局, 复旦大学|附属中山医院; null: none is told. */
export function splitBody(text: string): { head: string; tail: string } | null {
  const found = OFFICE.exec(text) ?? PART.exec(text)
  const [, head, tail] = found ?? []
  if (head === undefined || tail === undefined || tail.length < 2) return null
  // 哈尔滨工业大学(威海)
  if (tail.startsWith('(') && tail.endsWith(')') && placeAt(tail.slice(1, -1)) === null) return null
  return { head, tail }
}

/** True when a part goes on where another ends: 海淀分局|中关村派出所. */
export const endsInPart = (text: string): boolean => AUTHORITY.test(text) || INSTITUTION.test(text)

/** What many institutions are called: 第一人民医院, 实验小学. */
const COMMON = new Set(
  `${[...NUMBERS].join(' ')} 第 附属 人民 中心 中医 中医药 中西医 结合 儿童 妇幼 妇产 妇女 保健院 口腔 眼科 肿瘤 胸科 精神 传染病 综合 总 实验 外国语 师范 附小 附中 高级 初级 职业 技术 医 医院 卫生院 学校 中学 小学 国小 国中 高中 大学 学院 幼儿园`.split(
    ' ',
  ),
)

/** True when a name without its place is what many are called; every city has a 中山小学. */
export const isCommon = (core: string): boolean => AUTHORITY.test(core) || SCHOOL.test(core) || madeOf(core, COMMON)
const SCHOOL = /(?:中学|小学|国小|国中|高中|幼儿园|卫生院)$/

/** The name of its own that an affiliated institution may have: 瑞金医院 for 附属瑞金医院; null: none. */
function ownName(branch: string): string | null {
  if (!INSTITUTION.test(branch)) return null
  const name = branch.replace(/^附属/, '')
  const rest = name.slice(placeAt(name)?.length ?? 0)
  // 瑞金 is a city too, and what is left of 瑞金医院 no name.
  const own = rest.length < 4 ? name : rest
  return own.length < 4 || isCommon(own) ? null : own
}

/** True when a name is that of an affiliated institution, with a place before it or without: 上海瑞金医院 for 附属瑞金医院. */
export function isOwnName(name: string, branch: string): boolean {
  const own = ownName(branch)
  if (own === null || !name.endsWith(own)) return false
  const before = name.slice(0, -own.length)
  return (placeAt(before)?.length ?? 0) === before.length
}

/** Which of its kind each is: 第一 and 第二; '' where none is said. */
export const ordinalOf = (text: string): string => (text.includes('第') ? (text.match(ORDINALS)?.join() ?? '') : '')
const ORDINALS = new RegExp(`第[${NUMBERS}\\d]+`, 'g')
