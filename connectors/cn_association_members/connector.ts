/** Members of an industry association: who belongs to the trade, by its own list. Being a member accuses nobody. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, RANKS, row, STATES } from './row.js'

export const connector = defineConnector({
  title: 'Members of an industry association (协会会员名录)',
  agency: {
    name: '中国酒业协会',
    name_en: 'China Alcoholic Drinks Association',
    uscc: null,
    level: 'national',
    region: 'CN',
    source_class: 'association',
  },
  publisher: 'The association, from its register of members',
  licence: 'Not published in rows; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know who belongs to the trade, and whom its own association suspended or expelled.',
  legal_basis:
    'Regulation on the Registration and Administration of Social Organisations; consent of the members to the list.',
  classification: 'internal',
  source: {
    files: 'sample.tsv',
    format: csv({ delimiter: '\t', quote: false, columns: COLUMNS, required: ['会员证号', '会员名称'] }),
    synthetic: true,
  },
  cadence: { cron: '0 7 1 * *', time_zone: 'Asia/Shanghai', stale_after_days: 100 },
  mode: { type: 'snapshot', max_drop: 0.2 },
  key: 'number of the member (会员证号)',
  version_by: 'arrival',
  kinds: ['registration'],
  volume: { min: 10, max: 100_000 },
  row,
  ignored: {
    法定代表人: 'name of a person, and no proof of who the member is',
    联系电话: 'telephone of the person who keeps the contact',
  },
  personal: ['法定代表人', '联系电话'],
  normalize(found, context) {
    if (found.会员级别 === '个人会员') return { ignored: 'a natural person, who is no enterprise of the trade' }
    const signals: Signal[] = []
    const status = found.会籍状态 === null ? 'not_stated' : meaningOf(STATES, found.会籍状态)
    if (status === undefined) signals.push({ code: 'value_unknown', field: '会籍状态', value: String(found.会籍状态) })
    if (found.会员级别 !== null && !RANKS.has(found.会员级别))
      signals.push({ code: 'value_unknown', field: '会员级别', value: found.会员级别 })
    const member = chineseParty(
      'member',
      found.会员名称,
      { uscc: found.统一社会信用代码, address: found.地址 },
      context.token.bind(context),
    )
    const flags = failedChecks([member])
    if (found.统一社会信用代码 === null) flags.push('required_missing:统一社会信用代码')
    if (found.入会日期 !== null && found.有效期至 !== null && found.有效期至 < found.入会日期)
      flags.push('out_of_order:有效期至')
    return {
      version_at: null,
      signals,
      records: [
        draft('registration', {
          source_key: found.会员证号,
          valid_from: found.入会日期,
          valid_to: found.有效期至,
          in_force: status !== 'left' && status !== 'expelled',
          status: status ?? 'other',
          authority: '中国酒业协会',
          parties: [member],
          flags,
          register: '中国酒业协会会员名录',
          register_no: found.会员证号,
          industry: found.所属行业,
          updated_on: found.更新日期,
          entity_type: found.会员级别,
        }),
      ],
    }
  },
})
