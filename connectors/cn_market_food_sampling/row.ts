/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import type { Signal } from '../../schemas/outcome.js'
import type { Party, PartyRole } from '../../schemas/party.js'
import { publishedDay, publishedText } from '../../schemas/published_cells.js'
import { meaningOf, requiredText } from '../../schemas/values.js'
import { cityOfAddress, firmsOf } from './cells.js'

export const FAILED = '不合格项目║检验结果║标准值'

export const COLUMNS = {
  抽样编号: ['抽检编号'],
  序号: [],
  标称生产企业名称: [],
  标称生产企业地址: [],
  被抽样单位名称: [],
  被抽样单位地址: [],
  食品名称: ['样品名称'],
  规格型号: [],
  商标: [],
  '生产日期/批号': [],
  [FAILED]: ['不合格项目‖检验结果‖标准值'],
  检验结论: ['结果判定'],
  分类: ['食品大类'],
  公告号: [],
  公告日期: [],
  抽样日期: [],
  '任务来源/项目名称': ['任务来源'],
  检验机构: ['承检机构'],
  备注: [],
}

export const row = z.strictObject({
  抽样编号: publishedText,
  标称生产企业名称: publishedText,
  标称生产企业地址: publishedText,
  被抽样单位名称: publishedText,
  被抽样单位地址: publishedText,
  食品名称: requiredText,
  规格型号: publishedText,
  商标: publishedText,
  '生产日期/批号': publishedText,
  [FAILED]: publishedText,
  检验结论: publishedText,
  分类: publishedText,
  公告号: requiredText,
  公告日期: publishedDay,
  抽样日期: publishedDay,
  '任务来源/项目名称': publishedText,
  检验机构: publishedText,
  备注: publishedText,
})

type Found = z.infer<typeof row>

const CONCLUSIONS: Readonly<Record<string, 'passed' | 'failed'>> = {
  合格: 'passed',
  纯抽检合格样品: 'passed',
  不合格: 'failed',
  纯抽检不合格样品: 'failed',
}

export function party(role: PartyRole, name: string, address: string | null): Party {
  return { role, name, kind: 'unknown', region: cityOfAddress(address), address, identifiers: [] }
}

/** The producers on the label, each with the address that stands under the same word in the other cell. */
export function producers(found: Found, signals: Signal[]): Party[] {
  const { firms, unknown } = firmsOf(found.标称生产企业名称 ?? '')
  for (const value of unknown) signals.push({ code: 'value_unknown', field: '标称生产企业名称', value })
  const addresses = firmsOf(found.标称生产企业地址 ?? '').firms
  return firms.map(({ part, role, name }) => {
    const own = part === null ? undefined : addresses.find((address) => address.part === part)
    const only = firms.length === 1 ? found.标称生产企业地址 : null
    return party(role, name, own?.name ?? only)
  })
}

/** passed or failed, as conclusion and failed items say together; an issue where they contradict one another or say nothing. */
export function resultOf(found: Found) {
  const said = found.检验结论 === null ? undefined : meaningOf(CONCLUSIONS, found.检验结论)
  const issue = (code: 'code_unknown' | 'value_invalid' | 'required_missing', message: string) => ({
    issues: [{ field: '检验结论', code, message, value: found.检验结论 }],
  })
  if (found.检验结论 !== null && said === undefined)
    return issue('code_unknown', 'the conclusion is neither 合格 nor 不合格')
  if (said === 'passed' && found[FAILED] !== null)
    return issue('value_invalid', 'the conclusion is 合格, and failed items are named')
  if (found[FAILED] !== null || said === 'failed') return { result: 'failed' as const }
  if (said === 'passed') return { result: 'passed' as const }
  return issue('required_missing', 'neither a conclusion nor a failed item is named')
}
