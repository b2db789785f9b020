/** Cases that a market regulator hands to the police because they look like crimes (行刑衔接): each step with its day. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { documentNumber, meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, DOCUMENTS, STATES } from './layout.js'
import { flagsOf, row } from './row.js'

export const connector = defineConnector({
  title: 'Cases transferred to the police (行刑衔接移送)',
  agency: {
    name: '无锡市市场监督管理局',
    name_en: 'Wuxi Administration for Market Regulation',
    uscc: null,
    level: 'city',
    region: '320200',
    source_class: 'administration',
  },
  publisher: 'The agency that transfers, to the sharing platform of administrative and criminal justice',
  licence: 'Not published, for official use; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose:
    'See that what looks like a crime reaches the police, in time and with its documents, and what became of it.',
  legal_basis:
    'Provisions on the Transfer of Suspected Criminal Cases by Administrative Organs (State Council order 310, revised 2020), articles 5 to 9.',
  classification: 'restricted',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['移送机关', '办理状态'] }),
    synthetic: true,
  },
  cadence: { cron: '50 6 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 10 },
  mode: { type: 'append' },
  key: 'transferring agency / number of the case, else of the transfer letter; brackets alike',
  version_by: 'arrival',
  kinds: ['transfer'],
  volume: { min: 10, max: 1_000_000 },
  row,
  ignored: {
    犯罪嫌疑人: 'names of persons: the ledger holds none of suspects',
    涉案人数: 'how many persons; the case that the police file counts them',
  },
  personal: ['犯罪嫌疑人'],
  normalize(found, context) {
    // The case has its number before any letter is written: keyed by the letter it would be there twice.
    const number = found.案号 ?? found.移送文书号
    if (number === null)
      return {
        issues: [
          {
            field: '移送文书号',
            code: 'required_missing',
            message: 'neither letter nor case has a number',
            value: null,
          },
        ],
      }
    const signals: Signal[] = []
    const meaning = (list: Readonly<Record<string, string>>, field: string, value: string) => {
      const known = meaningOf(list, value)
      if (known === undefined) signals.push({ code: 'value_unknown', field, value })
      return known ?? 'other'
    }
    const documents = (found.移送材料 ?? '')
      .split(/[;；、,，]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part) => meaning(DOCUMENTS, '移送材料', part))
    const { 涉案单位: name, 统一社会信用代码: uscc } = found
    const units = name === null ? [] : [chineseParty('suspect_unit', name, { uscc }, context.token.bind(context))]
    const status = found.办理状态 === null ? 'not_stated' : meaning(STATES, '办理状态', found.办理状态)
    return {
      version_at: null,
      signals,
      records: [
        draft('transfer', {
          source_key: `${found.移送机关}|${documentNumber(number)}`,
          valid_from: found.移送日期 ?? found.报告日期,
          // What the head did not approve, or was taken back, was handed to nobody.
          in_force: status !== 'not_approved' && status !== 'withdrawn',
          status,
          authority: found.移送机关,
          parties: units,
          flags: [...failedChecks(units), ...flagsOf(found)],
          document_no: found.移送文书号 === null ? null : documentNumber(found.移送文书号),
          case_no: found.案号 === null ? null : documentNumber(found.案号),
          charge: found.涉嫌罪名,
          transferred_to: found.接收机关,
          reported_on: found.报告日期,
          approved_on: found.批准日期,
          sent_on: found.移送日期,
          accepted_on: found.受理日期,
          filed_on: found.立案日期,
          refused_on: found.不予立案日期,
          refusal_reason: found.不予立案理由,
          reconsidered_on: found.申请复议日期,
          documents: [...new Set(documents)],
        }),
      ],
    }
  },
})
