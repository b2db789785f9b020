/** Dishonest judgment debtors (失信被执行人): persons and companies that do not do what a court has ordered. */
import { failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { documentNumber, meaningOf } from '../../schemas/values.js'
import { jsonRecords } from '../../sources/json.js'
import { defineConnector } from '../define.js'
import { CONDUCTS } from './conducts.js'
import { debtor, PERFORMANCES, row, termOf } from './row.js'

export const connector = defineConnector({
  title: 'Dishonest judgment debtors (失信被执行人)',
  agency: {
    name: '最高人民法院',
    name_en: "Supreme People's Court",
    uscc: null,
    level: 'national',
    region: 'CN',
    source_class: 'administration',
  },
  publisher: 'China Enforcement Information Online (中国执行信息公开网)',
  licence: 'Public by law; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know who does not do what a court has ordered, as a negative fact about credit.',
  legal_basis:
    "Civil Procedure Law, article 266 (2023); Provisions of the Supreme People's Court on the List of Dishonest Judgment Debtors, articles 1, 2 and 7.",
  classification: 'internal',
  source: { files: 'sample.ndjson', format: jsonRecords(), synthetic: true },
  cadence: { cron: '10 4 * * *', time_zone: 'Asia/Shanghai', stale_after_days: 5 },
  mode: { type: 'snapshot', max_drop: 0.2 },
  key: "the court's number of the entry; without one court / case / name",
  version_by: 'arrival',
  kinds: ['list_entry'],
  volume: { min: 10, max: 20_000_000 },
  row,
  ignored: {
    businessentity: 'name of the legal representative: a person, and no proof of who the party is',
    areaname: 'province; the court is named in full',
    duty: 'what the court has ordered, in free text that names those to whom it is owed',
    performedPart: 'what has been paid, free text; the state of performance is read',
    unperformPart: 'what is still owed, free text; the state of performance is read',
    age: 'age of a person',
    sexy: 'sex of a person',
  },
  personal: ['cardnum'],
  normalize(found, context) {
    const signals: Signal[] = []
    const conducts = (found.disrupttypename ?? '')
      .split(/[,，;；]/)
      .map((conduct) => conduct.trim())
      .filter((conduct) => conduct !== '')
    for (const value of conducts)
      if (meaningOf(CONDUCTS, value) === undefined)
        signals.push({ code: 'value_unknown', field: 'disrupttypename', value })
    const performance = found.performance === null ? undefined : meaningOf(PERFORMANCES, found.performance)
    if (found.performance !== null && performance === undefined)
      signals.push({ code: 'value_unknown', field: 'performance', value: found.performance })
    const party = debtor(found, context.token)
    const term = termOf(conducts, found.publishdate)
    const caseNo = documentNumber(found.casecode)
    const flags = [...failedChecks([party]), ...term.flags]
    if (found.cardnum?.includes('*') === true) flags.push('number_masked:cardnum')
    if (found.regdate !== null && found.regdate > found.publishdate) flags.push('published_before_filed:publishdate')
    const basis = [found.gistunit, found.gistid === null ? null : documentNumber(found.gistid)]
      .filter((part) => part !== null)
      .join(' ')
    const record = draft('list_entry', {
      source_key: found.id ?? [found.courtname, caseNo, found.iname].join('|').slice(0, 800),
      valid_from: found.publishdate,
      valid_to: term.ends,
      in_force: true,
      status: performance ?? 'listed',
      authority: found.courtname,
      parties: [party],
      flags,
      list: '失信被执行人名单',
      reason: [caseNo, ...conducts].join('；'),
      legal_basis: basis === '' ? null : basis,
      listed_on: found.publishdate,
    })
    return { version_at: null, signals, records: [record] }
  },
})
