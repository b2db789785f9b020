/** Calls and reports that a police branch of a district takes up: one row an incident. Who calls is a token. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { comparablePhones } from '../../schemas/phones.js'
import { meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, RELATIONS, RESULTS, row, TESTS } from './row.js'

export const connector = defineConnector({
  title: 'Incidents reported to the police (警情)',
  agency: {
    name: '沧州市公安局运河分局',
    name_en: 'Yunhe Branch, Cangzhou Public Security Bureau',
    uscc: null,
    level: 'district',
    region: '130903',
    source_class: 'police',
  },
  publisher: 'Yunhe Branch of the Cangzhou Public Security Bureau, from its call register',
  licence: 'Not published, for police use only; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'See at which enterprises trouble gathers before a case is reported.',
  legal_basis:
    "People's Police Law, article 21 (duty to take up reports); Personal Information Protection Law, article 34 (statutory duty).",
  classification: 'restricted',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['警情编号', '处警单位'] }),
    synthetic: true,
  },
  cadence: { cron: '20 * * * *', time_zone: 'Asia/Shanghai', stale_after_days: 2 },
  mode: { type: 'append' },
  key: 'incident number (警情编号)',
  version_by: 'arrival',
  kinds: ['incident'],
  volume: { min: 10, max: 5_000_000 },
  row,
  ignored: { 报警人: 'name of the person who calls; the token of the telephone number tells one caller from another' },
  personal: ['报警人', '报警电话'],
  normalize(found, context) {
    if (found.警情类别 !== null && TESTS.has(found.警情类别)) return { ignored: 'a test of the line, not an incident' }
    const token = context.token.bind(context)
    const signals: Signal[] = []
    const meaning = <T>(list: Readonly<Record<string, T>>, field: string, value: string): T | undefined => {
      const known = meaningOf(list, value)
      if (known === undefined) signals.push({ code: 'value_unknown', field, value })
      return known
    }
    const status = found.处理结果 === null ? 'not_stated' : (meaning(RESULTS, '处理结果', found.处理结果) ?? 'other')
    // Where nothing says its part, the unit is where it happened: that accuses nobody.
    const role = found.单位关系 === null ? 'site' : (meaning(RELATIONS, '单位关系', found.单位关系) ?? 'site')
    const units =
      found.涉及单位 === null
        ? []
        : [
            chineseParty(
              role,
              found.涉及单位,
              { uscc: found.涉及单位代码, address: role === 'site' ? found.发生地点 : null },
              token,
            ),
          ]
    const phone = found.报警电话
    const callers =
      phone === null || comparablePhones(phone).length === 0
        ? []
        : [chineseParty('reporter', '报警人', { phone, kind: 'person' }, token)]
    const flags = failedChecks(units)
    if (units.length > 0 && found.单位关系 === null) flags.push('required_missing:单位关系')
    if (status === 'criminal_case' && found.关联案件编号 === null) flags.push('required_missing:关联案件编号')
    return {
      version_at: null,
      signals,
      records: [
        draft('incident', {
          source_key: found.警情编号,
          valid_from: found.接警时间,
          // The same event reported twice is counted once; the other call is kept.
          in_force: status !== 'duplicate',
          status,
          authority: found.处警单位,
          parties: [...units, ...callers],
          flags,
          incident_no: found.警情编号,
          category: found.警情类别,
          facts: found.简要警情,
          place: found.发生地点,
          reported_on: found.接警时间,
          handled_as: found.处理结果,
          case_no: found.关联案件编号,
        }),
      ],
    }
  },
})
