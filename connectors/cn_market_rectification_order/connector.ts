/** Orders to put right what is unlawful (责令改正通知书) of a county's market regulator. An order is no penalty: it says what to do, until when. */
import { z } from 'zod'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { documentNumber, meaningOf, parseDate, requiredDate, requiredText } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'

const COLUMNS = {
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

const row = z.strictObject({
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

const REVIEWS: Readonly<Record<string, { readonly status: string; readonly in_force: boolean }>> = {
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
function dueOn(found: Found): string | null | undefined {
  if (found.改正期限 === null) return null
  const text = found.改正期限.normalize('NFKC').replace(/\s+/g, '')
  const day = parseDate(text.replace(/(前|之前)$/, ''))
  if (day !== undefined) return day
  if (/^(立即|当场)(改正)?$/.test(text)) return found.签发日期
  const days = /^(?:自收到本通知书之日起)?(\d{1,3})(?:日|天)(?:内)?$/.exec(text)?.[1]
  return days === undefined || found.送达日期 === null ? undefined : daysAfter(found.送达日期, Number(days))
}

export const connector = defineConnector({
  title: 'Orders to rectify of a market regulator (责令改正通知书)',
  agency: {
    name: '进贤县市场监督管理局',
    name_en: 'Jinxian County Administration for Market Regulation',
    uscc: null,
    level: 'county',
    region: '360124',
    source_class: 'administration',
  },
  publisher: 'The administration, from its case handling system',
  licence: 'Internal to the administration; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know who was ordered to put what right, and whether it was done in time.',
  legal_basis:
    'Administrative Penalty Law (2021), article 28: with a penalty, or before it, the party is ordered to rectify. No penalty of article 9.',
  classification: 'internal',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['文书编号', '当事人', '签发日期'] }),
    synthetic: true,
  },
  cadence: { cron: '30 21 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 14 },
  mode: { type: 'append' },
  key: 'office / document number, with all kinds of bracket alike',
  version_by: 'arrival',
  kinds: ['rectification_order'],
  volume: { min: 10, max: 1_000_000 },
  row,
  ignored: { 承办人: 'names of the officers' },
  personal: ['身份证件号码', '联系电话'],
  normalize(found, context) {
    const signals: Signal[] = []
    const review = found.复查结果 === null ? undefined : meaningOf(REVIEWS, found.复查结果)
    if (found.复查结果 !== null && review === undefined)
      signals.push({ code: 'value_unknown', field: '复查结果', value: found.复查结果 })
    const party = chineseParty(
      'ordered',
      found.当事人,
      {
        uscc: found.统一社会信用代码,
        document: found.身份证件号码,
        phone: found.联系电话,
        address: found.住所,
        ...(found.身份证件号码 !== null && found.统一社会信用代码 === null ? { kind: 'person' as const } : {}),
      },
      context.token,
    )
    const due = dueOn(found)
    const isCompleted = review?.status === 'completed'
    const flags = failedChecks([party])
    if (due === undefined) flags.push('term_unread:改正期限')
    if (isCompleted && found.复查日期 === null) flags.push('required_missing:复查日期')
    const documentNo = documentNumber(found.文书编号)
    const record = draft('rectification_order', {
      source_key: `${found.承办机构.normalize('NFKC').replace(/\s+/g, '')}|${documentNo}`.slice(0, 800),
      valid_from: found.签发日期,
      valid_to: isCompleted ? found.复查日期 : null,
      in_force: review?.in_force ?? true,
      status: review?.status ?? (found.复查结果 === null ? 'ordered' : 'other'),
      authority: found.承办机构,
      parties: [party],
      flags,
      document_no: documentNo,
      violation: found.违法行为,
      legal_basis: [found.违反规定, found.责令依据].filter((part) => part !== null).join('；') || null,
      demand: found.改正内容,
      ordered_on: found.签发日期,
      due_on: due ?? null,
      completed_on: isCompleted ? found.复查日期 : null,
    })
    return { version_at: null, signals, records: [record] }
  },
})
