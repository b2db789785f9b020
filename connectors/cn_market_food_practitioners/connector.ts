/** Food handlers with a health certificate, and for whom they work: one row a certificate. Persons, so the numbers of people become tokens. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, row, TRADES } from './row.js'

export const connector = defineConnector({
  title: 'Food handlers with health certificates (食品从业人员健康证明)',
  agency: {
    name: '南昌市红谷滩区市场监督管理局',
    name_en: 'Honggutan District Administration for Market Regulation, Nanchang',
    uscc: null,
    level: 'district',
    region: '360113',
    source_class: 'administration',
  },
  publisher: 'Honggutan District Administration for Market Regulation, from the reports of food businesses',
  licence: 'Not published, for supervision only; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Screen who works in the food trade, for whom, and with a valid certificate.',
  legal_basis:
    'Food Safety Law, article 45 (yearly health certificate); Personal Information Protection Law, article 34 (statutory duty).',
  classification: 'restricted',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: ['姓名', '体检结论'] }),
    synthetic: true,
  },
  cadence: { cron: '30 3 * * 1', time_zone: 'Asia/Shanghai', stale_after_days: 30 },
  mode: { type: 'snapshot', max_drop: 0.1 },
  key: 'certificate number (without one the token of the citizen number and the day of issue) / employer (code, else name)',
  version_by: 'arrival',
  kinds: ['registration'],
  volume: { min: 10, max: 500_000 },
  row,
  ignored: {
    性别: 'sex of a person: of no use to supervision',
    检出疾病: 'health data of a person; the conclusion says what supervision has to know',
  },
  personal: ['身份证号', '联系电话'],
  normalize(found, context) {
    const token = context.token.bind(context)
    const document = found.身份证号?.normalize('NFKC').replace(/\s+/g, '').toUpperCase() ?? null
    // Clinics publish numbers with the day of birth masked: one masked number is many people.
    const masked = document !== null && /[*X]{2}/.test(document)
    const known = masked ? null : document
    const number = found.健康证编号
    if (number === null && (known === null || found.发证日期 === null)) {
      const message = 'the row has no certificate number, and not both a citizen number and a day of issue'
      return { issues: [{ field: '健康证编号', code: 'required_missing', message, value: null }] }
    }
    const practitioner = chineseParty(
      'practitioner',
      found.姓名,
      { document: known, phone: found.联系电话, kind: 'person' },
      token,
    )
    const employer =
      found.从业单位 === null
        ? null
        : chineseParty('employer', found.从业单位, { uscc: found.单位统一社会信用代码, address: found.单位地址 }, token)
    const parties = employer === null ? [practitioner] : [practitioner, employer]
    const flags = failedChecks(parties)
    if (masked) flags.push('value_masked:身份证号')
    if (found.从业单位 === null) flags.push('required_missing:从业单位')
    if (found.发证日期 !== null && found.有效期至 !== null && found.有效期至 < found.发证日期)
      flags.push('ends_before_it_begins:有效期至')
    const trade = found.从业类别
    const signals: Signal[] =
      trade === null || TRADES.has(trade) ? [] : [{ code: 'value_unknown', field: '从业类别', value: trade }]
    const certificate = number ?? `${token('cn_citizen_token', String(known))}|${found.发证日期}`
    // A sole trader's citizen number may stand where the code belongs: the party has its token, and so has the key.
    const employed = employer === null ? null : (employer.identifiers[0]?.value ?? employer.name)
    return {
      version_at: null,
      signals,
      records: [
        draft('registration', {
          // One certificate serves for two employers at once: each employment is a record.
          source_key: employed === null ? certificate : `${certificate}|${employed}`,
          valid_from: found.发证日期,
          valid_to: found.有效期至,
          in_force: found.体检结论 === 'fit',
          status: found.体检结论,
          authority: found.发证机构,
          parties,
          flags,
          register: 'cn_food_practitioners',
          register_no: certificate,
          industry: trade,
          regulated_for: found.岗位 === null ? [] : [found.岗位],
        }),
      ],
    }
  },
})
