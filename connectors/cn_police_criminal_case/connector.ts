/** Criminal cases of food, drugs, environment, intellectual property and wildlife in a province: one row a case. Suspects are counts. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, FIELDS, REQUIRED, STAGES, SUPERVISION } from './layout.js'
import { FIGURES, figuresOf, reader, row, YES_OR_NO } from './row.js'

export const connector = defineConnector({
  title: 'Criminal cases of food, drugs, environment, intellectual property and wildlife (食药环知案件)',
  agency: {
    name: '陕西省公安厅',
    name_en: 'Shaanxi Provincial Public Security Department',
    uscc: null,
    level: 'province',
    region: '610000',
    source_class: 'police',
  },
  publisher: 'Shaanxi Provincial Public Security Department, from the case system of province, cities and counties',
  licence: 'Not published, for police use only; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Count and follow cases by field, and see in which of them a known enterprise is involved.',
  legal_basis:
    'Criminal Procedure Law, articles 109 and 112; Personal Information Protection Law, article 34 (statutory duty).',
  classification: 'restricted',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: [...REQUIRED] }),
    synthetic: true,
  },
  cadence: { cron: '0 6 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 3 },
  mode: { type: 'append' },
  key: 'case number (案件编号)',
  version_by: 'arrival',
  kinds: ['criminal_case'],
  volume: { min: 10, max: 200_000 },
  row,
  ignored: {
    主要嫌疑人: 'names of suspects: the ledger counts suspects and names none',
    嫌疑人证件号码: 'identity numbers of suspects: the ledger counts suspects and names none',
  },
  personal: ['主要嫌疑人', '嫌疑人证件号码'],
  normalize(found, context) {
    const { figures, issues } = figuresOf(found)
    if (issues.length > 0) return { issues }
    const signals: Signal[] = []
    const read = reader(signals)
    const status = read(STAGES, '办理阶段', found.办理阶段) ?? 'other'
    const organised = found.案件类别 === '涉黑涉恶' || read(YES_OR_NO, '涉黑涉恶', found.涉黑涉恶) === true
    const online = read(YES_OR_NO, '网络案件', found.网络案件) === true
    const unit =
      found.涉案单位名称 === null
        ? []
        : [chineseParty('suspect_unit', found.涉案单位名称, { uscc: found.涉案单位代码 }, context.token.bind(context))]
    const flags = failedChecks(unit)
    if (unit.length === 0 && found.涉案单位代码 !== null) flags.push('required_missing:涉案单位名称')
    const { suspects, detained, arrested, amount } = figures
    if (suspects?.bound === null && detained?.bound !== 'le' && Number(detained?.value) > Number(suspects.value))
      flags.push('more_than_suspects:刑事拘留人数')
    if (found.立案日期 !== null && found.破案日期 !== null && found.破案日期 < found.立案日期)
      flags.push('ends_before_it_begins:破案日期')
    return {
      version_at: null,
      signals,
      records: [
        draft('criminal_case', {
          source_key: found.案件编号,
          valid_from: found.立案日期,
          in_force: status !== 'withdrawn',
          status,
          authority: found.立案单位,
          parties: unit,
          flags,
          case_no: found.案件编号,
          field: read(FIELDS, '案件类别', found.案件类别) ?? 'other',
          charge: found.涉嫌罪名,
          facts: found.简要案情 ?? found.案件名称,
          stage: found.办理阶段,
          filed_on: found.立案日期,
          solved_on: found.破案日期,
          suspects: suspects?.value ?? null,
          detained: detained?.value ?? null,
          arrested: arrested?.value ?? null,
          amount: amount?.value ?? null,
          currency: amount === undefined ? null : 'CNY',
          supervision: read(SUPERVISION, '督办级别', found.督办级别) ?? null,
          campaign: found.集群战役,
          traits: [...(online ? ['online'] : []), ...(organised ? ['organised_crime'] : [])],
          measures: (found.采取措施 ?? '')
            .split(/[;；、]/)
            .flatMap((text) => (text.trim() === '' ? [] : [text.trim()])),
          bounds: FIGURES.flatMap(([name]) => {
            const bound = figures[name]?.bound ?? null
            return bound === null ? [] : [`${name}:${bound}`]
          }),
        }),
      ],
    }
  },
})
