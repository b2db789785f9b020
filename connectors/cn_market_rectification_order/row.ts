/** The rows of this data set: their columns, and what their cells mean. */
import { z } from 'zod'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { parseDate, requiredDate, requiredText } from '../../schemas/values.js'

export const COLUMNS = {
  文书编号: ['责令改正通知书编号', '文号'],
  当事人: ['当事人名称'],
  统一社会信用代码: [],
  身份证件号码: ['身份证号码'],
  住所: ['住所(经营场所)'],
  联系电话: [],
  违法行为: [],
  违反规定: ['违反的规定'],
  责令依据: [],
  改正内容: ['改正内容及要求'],
  改正期限: [],
  签发日期: ['责令日期'],
  送达日期: [],
  复查日期: [],
  复查结果: [],
  承办机构: [],
  承办人: [],
}

export const row = z.strictObject({
  文书编号: requiredText,
  当事人: publishedName,
  统一社会信用代码: publishedText,
  身份证件号码: publishedText,
  住所: publishedText,
  联系电话: publishedText,
  违法行为: publishedText,
  违反规定: publishedText,
  责令依据: publishedText,
  改正内容: publishedText,
  改正期限: publishedText,
  签发日期: requiredDate,
  送达日期: publishedDay,
  复查日期: publishedDay,
  复查结果: publishedText,
  承办机构: requiredText,
})

type Found = z.infer<typeof row>

export const REVIEWS: Readonly<Record<string, { readonly status: string; readonly in_force: boolean }>> = {
  已改正: { status: 'completed', in_force: true },
  部分改正: { status: 'partly_completed', in_force: true },
  未改正: { status: 'not_completed', in_force: true },
  逾期未改正: { status: 'not_completed', in_force: true },
  撤销: { status: 'revoked', in_force: false },
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/**
 * The last day to put things right: a day, at once, or a number of days. Days run from service, the day of service not counted; the forms
 * say `自收到本通知书之日起…日内`. Undefined: words that say no day, or days from a service that is not known.
 */
export function dueOn(found: Found): string | null | undefined {
  if (found.改正期限 === null) return null
  const text = found.改正期限.normalize('NFKC').replace(/\s+/g, '')
  const day = parseDate(text.replace(/(前|之前)$/, ''))
  if (day !== undefined) return day
  if (/^(立即|当场)(改正)?$/.test(text)) return found.签发日期
  const days = /^(?:自收到本通知书之日起)?(\d{1,3})(?:日|天)(?:内)?$/.exec(text)?.[1]
  return days === undefined || found.送达日期 === null ? undefined : daysAfter(found.送达日期, Number(days))
}
