/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import type { Party } from '../../schemas/party.js'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { requiredDate, requiredText } from '../../schemas/values.js'

export const COLUMNS = {
  当事人名称: ['企业名称', '当事人'],
  当事人类型: [],
  统一社会信用代码: [],
  证件号码: ['身份证件号码'],
  违法领域: ['类别'],
  列入事由: ['列入严重违法失信名单原因'],
  列入依据: [],
  列入决定书文号: [],
  列入日期: [],
  作出列入决定机关: ['作出决定机关(列入)'],
  移出事由: ['移出严重违法失信名单原因'],
  移出日期: [],
  法定代表人: [],
}

/** The fields of the national measures (order 44 of 2021), articles 5 to 10. Serves to notice a field that they do not have. */
export const FIELDS: ReadonlySet<string> = new Set([
  '食品安全',
  '药品、医疗器械、化妆品',
  '质量安全',
  '侵害消费者权益',
  '破坏公平竞争秩序和扰乱市场秩序',
  '拒不执行行政决定',
])

export const KINDS_OF_PARTY: Readonly<Record<string, Party['kind']>> = {
  企业: 'organisation',
  农民专业合作社: 'organisation',
  其他组织: 'organisation',
  个体工商户: 'sole_trader',
  自然人: 'person',
}

/** How an entry ends. A revoked one should never have been and counts towards nothing. */
export const ENDS: Readonly<Record<string, { readonly status: string; readonly in_force: boolean }>> = {
  列入满三年: { status: 'removed', in_force: true },
  提前移出: { status: 'removed_early', in_force: true },
  列入决定被撤销: { status: 'revoked', in_force: false },
}

export const row = z.strictObject({
  当事人名称: publishedName,
  当事人类型: publishedText,
  统一社会信用代码: publishedText,
  证件号码: publishedText,
  违法领域: publishedText,
  列入事由: publishedText,
  列入依据: publishedText,
  列入决定书文号: requiredText,
  列入日期: requiredDate,
  作出列入决定机关: requiredText,
  移出事由: publishedText,
  移出日期: publishedDay,
})

/** A key out of parts, alike for full-width and half-width signs, capitals and space. */
export const keyOf = (...parts: readonly string[]) =>
  parts.join('|').normalize('NFKC').replace(/\s+/g, '').toUpperCase().slice(0, 800)
