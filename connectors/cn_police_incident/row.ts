/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import type { PartyRole } from '../../schemas/party.js'
import { publishedDay, publishedText } from '../../schemas/published_cells.js'
import { optionalText, requiredText } from '../../schemas/values.js'

export const row = z.strictObject({
  警情编号: requiredText,
  接警时间: publishedDay,
  警情类别: publishedText,
  发生地点: publishedText,
  简要警情: publishedText,
  处警单位: requiredText,
  处理结果: publishedText,
  关联案件编号: publishedText,
  涉及单位: publishedText,
  涉及单位代码: publishedText,
  单位关系: publishedText,
  报警电话: optionalText,
})

/** Column to the other spellings of its header. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  警情编号: ['JQBH', '接警单编号'],
  接警时间: ['JJSJ'],
  警情类别: ['JQLB'],
  发生地点: ['FSDD', '事发地址'],
  简要警情: ['JYJQ', '报警内容'],
  处警单位: ['CJDW'],
  处理结果: ['CLJG'],
  关联案件编号: ['AJBH'],
  涉及单位: ['SJDW'],
  涉及单位代码: ['SJDWDM', '涉及单位统一社会信用代码'],
  单位关系: ['DWGX'],
  报警人: ['BJRXM', '报警人姓名'],
  报警电话: ['BJDH'],
}

/** What became of it. A call that tested the line tells nothing of the world. */
export const RESULTS: Readonly<Record<string, string>> = {
  处理中: 'open',
  现场调解: 'mediated',
  受理行政案件: 'administrative_case',
  立刑事案件: 'criminal_case',
  移交其他部门: 'handed_over',
  未发现违法: 'unfounded',
  重复报警: 'duplicate',
}

export const TESTS = new Set(['测试警情', '拨测'])

/** Whose part the unit has: only the one that is complained about carries the risk. */
export const RELATIONS: Readonly<Record<string, PartyRole>> = {
  被举报单位: 'reported',
  发生场所: 'site',
  报警单位: 'reporter',
  受害单位: 'rights_holder',
}
