/**
 * Makes double-publication penalties: deterministic, streaming, of any length. One row in a hundred repeats an earlier one, one in two
 * hundred is invalid (a date that does not exist, a negative fine) or has a wrong check digit, one in ten names an earlier party again.
 */

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { seeded } from '../core/random.js'

/** The columns by their names in headers. */
export const PENALTY_COLUMNS: readonly string[] =
  '行政相对人名称,行政相对人类别,统一社会信用代码,法定代表人,行政处罚决定书文号,违法行为类型,违法事实,处罚依据,处罚类别,处罚内容,罚款金额(万元),没收违法所得(万元),处罚决定日期,处罚有效期,公示截止日期,处罚机关,处罚机关统一社会信用代码,数据来源单位'.split(
    ',',
  )
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const CITIES = [
  '上海市 310100',
  '广州市 440100',
  '杭州市 330100',
  '南京市 320100',
  '成都市 510100',
  '武汉市 420100',
  '西安市 610100',
  '青岛市 370200',
  '长沙市 430100',
  '南昌市 360100',
]
const DEPARTMENTS = [
  '市场监督管理局 市监处罚',
  '生态环境局 环罚',
  '应急管理局 应急罚',
  '交通运输局 交罚',
  '卫生健康委员会 卫罚',
  '住房和城乡建设局 建罚',
  '农业农村局 农罚',
]
const DISTRICTS = ['浦东区', '高新区', '城东区', '城西区', '江北区', '滨海区', '新城区']
const WORDS = [...'华鑫瑞泰恒通达盛源隆昌顺宏信诚远嘉合中天金龙海润丰安康博创智汇联众星辰']
const TRADES = ['科技', '贸易', '餐饮管理', '食品', '建筑工程', '物流', '医药', '化工', '机械制造', '农业发展']
const VIOLATIONS = [
  [
    '发布虚假广告',
    '当事人在其经营场所及网络店铺中发布含有“国家级”“最佳”等用语的广告内容,经查与事实不符,误导消费者',
    '《中华人民共和国广告法》第九条第三项、第五十七条第一项',
  ],
  [
    '销售不符合安全标准的食品',
    '执法人员现场检查时发现当事人货架上陈列待售的食品超过保质期，货值金额较小，当事人未履行进货查验义务',
    '《中华人民共和国食品安全法》第三十四条第十项、第一百二十四条第一款第五项',
  ],
  [
    '超标排放水污染物',
    '经监测，当事人废水总排口化学需氧量浓度超过排放标准限值0.8倍，氨氮浓度超标1.2倍',
    '《中华人民共和国水污染防治法》第十条、第八十三条第二项',
  ],
  [
    '违反安全生产管理规定',
    '当事人未对从业人员进行安全生产教育和培训，未如实记录培训情况，未在有较大危险因素的设施上设置明显的安全警示标志',
    '《中华人民共和国安全生产法》第九十七条第三项',
  ],
] as const
const MEASURES = [
  '罚款',
  '警告',
  '没收违法所得、没收非法财物',
  '罚款;没收违法所得、没收非法财物',
  '责令停产停业',
  '暂扣许可证件',
]

export function uscc(next: () => number, prefix: string, region: string): string {
  let body = prefix + region
  while (body.length < 17) body += ALPHABET.charAt(Math.floor(next() * 10))
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * ALPHABET.indexOf(body.charAt(index)), 0)
  return body + ALPHABET.charAt((31 - (sum % 31)) % 31)
}

const two = (value: number) => String(value).padStart(2, '0')
export const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** One row as fields; `entity` decides the party, `index` the document number. */
function row(index: number, entity: number, next: () => number): string[] {
  const own = seeded(entity * 40_503 + 11)
  const pick = <T>(list: readonly T[], source: () => number): T => {
    const found = list[Math.floor(source() * list.length)]
    if (found === undefined) throw new Error('empty list')
    return found
  }
  const [city = '', region = ''] = pick(CITIES, own).split(' ')
  const name = `${city}${pick(WORDS, own)}${pick(WORDS, own)}${pick(WORDS, own)}${pick(TRADES, own)}有限公司`
  const code = uscc(own, '91', region)
  const [place = '', placeCode = ''] = pick(CITIES, next).split(' ')
  const [department = '', sign = ''] = pick(DEPARTMENTS, next).split(' ')
  const authority = place + pick(DISTRICTS, next) + department
  const [violation, facts, basis] = pick(VIOLATIONS, next)
  const measure = pick(MEASURES, next)
  const [year, month, day] = [2018 + Math.floor(next() * 7), 1 + Math.floor(next() * 12), 1 + Math.floor(next() * 28)]
  const fine = measure.startsWith('罚款') ? (next() * next() * 50).toFixed(4) : ''
  const taken = measure.includes('没收') ? (next() * 20).toFixed(4) : ''
  const remark = next() < 0.02 ? '"情节较轻",依法从轻处罚。' : next() < 0.01 ? '\n另查明，当事人系初次违法。' : ''
  const date = `${year}-${two(month)}-${two(day)}`
  const invalid = next()
  return [
    name,
    '法人及非法人组织',
    invalid < 0.002 ? `${code.slice(0, 17)}${code.endsWith('X') ? 'Y' : 'X'}` : code,
    '王伟',
    `${place.slice(0, 1)}${sign}〔${year}〕${String(index).padStart(8, '0')}号`,
    violation,
    `经查，${name}于${year}年${month}月${day}日，${facts}。上述事实有现场检查笔录、询问笔录、证据照片等为证。${remark}`,
    basis,
    measure,
    `${measure}${fine === '' ? '' : `${fine}万元`}`,
    invalid > 0.998 ? `-${fine}1` : fine,
    taken,
    invalid > 0.996 && invalid <= 0.998 ? `${year}-02-30` : date,
    `${year + 3}-${two(month)}-${two(day)}`,
    `${year + 1}-${two(month)}-${two(day)}`,
    authority,
    uscc(seeded(placeCode.length + authority.length), '11', placeCode),
    `${place}大数据管理局`,
  ]
}

/** So many rows as fields, in the order of PENALTY_COLUMNS; the same rows for the same seed. */
export function* penaltyRows(rows: number, seed = 7): Generator<readonly string[]> {
  const next = seeded(seed)
  const recent: (readonly string[])[] = []
  for (let index = 1, entities = 0; index <= rows; index++) {
    const again = recent.length > 0 && next() < 0.01 ? recent[Math.floor(next() * recent.length)] : undefined
    const entity = entities > 0 && next() < 0.1 ? Math.floor(next() * entities) : entities++
    const fields = again ?? row(index, entity, next)
    if (recent.length < 5000) recent.push(fields)
    yield fields
  }
}

/** Writes `rows` rows to a CSV file; the same rows for the same seed. */
export async function writePenalties(path: string, rows: number, seed = 7): Promise<void> {
  const out = createWriteStream(path)
  let text = `${PENALTY_COLUMNS.join(',')}\n`
  for (const fields of penaltyRows(rows, seed)) {
    text += `${fields.map(quoted).join(',')}\n`
    if (text.length > 1 << 20) {
      if (!out.write(text)) await once(out, 'drain')
      text = ''
    }
  }
  out.end(text)
  await once(out, 'finish')
}
