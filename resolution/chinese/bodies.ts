/**
 * Names of public bodies, schools and hospitals, which have no legal form: what they are called for short, and what part of a body is meant. This is read beside the
 * parts of the name (chinese/name.ts) and only for comparing, so that no key of a party follows from it. Nothing here knows any single body but 国家税务总局.
 */
import { type Place, placeAt } from './places.js'
import { madeOf } from './words.js'

export interface Body {
  readonly kind: 'authority' | 'institution'
  /** The divisions that its narrowest place can be, within those before it; none: it says no place. */
  readonly codes: readonly string[]
  /** What it is, in full: 人民法院, 第四中学, 协和医院. */
  readonly head: string
  /** The part of it that is meant, an office of a division by its code: 330106分局, 附属中山医院; '' for the whole. */
  readonly part: string
  /** Which of its kind it is: 第一; '' where that is not said. */
  readonly ordinal: string
}

/** What the departments of the State Council and of local governments, on the mainland and in Taiwan, are for: by this an authority is told from 藥局, 书局, 餐厅. */
const WORD =
  '公安|警察|国家|安全|生产|司法|监狱|民政|财政|审计|统计|税务|国税|地税|教育|科学|技术|科技|工业|经济|信息化|市场|食品|药品|质量|知识产权|工商|行政|综合|执法|监督|管理|监管|监察|稽查|应急|环境|环保|保护|生态|自然资源|国土|资源|规划|住房|城乡|城市|建设|交通|运输|水利|水务|水土保持|农业|农村|林业|林草|草原|海洋|渔业|商务|文化|旅游|广播|电视|体育|卫生|健康|计划|生育|医疗|保障|人力资源|社会|劳动|退役军人|事务|民族|宗教|发展|改革|物价|粮食|物资|储备|烟草|专卖|气象|地震|档案|信访|消防|工务'
const FUNCTION = `(?:${WORD})(?:和?(?:${WORD}))*`

/** What committees of governments are for; others are those of villages, owners and buildings. */
const COMMITTEE = '教育|卫生健康|计划生育|发展和?改革|城乡建设|交通|经济和?信息化|民族宗教|宗教|民族|体育'

/**
 * What kinds of authorities are called for short, by the whole of what stands behind the place: names of the State Council's departments as its own list of short names has
 * them (国务院机构简称), which local ones follow. Left out is whatever is short for two, such as 文旅局, 药监局, 城管局.
 */
const CALLED: ReadonlyMap<string, string> = new Map(
  `市监局=市场监督管理局 市场监管局=市场监督管理局 食药监局=食品药品监督管理局 工商局=工商行政管理局 质监局=质量技术监督局 安监局=安全生产监督管理局 应急局=应急管理局 环保局=环境保护局
人社局=人力资源社会保障局 住建局=住房城乡建设局 住建委=住房城乡建设委员会 卫健局=卫生健康局 卫健委=卫生健康委员会 发改局=发展改革局 发改委=发展改革委员会 国资委=国有资产监督管理委员会
科技局=科学技术局 工信局=工业信息化局 教委=教育委员会 国税局=国家税务局 地税局=地方税务局 法院=人民法院 检察院=人民检察院 政府=人民政府 中院=中级人民法院 高院=高级人民法院`
    .split(/\s+/)
    .map((entry) => entry.split('=') as [string, string]),
)

/** What is administered by a committee; that of a building is no authority. */
const ZONE =
  '(?:国家|省|级|经济|高新|技术|产业|综合|农业|工业|科技|旅游|生态|现代|风景|试验)*(?:开发区|新区|园区|保税区|度假区|名胜区|示范区|工业园)'
const HEAD = new RegExp(
  `^(?:${[...CALLED.keys()].join('|')}|(?<before>.{0,12}?)(?:${FUNCTION}(?:总?局|厅|署)|(?:监督管理|${COMMITTEE})委员会|${ZONE}管(?:理委员|委)会)|(?:.{1,6}[镇乡])?(?:人民)?政府|(?:(?:中级|高级)?人民|高等|地方)?(?:法院|检察院)|海关)`,
)
/**
 * What an authority has under it (派出机构): 分局 and 派出所 of the police, 税务所 (税收征收管理法, art. 14), 人民法庭 (人民法院组织法, art. 26), 司法所, 办事处 (地方各级人民代表大会和地方各级人民政府组织法, art. 85),
 * offices by their number or task. 法院路 is a street.
 */
const OFFICE =
  /^(?!大?[路街巷](?![南北]区?分局|口)).{0,16}(?:分局|派出所|税务所|司法所|管理所|监管所|人民法庭|分院|总队|支队|大队|中队|办事处|稽查局|管理处)$/

const INSTITUTION = /(?:医院|卫生院|学校|中学|小学|国小|国中|高中|大学|学院|幼儿园|[一二三四五六七八九十]中)$/
/** A place of teaching or healing that has the name of another in front. 学院路 is a street. */
const PART_OF =
  /^(.{2,}?(?:大学|学院|医院|学校|中学|小学))((?:第.{1,3})?附属.+|(?![路街道城派生]).{0,10}(?:分院|院区|校区|分校))$/

/** What is no name of one's own, and that of many: 第一人民医院, 实验小学. */
const COMMON = new Set(
  '第 一 二 三 四 五 六 七 八 九 十 百 人民 中心 中医 中医药 中医院 妇幼保健院 中西医结合 儿童 妇幼 妇幼保健 妇产 妇产科 口腔 眼科 肿瘤 胸科 精神病 传染病 综合 总 实验 外国语 师范 附属 附小 附中 高级 初级 职业 技术 医院 卫生院 学校 中学 小学 国小 国中 高中 大学 学院 幼儿园'.split(
    ' ',
  ),
)
/** True for what is called so in many places. */
export const isCommon = ({ kind, head }: Body): boolean => kind === 'authority' || madeOf(head, COMMON)

/** Under this two names of one body meet, however they are spelled; null: it says no place. */
export const bodyKey = ({ codes, head, part }: Body): string | null =>
  codes.length === 0 ? null : `${codes.join()} ${head} ${part}`

/** Ends of all that is read here; no other name is looked at more closely. */
const ENDS = new Set('局署厅会府院关所庭队处委校学小中园区')

/** The name of a body taken apart, `whole` as ChineseName has it; null: it is none. `own`: the places that the name begins with. */
export function readBody(whole: string, own: readonly Place[]): Body | null {
  if (!ENDS.has(whole.at(-1) ?? '')) return null
  // 衞, as Hong Kong writes it.
  const text = whole.replaceAll('衞', '卫').replace(/第(\d{1,2})(?!\d)/g, (_, digits: string) => `第${numeral(digits)}`)
  const ordinal = text.match(ORDINALS)?.at(-1) ?? ''
  const authority = readAuthority(text)
  if (authority !== null) return { kind: 'authority', ordinal, ...authority }
  if (!INSTITUTION.test(text) && !/(?:分院|院区|校区|分校)$/.test(text)) return null
  const rest = text.slice(own.reduce((length, one) => length + one.length, 0))
  const [, head = rest, part = ''] = PART_OF.exec(rest) ?? []
  // 北京四中 is 北京市第四中学.
  const school = /^第?([一二三四五六七八九十]{1,3})中(?:学校?)?$/.exec(head)?.[1]
  const [named, which] = school === undefined ? [head, ordinal] : [`第${school}中学`, `第${school}`]
  return { kind: 'institution', codes: narrowed(own), head: named, part, ordinal: which }
}

const ORDINALS = /第[一二三四五六七八九十百]+/g

/** 10 is 十, 21 is 二十一. */
function numeral(digits: string): string {
  const [tens, ones] = [Math.floor(Number(digits) / 10), Number(digits) % 10]
  const letter = (digit: number) => '零一二三四五六七八九'[digit] ?? ''
  return (tens > 1 ? letter(tens) : '') + (tens > 0 ? '十' : '') + (ones > 0 || tens === 0 ? letter(ones) : '')
}

/** The divisions that a row of places can mean, each within the one before it. */
function narrowed(places: readonly Place[]): string[] {
  let codes: readonly string[] = ['']
  for (const place of places) codes = within(place.codes, codes)
  // 东莞 has no counties, and a code as one beside its own.
  return codes.filter((code) => code !== '' && !(code.endsWith('00') && codes.includes(code.slice(0, 4))))
}
const within = (inner: readonly string[], outer: readonly string[]) =>
  inner.filter((code) => outer.some((one) => code.startsWith(one)))

function readAuthority(text: string): Pick<Body, 'codes' | 'head' | 'part'> | null {
  // Local tax offices bear the name of the one of the state in front (国税地税征管体制改革方案, 2018).
  let rest = text.replace(/^国家税务总局(?=.+税务(?:局|所))/, '')
  const places: Place[] = []
  for (let place = placeAt(rest); place !== null && places.length < 3; place = placeAt(rest)) {
    const left = rest.slice(place.length)
    // 公安 is a county too, and 东方红 no place.
    if (/^分?局/.test(left) || (!isSaid(place) && !isWide(place) && !isNext(left))) break
    if (narrowed([...places, place]).length === 0) break
    places.push(place)
    rest = left
  }
  // Taiwan's cities and counties have their government in front of its bureaus: 高雄市政府環境保護局.
  if (places.at(-1)?.codes.every((code) => code.startsWith('71'))) rest = rest.replace(/^政府(?=.{2,8}局)/, '')
  const districts = OF_DISTRICT.exec(rest)
  if (districts !== null && places.length > 1) {
    const [[, task, tail = ''], office, city] = [districts, narrowed(places), narrowed(places.slice(0, -1))]
    if (isOneCounty(office) && isOffice(tail))
      return { codes: city, head: inFull(`${task}局`), part: `${office[0]}分局${tail}` }
  }
  const head = HEAD.exec(rest)?.[0]
  if (head === undefined) return null
  const tail = rest.slice(head.length)
  if (!isOffice(tail)) return null
  const codes = narrowed(places)
  return { codes, head: inFull(head), part: partOf(tail, codes) }
}

const isOffice = (tail: string) => tail === '' || OFFICE.test(tail)
const isSaid = ({ name, length }: Place) => length > name.length
const isWide = ({ codes }: Place) => codes.some((code) => code.length <= 4)
/** True where what an authority is for begins at once. */
const isNext = (text: string) =>
  (HEAD.exec(text)?.groups?.['before'] ?? '') === '' && (HEAD.test(text) || OF_DISTRICT.test(text))

/** 杭州市西湖区|公安|分局 is 杭州市公安局西湖区分局. */
const OF_DISTRICT = new RegExp(`^(${FUNCTION})分局(.*)$`)
const isOneCounty = (codes: readonly string[]) => codes.length === 1 && codes[0]?.length === 6

/** 和 comes and goes between these. */
const AND =
  /(人力资源|住房|卫生|发展|经济|工业|文化|自然资源|规划|民族)和(?=社会保障|城乡建设|计划生育|改革|信息化|旅游|规划|自然资源|宗教)/

function inFull(head: string): string {
  const plain = head.replace(AND, '$1')
  return CALLED.get(plain) ?? plain.replace(/(?<=[镇乡])政府$/, '人民政府').replace(/管委会$/, '管理委员会')
}

/** 西湖分局 and 西湖区分局 are one, and so are 交警 and 交通警察. */
function partOf(tail: string, city: readonly string[]): string {
  const place = placeAt(tail)
  if (place === null || !tail.startsWith('分局', place.length)) return tail.replace(/^交警(?=[总支大]队)/, '交通警察')
  const codes = within(place.codes, city)
  return isOneCounty(codes) ? codes[0] + tail.slice(place.length) : tail
}
