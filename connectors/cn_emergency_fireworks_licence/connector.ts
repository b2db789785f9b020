/** Licences to trade in fireworks, wholesale and retail, with the most that may be stored: one row a licence. */
import { z } from 'zod'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import { publishedDay, publishedName, publishedText } from '../../schemas/published_cells.js'
import { codeOf, documentNumber, requiredText, shiftDecimal } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'

/** Retail is licensed for the year, or for the weeks around the Spring Festival. */
const TRADES = {
  批发: 'wholesale',
  零售: 'retail',
  '零售(长期)': 'retail',
  '零售（长期）': 'retail',
  '零售(季节性)': 'retail_seasonal',
  '零售（季节性）': 'retail_seasonal',
} as const
const STATES = {
  有效: 'valid',
  过期: 'expired',
  暂扣: 'suspended',
  吊销: 'revoked',
  撤销: 'cancelled',
  注销: 'deregistered',
} as const
// 暂扣 takes the paper away for a time; what it allowed is not allowed meanwhile.
const IN_FORCE: ReadonlySet<string> = new Set(['valid', 'expired'])

const row = z.strictObject({
  许可证编号: requiredText,
  单位名称: publishedName,
  统一社会信用代码: publishedText,
  许可类型: codeOf(TRADES),
  许可范围: publishedText,
  经营场所: publishedText,
  仓库地址: publishedText,
  核定最大储存量: publishedText,
  发证机关: publishedText,
  发证日期: publishedDay,
  有效期自: publishedDay,
  有效期至: publishedDay,
  证书状态: codeOf(STATES),
})

/** Column to the other spellings of its header. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  许可证编号: ['许可证号', '证书编号'],
  单位名称: ['企业名称', '零售点名称'],
  统一社会信用代码: [],
  主要负责人: ['负责人'],
  许可类型: ['经营类型'],
  许可范围: ['经营范围'],
  经营场所: ['地址', '零售点地址'],
  仓库地址: ['储存地址'],
  核定最大储存量: ['限制存放量', '核定储存量'],
  发证机关: [],
  发证日期: ['许可日期'],
  有效期自: [],
  有效期至: ['有效期止'],
  证书状态: ['状态'],
}

const QUANTITY = /^(?:不超过|限)?([\d,]+(?:\.\d+)?)(kg|公斤|千克|吨|t|箱|件)(\(?(?:净)?药量\)?|\(?毛重\)?)?$/i
const MASS_PLACES: Readonly<Record<string, number>> = { kg: 0, 公斤: 0, 千克: 0, 吨: 3, t: 3 }

/**
 * The most that may be stored. The maximum of State Council order 455 is a mass of explosive charge, `kg`; boxes, and a mass that includes paper
 * and clay, keep their own unit and compare with nothing else.
 */
function maximumOf(text: string, flags: string[]) {
  const match = QUANTITY.exec(text.length > 60 ? '' : text.normalize('NFKC').replace(/\s+/g, ''))
  const unit = String(match?.[2]).toLowerCase()
  const places = MASS_PLACES[unit]
  const value = match === null ? undefined : shiftDecimal(String(match[1]), places ?? 0)
  if (value === undefined) {
    flags.push('number_invalid:核定最大储存量')
    return {}
  }
  if (places === undefined) return { approved_quantity: value, approved_unit: unit }
  const weighed = match?.[3] ?? ''
  if (weighed === '') flags.push('charge_not_stated:核定最大储存量')
  return { approved_quantity: value, approved_unit: weighed.includes('毛重') ? 'kg gross' : 'kg' }
}

export const connector = defineConnector({
  title: 'Licences to trade in fireworks (烟花爆竹经营许可证)',
  agency: {
    name: '南昌市应急管理局',
    name_en: 'Nanchang Emergency Management Bureau',
    uscc: null,
    level: 'city',
    region: '360100',
    source_class: 'administration',
  },
  publisher: 'Nanchang Emergency Management Bureau, register of the city and of its counties',
  licence: 'Published for inspection; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know who may sell fireworks, where and until when, and how much may be in store.',
  legal_basis:
    'Regulation on the Safety of Fireworks (State Council order 455), chapter 3; Measures for Licences to Trade in Fireworks (2013).',
  classification: 'internal',
  source: {
    files: 'sample.csv',
    format: csv({
      delimiter: ',',
      quote: '"',
      columns: COLUMNS,
      required: ['许可证编号', '单位名称', '许可类型', '证书状态'],
    }),
    synthetic: true,
  },
  cadence: { cron: '0 4 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 30 },
  mode: { type: 'snapshot', max_drop: 0.1 },
  key: 'licence number, with all kinds of bracket alike',
  version_by: 'arrival',
  kinds: ['licence'],
  volume: { min: 10, max: 50_000 },
  row,
  ignored: { 主要负责人: 'name of the person in charge: a person who is not the licensee' },
  personal: [],
  normalize(found, context) {
    const number = documentNumber(found.许可证编号)
    const licensee = chineseParty(
      'licensee',
      found.单位名称,
      {
        uscc: found.统一社会信用代码,
        others: [{ scheme: 'cn_licence', issuer: 'cn_fireworks_trade', value: number }],
        address: found.经营场所,
      },
      context.token.bind(context),
    )
    const flags = failedChecks([licensee])
    const maximum = found.核定最大储存量 === null ? {} : maximumOf(found.核定最大储存量, flags)
    if (found.有效期至 === null) flags.push('required_missing:有效期至')
    const store = found.仓库地址 === null ? null : `仓库：${found.仓库地址}`
    // What is no quantity is still what the licence says.
    const unread = flags.includes('number_invalid:核定最大储存量') ? `核定最大储存量：${found.核定最大储存量}` : null
    return {
      version_at: null,
      records: [
        draft('licence', {
          source_key: number,
          valid_from: found.有效期自 ?? found.发证日期,
          valid_to: found.有效期至,
          in_force: IN_FORCE.has(found.证书状态),
          status: found.证书状态,
          authority: found.发证机关,
          parties: [licensee],
          flags,
          licence_type: '烟花爆竹经营许可证',
          licence_no: number,
          category: found.许可类型,
          scope: [found.许可范围, store, unread].filter((text) => text !== null).join('；') || null,
          decided_on: found.发证日期,
          ...maximum,
        }),
      ],
    }
  },
})
