/**
 * The lists behind the inspections: 10 classes of business, 3 kinds of key area, 13 common violations, each asked as a question that is
 * answered yes where all is as it has to be. The bulletin of the administration gives these numbers and names six of the classes (catering,
 * health food, farm produce, supermarket, pastry, loose food); the other classes, the areas and the words of the questions are ours.
 */

export const INDUSTRIES = {
  '01': '餐饮服务',
  '02': '保健食品',
  '03': '食用农产品',
  '04': '商场超市',
  '05': '糕点',
  '06': '散装食品',
  '07': '食品小作坊',
  '08': '学校食堂',
  '09': '网络餐饮',
  '10': '冷链食品',
} as const

export const KEY_AREAS: Readonly<Record<string, string>> = {
  '1': '校园周边',
  '2': '农贸市场',
  '3': '旅游景区',
}

/** Code of the item, its question, and the violation that a no stands for. */
export const ITEMS: Readonly<Record<string, { readonly question: string; readonly violation: string }>> = {
  '01': { question: '是否持有有效许可证', violation: '无证或者超范围经营' },
  '02': { question: '是否公示许可证和监督信息', violation: '未按规定公示信息' },
  '03': { question: '从业人员健康证明是否有效', violation: '从业人员无有效健康证明' },
  '04': { question: '是否落实进货查验', violation: '未落实进货查验' },
  '05': { question: '是否留存票据凭证', violation: '未留存票据凭证' },
  '06': { question: '食品是否在保质期内', violation: '经营超过保质期食品' },
  '07': { question: '标签标识是否符合规定', violation: '标签标识不符合规定' },
  '08': { question: '贮存条件是否符合要求', violation: '贮存条件不符合要求' },
  '09': { question: '场所环境是否整洁', violation: '场所环境不整洁' },
  '10': { question: '餐饮具是否清洗消毒', violation: '餐饮具未清洗消毒' },
  '11': { question: '添加剂使用是否符合规定', violation: '违规使用添加剂' },
  '12': { question: '是否无虚假宣传', violation: '虚假宣传' },
  '13': { question: '是否落实食品安全自查', violation: '未落实食品安全自查' },
}

const ANSWERS = { 是: 'yes', 否: 'no', 不适用: 'not_applicable', 合理缺项: 'not_applicable' } as const

interface Finding {
  readonly item: string
  readonly answer: 'yes' | 'no' | 'not_applicable' | 'unknown'
  readonly text: string | null
}

/** `01:是;08:否(冷藏柜温度12℃)` as findings, with the violations of the noes; `unknown` holds what no list has, as it stands. */
export function findingsOf(cell: string): { findings: Finding[]; violations: string[]; unknown: string[] } {
  const findings: Finding[] = []
  const violations: string[] = []
  const unknown: string[] = []
  const parts = cell.split(/[;；\r\n]+/).map((part) => part.trim())
  for (const part of parts.filter((text) => text !== '')) {
    const [, code = '', word = '', remark] = /^(\d{1,2})\s*[:：]\s*([^(（]+?)\s*(?:[(（](.*)[)）])?$/.exec(part) ?? []
    const item = code.padStart(2, '0')
    const known = Object.hasOwn(ITEMS, item) ? ITEMS[item] : undefined
    const answer = Object.entries(ANSWERS).find(([name]) => name === word)?.[1]
    if (known === undefined || answer === undefined) unknown.push(part)
    if (known === undefined) findings.push({ item: part, answer: 'unknown', text: null })
    else findings.push({ item: `${item} ${known.question}`, answer: answer ?? 'unknown', text: remark ?? null })
    if (known !== undefined && answer === 'no') violations.push(`${item} ${known.violation}`)
  }
  return { findings, violations, unknown }
}
