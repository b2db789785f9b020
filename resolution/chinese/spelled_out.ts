/**
 * What everybody calls banks and insurers for short, spelled out as registers have it. Supervisors name their branches so in every other document: 工行诸暨支行,
 * 人保财险绍兴分公司. Only the national ones, by names that are nobody else's; other short names are told by comparing (short.ts).
 */

type Spelling = readonly [RegExp, string]

const spelling = (short: string, behind: string, long: string): Spelling => [
  new RegExp(`(?:${short})(?=${behind})`),
  long,
]

/** What may stand behind the name of a bank: nothing, its form, or one of its branches; 工行路 is a street, and 建行大厦 a house. */
const OF_BANK = '(?:$|\\(|股份|有限|.{0,16}(?:分行|支行|分理处|储蓄所|营业[部所厅室]|信用卡中心)$)'
const BANKS: readonly Spelling[] = [
  [/农商银行|农商行/g, '农村商业银行'],
  [/农信社/g, '农村信用社'],
  spelling('^(?:中国)?建行', OF_BANK, '建设银行'),
  spelling('^(?:中国)?工行', OF_BANK, '工商银行'),
  spelling('^(?:中国)?农行', OF_BANK, '农业银行'),
  spelling('^(?:中国)?农发行', OF_BANK, '农业发展银行'),
  spelling('^国开行', OF_BANK, '国家开发银行'),
  spelling('^中行', OF_BANK, '中国银行'),
  spelling('^交行', OF_BANK, '交通银行'),
  spelling('^招行', OF_BANK, '招商银行'),
  spelling('^邮储(?:银行)?', OF_BANK, '邮政储蓄银行'),
  spelling('^浦发(?:银行)?', OF_BANK, '上海浦东发展银行'),
  // City commercial banks took the name of their city in the 2000s: 兰州市商业银行 is 兰州银行.
  [/^([^村]{2,4})市商业银行/, '$1银行'],
]

/** 平安人寿堂 is a chemist's, and who sells insurance or brokers it (代理, 经纪, 公估) is a party of its own. */
const OF_INSURER =
  '(?:$|\\(|股份|有限|集团|(?:营业部|营销部|客户服务中心)$|(?!.*(?:代理|经纪|公估|销售)).{2,16}(?:[分支]公司|营销服务部)$)'
const INSURERS: readonly Spelling[] = [
  spelling('财产?险|(?<!财)产险', OF_INSURER, '财产保险'),
  spelling('人寿险|(?<!人)寿险|人寿(?!保险|财|产险|养老|健康|资产|再保)', OF_INSURER, '人寿保险'),
  spelling('(养老|健康|农业|责任|信用)险', OF_INSURER, '$1保险'),
  spelling('^(?:中国)?人保', `(?:财产|人寿|养老)保险${OF_INSURER}`, '中国人民'),
  spelling('^(?:中国)?人保(健康|养老)(?:保险)?', OF_INSURER, '中国人民$1保险'),
  spelling('^(?:中国)?人保', '$|集团', '中国人民保险'),
  spelling('^(?:中国)?太保', `(?:财产|人寿)保险${OF_INSURER}`, '中国太平洋'),
  spelling('^(?:中国)?太保', '$|集团', '中国太平洋保险'),
  spelling('^国寿', `(?:财产|养老)保险${OF_INSURER}`, '中国人寿'),
  spelling('^国寿(?!养老|财产|投资|资产)', OF_INSURER, '中国人寿保险'),
  spelling('^(?:中国)?大地保险', OF_INSURER, '中国大地财产保险'),
  spelling('^中华', `财产保险${OF_INSURER}`, '中华联合'),
]

/** What all of these hold. */
const [BANK, INSURER] = [/[行社]|邮储|浦发/, /[险寿]|[人太]保/]

/** `text`: folded; `published`: as it was written, since in Taiwan 產險 are 產物保險, which a mainland insurer of that name is not. */
export function spelledOut(text: string, published: string): string {
  let long = text
  if (BANK.test(text)) for (const [short, full] of BANKS) long = long.replace(short, full)
  if (!INSURER.test(text)) return long
  if (/(?<!財)產險/.test(published)) return long.replace('产险', '产物保险')
  for (const [short, full] of INSURERS) long = long.replace(short, full)
  return long
}
