/** Administrative penalties in the layout of double publication (双公示) from 2016 to 2018: no amounts, and a state whose codes nobody explains. */
import { chineseParty, failedChecks } from '../../schemas/chinese_party.js'
import { draft } from '../../schemas/draft.js'
import type { Signal } from '../../schemas/outcome.js'
import { documentNumber, meaningOf } from '../../schemas/values.js'
import { csv } from '../../sources/csv.js'
import { defineConnector } from '../define.js'
import { COLUMNS, KINDS_OF_PENALTY, OPEN_KIND, REQUIRED } from './layout.js'
import { instantOf, kindsOf, row } from './row.js'

export const connector = defineConnector({
  title: 'Administrative penalties in double publication (双公示), layout of 2016',
  agency: {
    name: '陕西省发展和改革委员会',
    name_en: 'Development and Reform Commission of Shaanxi Province',
    uscc: null,
    level: 'province',
    region: '610000',
    source_class: 'administration',
  },
  publisher: 'Credit Shaanxi (信用陕西), for the authorities of the province',
  licence: 'Published for reuse; the bundled rows are synthetic and ours (Apache-2.0)',
  purpose: 'Know the penalties that were published before the layout of 2018, and which archives still hold.',
  legal_basis:
    'Publication within seven working days of the decision (双公示, General Office of the State Council 2015); Regulation on Disclosure of Government Information.',
  classification: 'public',
  source: {
    files: 'sample.csv',
    format: csv({ delimiter: ',', quote: '"', columns: COLUMNS, required: [...REQUIRED] }),
    synthetic: true,
  },
  cadence: { cron: '30 2 1 * *', time_zone: 'Asia/Shanghai', stale_after_days: 62 },
  mode: { type: 'append' },
  key: 'authority / document number, with all kinds of bracket alike',
  version_by: 'publisher',
  kinds: ['penalty'],
  volume: { min: 10, max: 5_000_000 },
  row,
  ignored: {
    CF_FR: 'name of the legal representative: a person, and no proof of who the party is',
    DFBM: 'code of the place that delivered the row; the authority is named in full',
    BZ: 'remarks, free text',
  },
  personal: ['CF_XDR_SFZ'],
  normalize(found, context) {
    const kinds = kindsOf(found)
    const signals = kinds
      .filter((kind) => meaningOf(KINDS_OF_PENALTY, kind) === undefined)
      .map((value): Signal => ({ code: 'value_unknown', field: 'CF_CFLB1', value }))
    const state = found.CF_ZT
    if (state !== null && !/^[0-3]$/.test(state)) signals.push({ code: 'value_unknown', field: 'CF_ZT', value: state })
    const party = chineseParty(
      'penalised',
      found.CF_XDR_MC,
      {
        uscc: found.CF_XDR_SHXYM,
        orgCode: found.CF_XDR_ZDM,
        businessRegistration: found.CF_XDR_GSDJ,
        document: found.CF_XDR_SFZ,
        others: [{ scheme: 'cn_tax_registration', issuer: 'cn', value: found.CF_XDR_SWDJ }],
        // The layout has no column for what the party is; an identity number of its own says that it is a person.
        ...(found.CF_XDR_SFZ !== null && found.CF_XDR_SHXYM === null ? { kind: 'person' as const } : {}),
      },
      context.token,
    )
    const flags = failedChecks([party])
    if (kinds.includes(OPEN_KIND)) flags.push('kind_ambiguous:CF_CFLB1')
    if (kinds.length === 0) flags.push('required_missing:CF_CFLB1')
    if (state !== null) flags.push('meaning_unknown:CF_ZT')
    const version = found.SJC === null ? undefined : instantOf(found.SJC)
    if (found.SJC !== null && version === undefined) flags.push('date_unread:SJC')
    const documentNo = documentNumber(found.CF_WSH)
    const record = draft('penalty', {
      source_key: `${found.CF_XZJG.normalize('NFKC').replace(/\s+/g, '')}|${documentNo}`.slice(0, 800),
      valid_from: found.CF_JDRQ,
      in_force: true,
      // What 0 to 3 mean is not published with the layout: the code is kept, and not read as revoked or the like.
      status: state === null ? 'not_stated' : `state_code_${state.slice(0, 20)}`,
      authority: found.CF_XZJG,
      parties: [party],
      flags,
      document_no: documentNo,
      violation: found.CF_CFMC,
      violation_facts: found.CF_SY,
      legal_basis: found.CF_YJ,
      measures: [...new Set(kinds.map((kind) => meaningOf(KINDS_OF_PENALTY, kind) ?? 'other'))],
      decision: found.CF_JG,
      decided_on: found.CF_JDRQ,
    })
    return { version_at: version ?? null, signals, records: [record] }
  },
})
