/**
 * Mentions of Chinese organisations as the records of several agencies name them: some parties are named thousands of times and most once or twice,
 * sources leave out or misspell other things, names come with other brackets, without the city, with an old name or that of a branch.
 */
import { Random } from '../fuzz/random.js'
import { uscc } from '../penalties.js'

export const ORGANISATION_COLUMNS = ['id', 'source', 'name', 'uscc', 'address', 'phone', 'region', 'legal_rep'] as const
export const ORGANISATION_MAPPING = `kind: organisation
id: id
source: source
columns:
  name: name
  identifier.uscc: uscc
  address: address
  phone: phone
  region: region
  legal_representative: legal_rep
`

const CITIES =
  '上海市310100 北京市110100 广州市440100 深圳市440300 杭州市330100 南京市320100 苏州市320500 成都市510100 武汉市420100 西安市610100 重庆市500100 天津市120100 青岛市370200 济南市370100 长沙市430100 郑州市410100 合肥市340100 福州市350100 厦门市350200 昆明市530100 沈阳市210100 大连市210200 哈尔滨市230100 宁波市330200 无锡市320200 佛山市440600 东莞市441900 石家庄市130100 太原市140100 南昌市360100'
    .split(' ')
    .map((city) => ({ name: city.slice(0, -6), code: city.slice(-6) }))
const DISTRICTS = '高新 城东 城西 江北 滨海 新城 东湖 南山 西湖 白云 浦口 鼓楼'.split(' ')
const ROADS =
  '人民 解放 中山 建设 和平 胜利 新华 文化 长江 黄河 朝阳 红旗 工业 科技 创业 迎宾 环城 滨江 学府 金融 兴业 光明 幸福 友谊 团结 振兴 富强 康乐 平安 锦绣'.split(
    ' ',
  )
const LETTERS = [
  ...'华鑫瑞泰恒通达盛源隆昌顺宏信诚远嘉合中天金龙海润丰安康博创智汇联众星辰宇航凯悦美佳新世纪东方长江锦绣祥和富贵荣光明亮辉煌腾飞鹏程万里春晖秋实冬阳夏荷梅兰竹菊松柏青山绿水清泉玉石银河铁鼎正德厚仁义礼善福禄寿喜吉庆良品优越卓伟业兴旺发展邦国民升平旭日朗月风云雷雨雪霜露霞虹',
]
const TRADES =
  '科技 贸易 餐饮管理 食品 建筑工程 物流 医药 电子商务 环保科技 化工 机械制造 房地产开发 物业管理 教育咨询 文化传媒 汽车销售 广告 能源 农业发展 信息技术 纺织 塑胶 家具 包装 印刷 五金 建材 服饰 水产 旅行社'.split(
    ' ',
  )
const FORMS = ['有限公司', '有限公司', '有限公司', '有限责任公司', '股份有限公司', '集团有限公司', '(有限合伙)']
const SHOPS = '小吃店 便利店 理发店 五金店 药店 烟酒店 超市 饭店 早餐店 水果店'.split(' ')
/** What hundreds of shops in a city are called. */
const COMMON_SHOPS =
  '便民超市 好又多超市 家家乐超市 老地方饭店 兰州拉面 沙县小吃 重庆小面 百姓大药房 平价超市 福满楼饭店'.split(' ')
const BRANCHES = ['分公司', '第一分店', '营业部', '二分店']
const FAMILY = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭',
]
const GIVEN = [
  ...'伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国文华志宏海燕晓东春梅玉红庆生永福德才云飞雪峰子涵浩然梓轩思远嘉怡',
]
/** What stands where there is nothing, or nothing of the party's own. */
const NO_CODES = ['000000000000000000', '无', '999999999999999999', '/', '不详']
const NO_PHONES = ['12315', '无', '00000000', '88888888', '12345678']
const NO_ADDRESSES = ['无', '不详', '/', '本市']

/** How often a source gives each thing. */
const SOURCES = [
  { name: 'market', uscc: 0.97, address: 0.9, phone: 0.5, legal: 0.95 },
  { name: 'environment', uscc: 0.85, address: 0.95, phone: 0.2, legal: 0.8 },
  { name: 'tax', uscc: 0.99, address: 0.6, phone: 0, legal: 0.9 },
  { name: 'emergency', uscc: 0.6, address: 0.8, phone: 0.3, legal: 0.4 },
  { name: 'transport', uscc: 0.5, address: 0.3, phone: 0.6, legal: 0.3 },
  { name: 'health', uscc: 0.8, address: 0.9, phone: 0.1, legal: 0.9 },
  { name: 'complaints', uscc: 0, address: 0.7, phone: 0.7, legal: 0 },
] as const

interface Party {
  readonly name: string
  readonly former: string
  readonly city: (typeof CITIES)[number]
  readonly uscc: string
  readonly address: string
  readonly phone: string
  readonly legal: string
}

/** Everything of a party, from its number. */
function partyOf(number: number, seed: number): Party {
  const own = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b))
  const city = own.pick(CITIES)
  const district = own.pick(DISTRICTS)
  const trade = own.pick(LETTERS) + own.pick(LETTERS) + (own.unit() < 0.5 ? own.pick(LETTERS) : '')
  const line = own.pick(TRADES)
  const kind = own.unit()
  const short = city.name.slice(0, -1)
  const name =
    kind < 0.04
      ? `${city.name}${district}区${own.pick(COMMON_SHOPS)}`
      : kind < 0.22
        ? `${city.name}${district}区${trade}${own.pick(SHOPS)}`
        : own.unit() < 0.7
          ? `${city.name}${trade}${line}${own.pick(FORMS)}`
          : `${trade}(${short})${line}${own.pick(FORMS)}`
  const code = uscc(() => own.unit(), kind < 0.22 ? '92' : '91', city.code)
  const address = `${city.name}${district}区${own.pick(ROADS)}${own.pick(['路', '大道', '街', '东路'])}${1 + own.below(900)}号${own.unit() < 0.4 ? `${1 + own.below(30)}幢${101 + own.below(900)}室` : ''}`
  const mobile = own.unit() < 0.6
  return {
    name,
    former: `${city.name}${trade}${own.pick(TRADES)}有限公司`,
    city,
    uscc: code,
    address,
    phone: mobile
      ? `1${3 + own.below(6)}${String(own.below(1e9)).padStart(9, '0')}`
      : `0${city.code.slice(0, 3)}-${20_000_000 + own.below(69_999_999)}`,
    legal: own.pick(FAMILY) + own.pick(GIVEN) + (own.unit() < 0.75 ? own.pick(GIVEN) : ''),
  }
}

/** The name as one record has it; a branch is another party. */
function nameIn(party: Party, next: Random): { name: string; branch: string } {
  const { name, former, city } = party
  const turn = next.unit()
  if (turn < 0.7) return { name, branch: '' }
  if (turn < 0.77) {
    const wide = name.replace('(', '（').replace(')', '）')
    return { name: wide === name ? name.replace('市', '') : wide, branch: '' }
  }
  if (turn < 0.81) return { name: `${name}（原${former}）`, branch: '' }
  if (turn < 0.85) {
    const branch = next.pick(CITIES).name.slice(0, -1) + next.pick(BRANCHES)
    return { name: name + branch, branch }
  }
  if (turn < 0.89) return { name: name.replace('有限责任公司', '有限公司'), branch: '' }
  if (turn < 0.93) return { name: name.replace(city.name, ''), branch: '' }
  if (turn < 0.96) return { name: ` ${name}\u3000`, branch: '' }
  if (turn < 0.98) return { name: `${name.slice(0, 4)} ${name.slice(4)}`, branch: '' }
  // One character is wrong.
  const at = 3 + next.below(3)
  return { name: name.slice(0, at) + next.pick(LETTERS) + name.slice(at + 1), branch: '' }
}

/** One figure is another. */
function slip(digits: string, next: Random): string {
  const at = next.below(digits.length)
  return digits.slice(0, at) + String(next.below(10)) + digits.slice(at + 1)
}

/** So many mentions with the party that each means, the same for the same seed. Parties are named as often as they were before: a few very often. */
export function* organisations(count: number, seed: number): Generator<{ cells: readonly string[]; cluster: string }> {
  const next = new Random(seed)
  const named = new Uint32Array(count)
  let parties = 0
  for (let at = 0; at < count; at++) {
    const number = at > 0 && next.unit() < 0.6 ? (named[next.below(at)] ?? 0) : parties++
    named[at] = number
    const party = partyOf(number, seed)
    const source = next.pick(SOURCES)
    const { name, branch } = nameIn(party, next)
    const has = (share: number, own: string, none: readonly string[]) =>
      next.unit() < share ? own : next.unit() < 0.15 ? next.pick(none) : ''
    const code = next.unit() < 0.01 ? slip(party.uscc, next) : party.uscc
    const phone = next.unit() < 0.02 ? slip(party.phone, next) : party.phone
    const address = next.unit() < 0.2 ? party.address.replace(party.city.name, '') : party.address
    const cells = [
      String(at),
      source.name,
      name,
      branch === '' ? has(source.uscc, code, NO_CODES) : '',
      branch === '' ? has(source.address, address, NO_ADDRESSES) : '',
      has(source.phone, phone, NO_PHONES),
      party.city.name,
      has(source.legal, party.legal, ['/', '无']),
    ]
    yield { cells, cluster: branch === '' ? String(number) : `${number}-${branch}` }
  }
}
