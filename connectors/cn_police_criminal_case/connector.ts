/** Criminal cases of food, drugs, environment, intellectual property and wildlife in a province: one row a case. Suspects are counts. */
import { z } from 'zod'
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Issue, Signal } from '../../schemas/outcome.js'
import { publishedDay, publishedText } from '../../schemas/published_cells.js'
import { meaningOf, optionalText, requiredText } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { type Figure, figureOf } from './figures.js'
import { COLUMNS, FIELDS, REQUIRED, STAGES, SUPERVISION } from './layout.js'

const row = z.strictObject({
  案件编号: requiredText,
  案件名称: publishedText,
  案件类别: requiredText,
  涉嫌罪名: publishedText,
  简要案情: publishedText,
  办理阶段: requiredText,
  立案单位: requiredText,
  立案日期: publishedDay,
  破案日期: publishedDay,
  犯罪嫌疑人数: publishedText,
  刑事拘留人数: publishedText,
  逮捕人数: publishedText,
  涉案金额: publishedText,
  督办级别: optionalText,
  集群战役: publishedText,
  网络案件: publishedText,
  涉黑涉恶: publishedText,
  采取措施: publishedText,
  涉案单位名称: publishedText,
  涉案单位代码: publishedText,
})
type Found = z.infer<typeof row>

/** Each figure of the record, its column, and the unit in which a bare number stands there. */
const FIGURES = [
  ['suspects', '犯罪嫌疑人数', 0],
  ['detained', '刑事拘留人数', 0],
  ['arrested', '逮捕人数', 0],
  ['amount', '涉案金额', 4],
] as const
type FigureName = (typeof FIGURES)[number][0]

function figuresOf(found: Found) {
  const figures: Partial<Record<FigureName, Figure>> = {}
  const issues: (Issue & { code: 'number_invalid' | 'money_invalid' })[] = []
  for (const [name, field, places] of FIGURES) {
    const text = found[field]
    if (text === null) continue
    const figure = figureOf(text, places)
    const fits = figure !== undefined && (name === 'amount' || /^\d+$/.test(figure.value))
    if (fits) figures[name] = figure
    else {
      const code = name === 'amount' ? 'money_invalid' : 'number_invalid'
      issues.push({ field, code, message: `'${text.slice(0, 40)}' is no such figure`, value: text.slice(0, 200) })
    }
  }
  return { figures, issues }
}

/** What a list says of a cell; a word that it lacks is signalled. */
function reader(signals: Signal[]) {
  return <T>(list: Readonly<Record<string, T>>, field: string, value: string | null): T | undefined => {
    const meaning = value === null ? undefined : meaningOf(list, value)
    if (value !== null && meaning === undefined) signals.push({ code: 'value_unknown', field, value })
    return meaning
  }
}
const YES_OR_NO: Readonly<Record<string, boolean>> = { 是: true, 否: false, '1': true, '0': false }

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
